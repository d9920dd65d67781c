"""Write comparisons/data/breast_cancer_8.csv anew from the breast cancer data set that scikit-learn ships.

    python tools/make_breast_cancer_8.py [FILE]

The first eight of its thirty features, as scikit-learn has them, and the diagnosis; the rows in a random order that is
the same on every machine (the raw stream of PCG64, which NumPy promises never to change, NEP 19).
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

SEED = 8
FEATURES = 8


def csv_text() -> str:
    """The file: a line of names, then a line a patient, numbers in their shortest form."""
    from sklearn.datasets import load_breast_cancer

    source = load_breast_cancer()
    order = np.argsort(np.random.PCG64(SEED).random_raw(len(source.target)), kind="stable")
    names = [name.replace(" ", "_") for name in source.feature_names[:FEATURES]]
    lines = [",".join([*names, str(source.target_names[1])])]
    for row, label in zip(source.data[order, :FEATURES], source.target[order], strict=True):
        lines.append(",".join([*(repr(float(value)) for value in row), str(int(label))]))
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Write the file and print what belongs into `comparisons/data/breast_cancer.py` and the README beside it."""
    default = Path(__file__).resolve().parents[1] / "comparisons" / "data" / "breast_cancer_8.csv"
    target = Path(arguments[0]) if arguments else default
    data = csv_text().encode()
    target.write_bytes(data)
    print(f"{target.name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
