"""The book's content as stock Jupyter Book 1 would publish it: its theme, its extensions, its settings."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from kapbook.publish.build import BuildError

COPIED = ("chapters", "notebooks", "evidence", "index.md", "references.bib", "_toc.yml", "_static/favicon.svg")
KEPT = ("project", "language", "bibtex_", "nb_", "myst_", "suppress_warnings")
# Roles and directives without kapbook's touches on the finished page or its speed: those would flatter the stock theme.
ROLES = """from kapbook.sphinxext import answers, charts, claims, cover, evidence_pages, stat, takeaways

def setup(app):
    for module in (answers, stat, evidence_pages, claims, charts, cover, takeaways):
        module.register(app)
"""


def stock_tree(root: Path, folder: Path, execute: bool = False) -> Path:
    """The book's content with Jupyter Book's own theme, extensions and settings.

    Parameters
    ----------
    root : folder of the checkout
    folder : empty folder to copy into
    execute : execute the notebooks while building, as stock books do; else show their stored outputs

    Returns
    -------
    Folder of the sources.
    """
    tree = folder / "tree"
    (tree / "_static").mkdir(parents=True)
    for name in COPIED:
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copy(root / name, tree / name)
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    kept = {key: value for key, value in settings["sphinx"]["config"].items() if key.startswith(KEPT)}
    kept.pop("bibtex_tooltips", None)  # the stock book has them
    settings["sphinx"] = {
        "extra_extensions": ["sphinxcontrib.bibtex"],
        "local_extensions": {"content_roles": "."},
        "config": kept,
    }
    if execute:
        settings["execute"]["execute_notebooks"] = "force"
    (tree / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (tree / "content_roles.py").write_text(ROLES, encoding="utf-8")
    return tree


def stock_book(root: Path, folder: Path) -> Path:
    """Build the book's content as stock Jupyter Book would.

    Parameters
    ----------
    root : folder of the checkout
    folder : empty folder to copy into and to build in

    Returns
    -------
    Folder of the built pages.

    Raises
    ------
    BuildError : the builder failed.
    """
    tree = stock_tree(root, folder)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(tree), "--path-output", str(folder)]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        raise BuildError(f"the stock book was not built; its builder said:\n{result.stdout[-3000:]}")
    return folder / "_build" / "html"
