"""Build the book with Jupyter Book's own set-up of Sphinx: `python -m kapbook.sphinxext SOURCES OUTPUT BUILDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jupyter_book.sphinx import build_sphinx


def main(sources: str, output: str, builder: str) -> int:
    """Build with all processors and without tolerance for warnings; 0 when there was none.

    Parameters
    ----------
    sources : folder of the checkout
    output : folder for what is built; what Sphinx keeps for itself stands beside it
    builder : name of a builder of Sphinx
    """
    result = build_sphinx(
        Path(sources),
        Path(output),
        noconfig=True,
        path_config=Path(sources, "_config.yml"),
        confoverrides={
            "external_toc_path": Path(sources, "_toc.yml").as_posix(),
            "latex_individualpages": False,
            "nitpicky": True,
        },
        builder=builder,
        warningiserror=True,
        keep_going=True,
        jobs=_processors(),
    )
    return 1 if isinstance(result, BaseException) else result


def _processors() -> int:
    """Number of processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # other systems than Linux
        return os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
