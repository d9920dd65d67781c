"""Why some constants are seen worse than rounding lets expect: by kind, part and constant; `("", "", constant)` is for all parts."""

WHY: dict[tuple[str, str, str], str] = {}
