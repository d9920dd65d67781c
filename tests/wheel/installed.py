"""What has to work from an installed wheel without Keras; run by `tox run -e wheel` in an environment that has nothing else."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path


def ran(*command: str, cwd: str) -> str:
    """What it prints; ends this script with what it complains about if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """Run everything, in an empty folder."""
    for name in ("keras", "tensorflow"):
        assert importlib.util.find_spec(name) is None, f"{name} is installed here: this shows nothing"
    import comparisons

    place = Path(comparisons.__file__).resolve()
    assert "site-packages" in place.parts, f"expected the wheel, got {place}"
    (point,) = importlib.metadata.entry_points(group="pytest11", name="parity")
    assert point.load().__name__ == "comparisons.pytest_plugin"
    script = str(Path(sys.executable).parent / "parity")
    with tempfile.TemporaryDirectory() as folder:
        assert "replay" in ran(script, "--help", cwd=folder)
        assert "keras.activations.sigmoid" in ran(script, "list", cwd=folder)
        assert "OK Match" in ran(script, "replay", cwd=folder)
        Path(folder, "net.py").write_text("import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n", encoding="utf-8")
        assert "1 of 1 part" in ran(script, "replay", "net.py", "--examples", "5", cwd=folder)
        assert "parity" in ran(sys.executable, "-m", "pytest", "--markers", cwd=folder)


if __name__ == "__main__":
    main()
