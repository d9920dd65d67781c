"""What people call the parts: for every part of Keras the phrases that are used for it.

A phrase is written with spaces between its words, however code joins them: `leaky relu` stands for `leaky_relu`, `LeakyReLU` and
`Activation_LeakyRelu`. Some phrases stand for several parts; a probe decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from comparisons.subjects.inventory import languages

Reference = tuple[str, str]
"""Kind and name of a pair: `("activation", "sigmoid")`. `momentum` and `nesterov` are SGD with settings."""

ACTIVATIONS = {
    "sigmoid": "sigmoid|logistic|sigm|sig|expit|logistic sigmoid|logsig",
    "tanh": "tanh|tan h|hyperbolic tangent|hyperbolic tan|tansig",
    "relu": "relu|rectifier|rectified linear|ramp",
    "leaky_relu": "leaky relu|lrelu|lkrelu|leaky rectifier|leaky",
    "softmax": "softmax|soft max|softargmax",
    "log_softmax": "log softmax",
    "elu": "elu|exponential linear",
    "selu": "selu|scaled exponential linear|scaled elu",
    "gelu": "gelu|gaussian error linear",
    "silu": "silu|swish|sigmoid linear",
    "mish": "mish",
    "softplus": "softplus|soft plus|smooth relu",
    "softsign": "softsign|soft sign",
    "hard_sigmoid": "hard sigmoid|hsigmoid",
    "hard_silu": "hard silu|hard swish|hswish",
    "hard_tanh": "hard tanh|htanh",
    "relu6": "relu6",
    "celu": "celu",
    "exponential": "exponential|exp",
    "linear": "linear|identity|id|purelin|none|pass through",
    "log_sigmoid": "log sigmoid",
    "squareplus": "squareplus",
    "tanh_shrink": "tanh shrink",
    "hard_shrink": "hard shrink",
    "soft_shrink": "soft shrink",
    "sparsemax": "sparsemax",
}

LOSSES = {
    "MeanSquaredError": "mse|mean squared error|mean square error|squared error|square error|quadratic|l2|sse|sum squared error|sum "
    "squared errors|"
    "sum of squares|sum squares|sum squares error|mean squares|mean squared|square|squares|least squares|sum square error|squared|"
    "euclidean|quadratic cost|half squared error|ms error|squared difference",
    "MeanAbsoluteError": "mae|mean absolute error|absolute error|l1|mean absolute",
    "MeanAbsolutePercentageError": "mape|mean absolute percentage error",
    "MeanSquaredLogarithmicError": "msle|mean squared logarithmic error|mean squared log error",
    "BinaryCrossentropy": "bce|binary cross entropy|binary crossentropy|log loss|logloss|logistic|binary ce|bin cross entropy|cross "
    "entropy|ce|"
    "crossentropy|xent|binary|cost",
    "CategoricalCrossentropy": "cce|categorical cross entropy|categorical crossentropy|cross entropy|crossentropy|ce|xent|nll|"
    "negative log likelihood|multiclass cross entropy|softmax cross entropy|softmax crossentropy|softmax|softmax ce|log likelihood|"
    "softmax with|multiclass|categorical ce|categorical|cost|softmax categorical crossentropy|softmax categorical cross entropy|"
    "softmax and cross entropy|softmax with cross entropy|softmax nll|cross entropy with logits|softmax cross entropy with logits|"
    "cross entropy with softmax|cross entropy softmax|softmax xent|softmax output",
    "SparseCategoricalCrossentropy": "scce|sparse categorical cross entropy|sparse categorical crossentropy|sparse cross entropy|cross "
    "entropy|"
    "crossentropy|ce|xent|nll|negative log likelihood|softmax cross entropy|softmax crossentropy|softmax|softmax with|cost|softmax ce|"
    "sparse softmax cross entropy|softmax and cross entropy|softmax with cross entropy|cross entropy with logits|"
    "softmax cross entropy with logits|cross entropy softmax|softmax nll|log likelihood|sparse crossentropy|sparse ce|softmax xent|"
    "cross entropy with softmax|sparse xent|sparse softmax xent|sparse nll",
    "Hinge": "hinge|svm",
    "SquaredHinge": "squared hinge",
    "CategoricalHinge": "categorical hinge|multiclass hinge",
    "Huber": "huber|smooth l1",
    "LogCosh": "log cosh|logcosh",
    "KLDivergence": "kl divergence|kld|kl|kullback leibler|kullback leibler divergence|kl div",
    "Poisson": "poisson|poisson nll",
    "CosineSimilarity": "cosine similarity|cosine|cosine proximity",
    "BinaryFocalCrossentropy": "binary focal|binary focal crossentropy|focal",
    "CategoricalFocalCrossentropy": "categorical focal|categorical focal crossentropy|focal",
}
BINARY_FROM_LOGITS = (
    "sigmoid with|sigmoid cross entropy|sigmoid bce|bce with logits|sigmoid binary cross entropy|binary cross entropy with logits|"
    "sigmoid ce|sigmoid and cross entropy|sigmoid cross entropy with logits|sigmoid and binary cross entropy|sigmoid with bce|"
    "sigmoid binary crossentropy|sigmoid crossentropy"
)

LAYERS = {
    "Dense": "dense|affine|linear|lin|fully connected|fc|fullyconnected|full|hidden|matmul|inner product|perceptron|dot|ip|fcn|"
    "time affine|time dense|"
    "temporal affine|temporal dense|time linear",
    "Flatten": "flatten|flat|reshape|unroll",
    "Reshape": "reshape|unflatten|view",
    "Dropout": "dropout|drop out|inverted dropout",
    "BatchNormalization": "batch normalization|batch norm|batchnorm|bn|batchnormalization|spatial batchnorm|spatial batch norm|batch "
    "normalisation|"
    "bnorm|batch norm 1d|batchnorm 1d|batch norm 2d|batchnorm 2d|batch normalization 1d|batch normalization 2d",
    "LayerNormalization": "layer normalization|layer norm|layernorm|ln|layernormalization",
    "Embedding": "embedding|embed|word embedding|lookup|lookup table",
    "Conv1D": "conv 1d|convolution 1d|conv|convolution|convolutional|causal conv 1d|causal conv",
    "Conv2D": "conv 2d|conv|convolution|convolution 2d|convolutional|conv fast|conv im2col|convolve|cnn|convolutional 2d",
    "MaxPooling1D": "max pool 1d|max pooling 1d|maxpool 1d",
    "MaxPooling2D": "max pool|max pooling|maxpool|maxpooling|max pool 2d|max pooling 2d|maxpool 2d|pooling|pool|mp|max pool fast|pool "
    "2d|"
    "pooling 2d|maxpooling 2d",
    "AveragePooling1D": "average pooling 1d|avg pool 1d|mean pool 1d|mean pooling 1d",
    "AveragePooling2D": "average pooling|avg pool|average pool|avgpool|mean pool|avg pooling|average pooling 2d|avg pool 2d|average "
    "pool 2d|"
    "averagepooling|mean pooling|mean pool 2d|mean pooling 2d|pool|pooling|avgpool 2d|averagepooling 2d|pool 2d|pooling 2d",
    "GlobalAveragePooling2D": "global average pooling|global avg pool|gap|global average pooling 2d|global avg pool 2d|"
    "globalaveragepooling 2d",
    "GlobalMaxPooling2D": "global max pooling|global max pool|gmp|global max pooling 2d|global max pool 2d|globalmaxpooling 2d|"
    "globalmaxpool 2d",
    "SimpleRNN": "rnn|simple rnn|vanilla rnn|time rnn|recurrent|elman",
    "LSTM": "lstm|time lstm|long short term memory",
    "GRU": "gru|time gru|gated recurrent",
    "PReLU": "prelu|parametric relu",
    "LeakyReLU": "leaky relu|lrelu|leaky rectifier|leaky|prelu|parametric relu",  # a PReLU of one slope for all
    "ELU": "elu|exponential linear",
    "RMSNormalization": "rms norm|rmsnorm|rms normalization",
    "GroupNormalization": "group norm|groupnorm|group normalization|group normalisation|gn|spatial group norm|spatial groupnorm",
    "UpSampling1D": "up sampling 1d|upsampling 1d|upsample 1d",
    "UpSampling2D": "up sampling|upsampling|upsample|up sample|up sampling 2d|upsampling 2d|upsample 2d|up sample 2d|nearest up sampling",
    "DepthwiseConv2D": "depthwise conv 2d|depthwise conv|depthwise convolution|depthwise convolution 2d",
    "Conv2DTranspose": "conv 2d transpose|conv transpose|conv transpose 2d|transposed conv 2d|transposed convolution",
    "SeparableConv2D": "separable conv 2d|depthwise separable conv 2d|separable convolution 2d",
    "RepeatVector": "repeat vector",
    "ZeroPadding1D": "zero padding 1d|zero pad 1d|zeropad 1d",
    "ZeroPadding2D": "zero padding|zero pad|zeropad|zero padding 2d|zero pad 2d|zeropad 2d|padding 2d|pad 2d",
}

OPTIMIZERS = {
    "SGD": "sgd|gradient descent|stochastic gradient descent|gd|vanilla sgd|vanilla|batch gradient descent|mini batch gradient descent|"
    "stochastic gd|mini batch gd|minibatch gradient descent|params|parameters|weights|params gd|parameters gd|parameters with gd|"
    "parameters with|with gd",
    "momentum": "momentum|sgd momentum|momentum sgd|sgd with momentum|gradient descent with momentum|gradient descent momentum|"
    "parameters with momentum|heavy ball|sgdm|momentum gd|with momentum",
    "nesterov": "nesterov|nag|nesterov momentum|nesterov accelerated gradient|sgd nesterov|nesterovs accelerated gradient|nesterov sgd|"
    "nesterov accelerated|parameters with nesterov",
    "Adagrad": "adagrad|ada grad|adaptive gradient",
    "Adadelta": "adadelta|ada delta",
    "RMSprop": "rmsprop|rms prop|root mean square propagation|rms|parameters with rmsprop",
    "Adam": "adam|parameters with adam|adaptive moment estimation|with adam",
    "AMSGrad": "amsgrad|ams grad|adam amsgrad|amsgrad adam|adam with amsgrad",
    "AdamW": "adamw",
    "Adamax": "adamax|ada max",
    "Nadam": "nadam",
    "Lion": "lion",
}

ROLES = {
    "forward": "forward fwd fw fprop feedforward forwardprop forwardpass forwards propagate propagation",
    "backward": "backward bwd bw bprop backprop backpropagation back backwards backpropagate",
    "derivative": "derivative deriv derivation derived prime grad gradient d df diff der dx jacobian slope delta dz p derivate "
    "differential gradients "
    "deriviative derivitive dash partial",
    "update": "update step apply optimize optimise optimizer optimiser opt train",
}

NOISE = (
    "activation activations act function functions func fn f layer layers my naive np numpy stable vectorized vectorised custom simple "
    "class unit alt alternative "
    "units op node block module calc calculate compute computing get apply the of in a an and for to loss losses cost error err "
    "criterion "
    "objective basic manual own base impl scratch from v activate non nonlinearity nonlinear neuron neurons elementwise batch safe nonlin "
    "fast test use "
    "using do run numerically stride strides "
    "cell value values net network total average new old py version one single array vector matrix output "
    "wrong bad broken buggy bug incorrect faulty mistake right correct fixed good"
)


def _phrases() -> Mapping[str, tuple[Reference, ...]]:
    found: dict[str, list[Reference]] = {}
    kinds = {"activation": ACTIVATIONS, "loss": LOSSES, "layer": LAYERS, "optimizer": OPTIMIZERS}
    every = [*kinds.items(), ("activation", languages.ACTIVATIONS), ("loss", languages.LOSSES)]
    for kind, parts in every:
        for name, phrases in parts.items():
            for phrase in phrases.split("|"):
                found.setdefault(phrase.replace(" ", ""), []).append((kind, name))
    for phrase in BINARY_FROM_LOGITS.split("|"):
        found[phrase.replace(" ", "")] = [("loss", "BinaryCrossentropy")]
    found["cost"].append(("loss", "MeanSquaredError"))  # the last that a cost may be: it is mostly a cross-entropy
    return MappingProxyType({phrase: tuple(dict.fromkeys(references)) for phrase, references in found.items()})


PHRASES = _phrases()
"""Joined phrase -> the parts it may stand for, the likeliest first."""

CORE_WORDS = frozenset(
    word
    for parts in (ACTIVATIONS, LOSSES, LAYERS, OPTIMIZERS, languages.ACTIVATIONS, languages.LOSSES)
    for phrases in parts.values()
    for phrase in phrases.split("|")
    for word in phrase.split()
) | frozenset(word for phrase in BINARY_FROM_LOGITS.split("|") for word in phrase.split())
ROLE_WORDS = MappingProxyType({word: role for roles in (ROLES, languages.ROLES) for role, words in roles.items() for word in words.split()})
NOISE_WORDS = frozenset((*NOISE.split(), *languages.NOISE.split()))
