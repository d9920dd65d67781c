class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.weight_decay = 1e-4

    def update(self, params, grads):
        for i in range(len(params)):
            params[i] -= self.lr * (grads[i] + self.weight_decay * params[i])
