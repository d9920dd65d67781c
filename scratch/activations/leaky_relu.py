"""Leaky rectified linear unit."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def leaky_relu(x: Array, negative_slope: float = 0.2) -> Array:
    """Leaky rectified linear unit, x above 0 and negative_slope * x below.

    Args:
        x: array of floats, any shape.
        negative_slope: slope below 0 (0.2 here, but 0.3 in the layer `LeakyReLU`). Keras rounds it to float32 also
            when x is float64; here it is exact.

    Derivative: `negative_slope` at 0.

    Source: `keras.activations.leaky_relu`.
    """
    return namespace(x).where(x > 0, x, negative_slope * x)


@leaky_relu.defvjp
def leaky_relu_vjp(dy: Array, x: Array, y: Array, negative_slope: float = 0.2) -> Array:
    """dx = dy above 0, negative_slope * dy elsewhere."""
    return namespace(x).where(x > 0, dy, negative_slope * dy)
