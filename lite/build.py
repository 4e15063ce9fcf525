"""Build the JupyterLite edition: notebooks that run in the reader's browser, with nothing from another host."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))  # this edition's own environment does not hold the package

from kapbook.files import StorageError  # noqa: E402
from kapbook.publish.lock import LockError, writing  # noqa: E402
from kapbook.publish.swap import swap  # noqa: E402

PYODIDE_VERSION = "314.0.6"  # what the locked release of jupyterlite-pyodide-kernel wants
PYTHON_VERSION = "3.14"
NPM_SHA256 = "d78ac549b28a2a58600cd06f44e017024151775f8c6b2d73fab1475400d38ea2"
CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"]
KERNEL_NEEDS = ["micropip", "ipython", "jedi"]
BOOK_NEEDS = ["numpy", "matplotlib", "pandas", "scipy", "statsmodels"]
EXTRA_DEPENDS = {"ipython": ["ipython-pygments-lexers"]}  # needed by the registry's wheel, not by Pyodide's own
KERNEL_PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {"litePluginSettings": {KERNEL_PLUGIN: {"disablePyPIFallback": True}}},
}


class LiteError(RuntimeError):
    """The edition was not built; the message is one sentence that says what to do."""


def require_pyodide(given: str) -> Path:
    """Folder of the full Pyodide archive; LiteError when none is given, or it is another version or not whole."""
    if not given.strip():
        raise LiteError("PYODIDE is not set: give the unpacked full archive, make lite PYODIDE=/path/to/pyodide")
    if "://" in given:
        raise LiteError(f"PYODIDE is an address ({given}): download and unpack the archive, then give its folder")
    folder = Path(given).expanduser().resolve()
    missing = [name for name in CORE if not (folder / name).is_file()]
    if missing:
        raise LiteError(f"{given} is not a Pyodide folder, it has no {missing[0]}: give the unpacked full archive")
    lock = read_lock(folder)
    python = lock["info"]["python"]
    if not python.startswith(f"{PYTHON_VERSION}."):
        raise LiteError(f"{given} holds Python {python}: give the full archive of Pyodide {PYODIDE_VERSION}")
    for name in closure(lock, [*KERNEL_NEEDS, *BOOK_NEEDS]):
        if name not in lock["packages"] or not (folder / lock["packages"][name]["file_name"]).is_file():
            raise LiteError(f"{given} has no {name}: give the full archive, not the core alone")
    return folder


def read_lock(folder: Path) -> dict:
    """Pyodide's list of packages (LiteError when it cannot be read)."""
    try:
        lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
        return {"info": {**lock["info"], "python": lock["info"]["python"]}, "packages": {**lock["packages"]}}
    except (ValueError, KeyError, TypeError):
        raise LiteError(f"{folder}/pyodide-lock.json cannot be read: unpack the archive again") from None


def closure(lock: dict, names: list[str]) -> list[str]:
    """The packages and all they depend on, by their normalised names."""
    found: list[str] = []
    queue = [normal(name) for name in names]
    while queue:
        name = queue.pop(0)
        if name not in found:
            found.append(name)
            queue += [normal(other) for other in lock["packages"].get(name, {}).get("depends", [])]
    return found


def normal(name: str) -> str:
    """A package's name as Pyodide's list spells its keys."""
    return name.lower().replace("_", "-").replace(".", "-")


def run(command: list[str], what: str, folder: Path = ROOT) -> None:
    """Run a command; when it fails, one sentence and the end of what it said."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    except FileNotFoundError:
        raise LiteError(f"{what} failed: the program '{command[0]}' is not installed") from None
    if result.returncode:
        said = "\n".join((result.stdout + result.stderr).strip().splitlines()[-8:])
        raise LiteError(f"{what} failed; it said:\n{said}")


def core_from_npm(folder: Path) -> Path:
    """Pyodide's core, without packages, from its npm package."""
    run(["npm", "pack", f"pyodide@{PYODIDE_VERSION}", "--pack-destination", str(folder)], "Fetching Pyodide's core")
    archive = folder / f"pyodide-{PYODIDE_VERSION}.tgz"
    if hashlib.sha256(archive.read_bytes()).hexdigest() != NPM_SHA256:
        raise LiteError(f"pyodide@{PYODIDE_VERSION} is not the locked package: correct NPM_SHA256 if it should be")
    shutil.unpack_archive(archive, folder)
    return folder / "package"


def wheels(folder: Path) -> list[Path]:
    """The kernel's pure wheels at their locked versions, and a wheel of kapbook."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--python-version", PYTHON_VERSION]
    lock = str(ROOT / "lite" / "pyodide.lock")
    run([*pip, "download", *locked, "--dest", str(folder), "-r", lock], "Fetching the kernel's wheels")
    own = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    run([*pip, "wheel", *own], "Making the wheel of kapbook")
    return sorted(folder.glob("*-none-any.whl"))


def add_wheel(pyodide: Path, lock: dict, wheel: Path, depends: list[str]) -> None:
    """Put a wheel into a Pyodide folder and its list; one that the folder already holds stays."""
    name, version = normal(wheel.name.split("-")[0]), wheel.name.split("-")[1]
    known = lock["packages"].get(name)
    if known and (pyodide / known["file_name"]).is_file():
        return
    shutil.copy(wheel, pyodide / wheel.name)
    lock["packages"][name] = {
        "depends": [*(known["depends"] if known else depends), *EXTRA_DEPENDS.get(name, [])],
        "imports": known["imports"] if known else [name.replace("-", "_")],
        "name": known["name"] if known else name,
        "version": version,
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def copy_needed(pyodide: Path, names: list[str], target: Path) -> dict:
    """Copy the core and the named packages with what they depend on; the list of those packages."""
    target.mkdir(parents=True)
    lock = read_lock(pyodide)
    lock["packages"] = {name: lock["packages"][name] for name in closure(lock, names)}
    files = [pyodide / package["file_name"] for package in lock["packages"].values()]
    for path in [*(pyodide / name for name in CORE), *(path for path in files if path.is_file())]:
        shutil.copy(path, target)
    return lock


def build(pyodide: Path, notebooks: list[Path], needs: list[str], name: str, work: Path) -> None:
    """Build one site from a Pyodide folder, notebooks and the evidence tables, then put it at ``_build/<name>``.

    The working folder is new each time: JupyterLite's memory of an earlier build would leave out its settings,
    and the page would then ask a foreign host for Pyodide.
    """
    static, content, site = work / "static" / "pyodide", work / "content", work / "site"
    lock = copy_needed(pyodide, [*KERNEL_NEEDS, *needs], static)
    (work / "wheels").mkdir()
    for wheel in wheels(work / "wheels"):
        add_wheel(static, lock, wheel, needs if wheel.name.startswith("kapbook-") else [])
    (static / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    (content / "notebooks").mkdir(parents=True)
    shutil.copytree(ROOT / "evidence", content / "evidence")
    for notebook in notebooks:
        shutil.copy(notebook, content / "notebooks")
    (work / "jupyter-lite.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    lite = [str(Path(sys.executable).with_name("jupyter")), "lite", "build", "--no-sourcemaps", "--apps", "lab"]
    lite += ["--lite-dir", str(work), "--contents", str(content), "--output-dir", str(site)]
    run(lite, "JupyterLite", work)
    require_own_pyodide(site)
    target = ROOT / "_build" / name
    swap(site, target)
    print(f"Built {target.relative_to(ROOT)}: open lab/index.html through a web server")


def require_own_pyodide(site: Path) -> None:
    """Refuse a site whose settings would load Pyodide from another host."""
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))
    kernel = settings["jupyter-config-data"]["litePluginSettings"][KERNEL_PLUGIN]
    if not kernel.get("pyodideUrl", "").startswith("./static/pyodide/") or not kernel.get("disablePyPIFallback"):
        raise LiteError("The built site would load Pyodide from another host: it was not published")


def main() -> None:
    """Check the archive, build the edition or the small proof of it, or print the version of Pyodide it wants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["check", "book", "smoke", "version"])
    parser.add_argument("--pyodide", default="", help="folder of the full Pyodide archive")
    options = parser.parse_args()
    if options.what == "version":
        print(PYODIDE_VERSION)
        return
    try:
        if options.what != "smoke":
            pyodide = require_pyodide(options.pyodide)
        if options.what == "check":
            return
        beside = ROOT / "_build"
        with writing(ROOT, print), tempfile.TemporaryDirectory(prefix="lite-work-", dir=beside) as folder:
            if options.what == "smoke":
                build(core_from_npm(Path(folder)), [ROOT / "lite/smoke.ipynb"], [], "lite-smoke", Path(folder))
            else:
                build(pyodide, sorted((ROOT / "notebooks").glob("*.ipynb")), BOOK_NEEDS, "lite", Path(folder))
    except (LiteError, LockError, StorageError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
