"""Names people use, understood."""

from __future__ import annotations

import pytest

from comparisons.subjects.inventory.words import understand

PARTS = {
    "sigmoid": "sigmoid Sigmoid sigmoid_forward act_sigmoid logistic _sigmoid my_sigmoid SigmoidLayer Activation_Sigmoid expit "
    "sigmoidFunction",
    "relu": "relu ReLU Relu Activation_ReLU relu_forward ReLULayer reluActivation rectifier",
    "leaky_relu": "leaky_relu LeakyReLU leakyReLU LeakyRelu lrelu leakyrelu Activation_LeakyReLU",
    "softmax": "softmax Softmax stable_softmax Activation_Softmax softmaxFunction softmax_fn",
    "silu": "swish Swish SiLU silu",
    "tanh": "tanh Tanh TanH hyperbolic_tangent tanh_activation",
    "Dense": "Dense Affine FullyConnected FCLayer Layer_Dense fc_ affine_ fully_connected DenseLayer fc FC LinearLayer affine_forward "
    "Linear",
    "MeanSquaredError": "mse MSE mean_squared_error MSELoss mse_loss MeanSquaredError QuadraticCost SquareLoss squared_error l2_loss "
    "L2Loss "
    "sum_squared_error Loss_MeanSquaredError",
    "CategoricalCrossentropy": "cross_entropy CrossEntropy cross_entropy_error crossEntropyLoss categorical_cross_entropy "
    "Loss_CategoricalCrossentropy cce softmax_loss SoftmaxWithLoss softmax_cross_entropy "
    "Activation_Softmax_Loss_CategoricalCrossentropy "
    "SoftmaxCrossEntropy nll_loss",
    "BinaryCrossentropy": "bce binary_cross_entropy BCELoss log_loss BinaryCrossEntropy SigmoidWithLoss bce_with_logits",
    "SGD": "sgd SGD StochasticGradientDescent gradient_descent Optimizer_SGD update_parameters_with_gd",
    "momentum": "momentum Momentum sgd_momentum SGDMomentum MomentumSGD",
    "nesterov": "nesterov Nesterov NAG NesterovAcceleratedGradient",
    "Adam": "adam Adam Optimizer_Adam AdamOptimizer update_parameters_with_adam",
    "RMSprop": "rmsprop RMSProp RMSprop Optimizer_RMSprop rms_prop",
    "Adagrad": "AdaGrad adagrad Optimizer_Adagrad",
    "Conv2D": "conv2d Conv2D conv_forward_naive Convolution Conv3x3 ConvLayer conv_forward",
    "MaxPooling2D": "maxpool MaxPool2D max_pool_forward_naive MaxPooling2D MaxPool2x2 Pooling",
    "Dropout": "dropout Dropout dropout_forward DropoutLayer",
    "BatchNormalization": "batchnorm BatchNorm batchnorm_forward BatchNorm1d BatchNormalization batch_norm",
    "Embedding": "embedding Embedding EmbeddingLayer",
    "SimpleRNN": "RNN rnn_forward TimeRNN SimpleRNN",
    "LSTM": "lstm LSTM LSTMCell TimeLSTM lstm_forward",
    "GRU": "GRU gru TimeGRU",
    "Flatten": "Flatten flatten FlattenLayer",
}


@pytest.mark.parametrize(("name", "part"), [(name, part) for part, names in PARTS.items() for name in names.split()])
def test_names_mean_parts(name, part):
    assert part in [reference[1] for reference in understand(name).references]


@pytest.mark.parametrize(
    ("name", "role", "like"),
    [
        ("sigmoid_prime", "derivative", "sigmoid"),
        ("dsigmoid", "derivative", "sigmoid"),
        ("d_relu", "derivative", "relu"),
        ("reluPrime", "derivative", "relu"),
        ("sigmoid2deriv", "derivative", "sigmoid"),
        ("grad_relu", "derivative", "relu"),
        ("df_sigmoid", "derivative", "sigmoid"),
        ("sigmoidGradient", "derivative", "sigmoid"),
        ("tanh_backward", "backward", "tanh_forward"),
        ("linear_backward", "backward", "linear_forward"),
        ("mean_squared_error_prime", "derivative", "mean_squared_error"),
        ("activation_derivative", "derivative", "activation"),
        ("conv_backward_naive", "backward", "conv_forward_naive"),
    ],
)
def test_derivatives_belong_to_their_functions(name, role, like):
    assert understand(name).role == role
    assert understand(name).phrase == understand(like).phrase


@pytest.mark.parametrize(
    "name", ["one_hot", "im2col", "plot_curve", "accuracy", "TwoLayerNet", "numerical_gradient", "train", "load_data", "Vector"]
)
def test_other_names_mean_nothing(name):
    assert understand(name).references == ()
