"""What the arguments of layers may be, and one clear line about those that are not."""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Mapping, Sequence

FLOAT_TYPES = ("float16", "float32", "float64")
DATA_FORMATS = ("channels_last", "channels_first")

# Parts of the names of arguments that Keras's layers have and these do not, with the feature they belong to.
ABSENT = {
    "regularizer": "regularizers",
    "constraint": "constraints",
    "lora": "LoRA",
    "quantization": "quantization",
    "renorm": "batch renormalization",
    "synchronized": "training on several devices",
}


@functools.cache
def argument_names(cls: type, base: type) -> tuple[str, ...]:
    """Names that the constructor of `cls` takes, without those of `base`.

    These are the parameters of the constructor itself, and the keyword-only ones of the classes between it and `base`,
    which it passes on.
    """
    names: list[str] = []
    for each in cls.__mro__[: cls.__mro__.index(base)]:
        if "__init__" in vars(each):
            parameters = list(inspect.signature(vars(each)["__init__"]).parameters.values())[1:]
            allowed = (
                (inspect.Parameter.KEYWORD_ONLY,) if names else (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
            )
            names += [p.name for p in parameters if p.kind in allowed and p.name not in names]
    return tuple(names)


def check_arguments(cls: type, base: type, unknown: Mapping[str, object], activation: object, trainable: object) -> None:
    """Raise about the first argument that layers of class `cls` do not have.

    Raises:
        ValueError: that argument, or `trainable` that is neither True nor False.
    """
    own = argument_names(cls, base)
    known = [name for name in (*own, "name", "dtype", "trainable", "input_shape", "input_dim") if not _absent_feature(name)]
    if activation is not None and "activation" not in own:
        unknown = {"activation": activation, **unknown}
    for name, value in unknown.items():
        _refuse(cls.__name__, name, value, known)
    if not isinstance(trainable, bool):
        raise ValueError(f"{cls.__name__}: expected trainable as True or False, got {trainable!r}.")


def _refuse(who: str, name: str, value: object, known: Sequence[str]) -> None:
    feature = _absent_feature(name)
    if feature is None:
        near = difflib.get_close_matches(name, known)
        hint = f"did you mean {near[0]!r}?" if near else "leave it out."
        raise ValueError(f"{who}: expected arguments among {', '.join(known)}, got {name!r}; {hint}")
    if value is not None and value is not False:  # switched off is as good as left out
        there_are = f"There are {', '.join(known)}."
        raise ValueError(f"{who}: expected no {name} (not implemented here: {feature}), got {value!r}; leave it out. {there_are}")


def _absent_feature(name: str) -> str | None:
    return next((feature for part, feature in ABSENT.items() if part in name), None)


def dtype_name(who: str, dtype: object) -> str:
    """`'float32'` for `'float32'`, `numpy.float32` and `numpy.dtype('float32')`.

    Raises:
        ValueError: not one of the three floating types.
    """
    name = str(getattr(dtype, "__name__", dtype))
    if name not in FLOAT_TYPES:
        raise ValueError(f"{who}: expected dtype as one of {', '.join(FLOAT_TYPES)}, got {dtype!r}.")
    return name


def data_format_name(who: str, data_format: str | None) -> str:
    """`data_format`, or `'channels_last'` for None.

    Raises:
        ValueError: neither of the two.
    """
    if data_format not in (None, *DATA_FORMATS):
        raise ValueError(f"{who}: expected data_format as one of {', '.join(DATA_FORMATS)}, got {data_format!r}.")
    return data_format or "channels_last"


def positive(who: str, name: str, value: int) -> int:
    """`value` as it is, if it is a whole number above 0.

    Raises:
        ValueError: it is not.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{who}: expected {name} as a positive whole number, got {value!r}.")
    return value


def tuple_of(who: str, name: str, value: int | Sequence[int], rank: int, least: int = 1) -> tuple[int, ...]:
    """`value`, or `rank` times the same value.

    Raises:
        ValueError: other than `rank` whole numbers of at least `least`.
    """
    given = (value,) * rank if isinstance(value, int) else tuple(value) if isinstance(value, (tuple, list)) else ()
    if len(given) != rank or not all(isinstance(n, int) and n >= least for n in given):
        raise ValueError(f"{who}: expected {name} as {rank} whole number(s) of at least {least}, or one for all, got {value!r}.")
    return given


def padding_name(who: str, padding: object, allowed: tuple[str, ...] = ("valid", "same")) -> str:
    """`padding` in lower case.

    Raises:
        ValueError: not one of `allowed`.
    """
    name = padding.lower() if isinstance(padding, str) else None
    if name not in allowed:
        raise ValueError(f"{who}: expected padding as one of {', '.join(allowed)}, got {padding!r}.")
    return name


def sides_of(who: str, name: str, value: int | Sequence[int | Sequence[int]]) -> tuple[tuple[int, int], tuple[int, int]]:
    """((top, bottom), (left, right)) from that, from (both, both), or from one number for all four.

    Raises:
        ValueError: none of these, or a number below 0.
    """
    sides = (value, value) if isinstance(value, int) else tuple(value)
    if len(sides) != 2:
        raise ValueError(f"{who}: expected {name} as ((top, bottom), (left, right)), got {value!r}.")
    (top, bottom), (left, right) = (tuple_of(who, name, side, 2, least=0) for side in sides)
    return (top, bottom), (left, right)
