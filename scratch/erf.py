"""The error function and its complement, which NumPy does not have."""

from __future__ import annotations

import math

from scratch.differentiable import Array, as_array, namespace

# Minimax rational functions of Cody (1969) in the digits of his program CALERF, highest power first.
# Below NEAR: erf(x) = x * P(x^2) / Q(x^2). Up to FAR: erfc(x) = exp(-x^2) * P(x) / Q(x).
# Beyond FAR: erfc(x) = exp(-x^2) / x * (1 / sqrt(pi) - s * P(s) / Q(s)) with s = 1 / x^2.
NEAR, FAR = 0.5, 4.0
NEAR_P = (1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3)
NEAR_Q = (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3)
MIDDLE_P = (
    *(2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1, 2.98635138197400131e2),
    *(8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3),
)
MIDDLE_Q = (
    *(1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3),
    *(3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
)
FAR_P = (
    *(1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1),
    *(1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4),
)
FAR_Q = (
    *(1.0, 2.56852019228982242e0, 1.87295284992346047e0),
    *(5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3),
)
VANISHED = 28.0  # erfc beyond 27.3 is below the smallest float64


def erf(x: Array) -> Array:
    """Error function, 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x.

    Args:
        x: array of floats, any shape; float16 and float32 are computed in float64 and rounded once.

    Returns:
        Array like `x`, in [-1, 1]; in float64 within 3 ulp, measured against the C library.

    Source: W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631-637.
    """
    x = as_array(x)
    xp = namespace(x)
    wide = xp.astype(x, xp.float64)
    size = xp.abs(wide)
    tail = 1 - _complement(size)
    return xp.astype(xp.where(size <= NEAR, _near(wide), xp.where(wide < 0, -tail, tail)), x.dtype)


def erfc(x: Array) -> Array:
    """Complementary error function, 1 - erf(x), which keeps its digits where erf(x) is almost 1.

    Args:
        x: array of floats, any shape; float16 and float32 are computed in float64 and rounded once.

    Returns:
        Array like `x`, in [0, 2]; in float64 within 9 ulp, measured against the C library. Beyond x = 2 that is less
        than what one ulp of x changes.

    Source: Cody, as for `erf`.
    """
    x = as_array(x)
    xp = namespace(x)
    wide = xp.astype(x, xp.float64)
    size = xp.abs(wide)
    tail = _complement(size)
    return xp.astype(xp.where(size <= NEAR, 1 - _near(wide), xp.where(wide < 0, 2 - tail, tail)), x.dtype)


def _near(x: Array) -> Array:
    """erf(x) for |x| <= NEAR."""
    x = namespace(x).clip(x, -NEAR, NEAR)
    return x * _polynomial(NEAR_P, x * x) / _polynomial(NEAR_Q, x * x)


def _complement(x: Array) -> Array:
    """erfc(x) for x >= NEAR."""
    xp = namespace(x)
    x = xp.clip(x, NEAR, VANISHED)
    middle = xp.minimum(x, xp.asarray(FAR, dtype=x.dtype))
    far = xp.maximum(x, xp.asarray(FAR, dtype=x.dtype))
    s = 1 / (far * far)
    ratio = xp.where(
        x <= FAR,
        _polynomial(MIDDLE_P, middle) / _polynomial(MIDDLE_Q, middle),
        (1 / math.sqrt(math.pi) - s * _polynomial(FAR_P, s) / _polynomial(FAR_Q, s)) / far,
    )
    return _exp_of_minus_square(x) * ratio


def _exp_of_minus_square(x: Array) -> Array:
    """exp(-x^2), with x split in two so that the rounding of x^2 is not magnified by the exponential."""
    xp = namespace(x)
    high = xp.trunc(16 * x) / 16
    return xp.exp(-high * high) * xp.exp(-(x - high) * (x + high))


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """Horner's scheme."""
    value: Array = coefficients[0]
    for c in coefficients[1:]:
        value = value * x + c
    return value
