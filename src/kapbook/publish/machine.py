"""Keep the machine away from notebooks: a home that cannot be written, or that holds someone's own settings."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

FOLDERS = {
    "MPLCONFIGDIR": "matplotlib",  # else Matplotlib warns into outputs where the home cannot be written
    "IPYTHONDIR": "ipython",
    "JUPYTER_RUNTIME_DIR": "jupyter",
}
"""Variables that say where Matplotlib, IPython and Jupyter keep settings, and the folder of each in ``_build``."""
UNSET = ("MATPLOTLIBRC", "MPLBACKEND")
"""Variables that would change a chart."""


def keep_settings_apart(root: Path) -> None:
    """Have this process, and the kernels that it starts, neither read nor write settings of the home folder.

    The folder is in ``_build``, so that lists of fonts are made once; where that cannot be written, it is temporary.
    """
    for variable in UNSET:
        os.environ.pop(variable, None)
    base = root / "_build" / "settings"
    with suppress(OSError):
        base.mkdir(parents=True, exist_ok=True)
    if not os.access(base, os.W_OK):
        base = Path(tempfile.mkdtemp(prefix="kapbook-settings-"))
    for variable, name in FOLDERS.items():
        (base / name).mkdir(exist_ok=True)
        os.environ[variable] = str(base / name)
