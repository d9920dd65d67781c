"""Learning-rate schedules: functions of a step, and objects that are asked for one."""

import math

import numpy as np


def exp_decay(step, lr0, decay_rate, decay_steps):
    return lr0 * decay_rate ** (step / decay_steps)


def step_decay(epoch, initial_lr=0.1, drop=0.5, epochs_drop=10):
    return initial_lr * drop ** (epoch // epochs_drop)


def inverse_time_decay(initial_lr, step, decay_rate, decay_steps):
    return initial_lr / (1 + decay_rate * step / decay_steps)


def update_lr(learning_rate0, epoch_num, decay_rate):
    return 1 / (1 + decay_rate * epoch_num) * learning_rate0


def cosine_decay(step, total_steps, base_lr, alpha=0.0):
    share = 0.5 * (1 + math.cos(math.pi * min(step, total_steps) / total_steps))
    return base_lr * ((1 - alpha) * share + alpha)


class ExponentialDecay:
    def __init__(self, initial_learning_rate, decay_steps, decay_rate, staircase=False):
        self.initial_learning_rate, self.staircase = initial_learning_rate, staircase
        self.decay_steps, self.decay_rate = decay_steps, decay_rate

    def __call__(self, step):
        exponent = step / self.decay_steps
        return self.initial_learning_rate * self.decay_rate ** (np.floor(exponent) if self.staircase else exponent)


class CosineAnnealing:
    """It ends at a rate, not at a share of the first."""

    def __init__(self, max_lr, min_lr, total_steps):
        self.max_lr, self.min_lr, self.total_steps = max_lr, min_lr, total_steps

    def get_lr(self, t):
        t = min(t, self.total_steps)
        return self.min_lr + 0.5 * (self.max_lr - self.min_lr) * (1 + math.cos(math.pi * t / self.total_steps))


class PolynomialDecay:
    def __init__(self, initial_lr, decay_steps, end_lr=0.0001, power=1.0):
        self.initial_lr, self.decay_steps, self.end_lr, self.power = initial_lr, decay_steps, end_lr, power

    def __call__(self, step):
        left = 1 - min(step, self.decay_steps) / self.decay_steps
        return (self.initial_lr - self.end_lr) * left**self.power + self.end_lr


class PiecewiseConstantDecay:
    def __init__(self, boundaries, values):
        self.boundaries, self.values = boundaries, values

    def __call__(self, step):
        return self.values[sum(step > boundary for boundary in self.boundaries)]


class ExpDecay:
    """By exp."""

    def __init__(self, lr, k):
        self.lr, self.k = lr, k

    def __call__(self, epoch):
        return self.lr * np.exp(-self.k * epoch)
