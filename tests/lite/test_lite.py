"""What `make lite` says when the Pyodide archive is missing, wrong or not whole; nothing is fetched."""

import importlib.util
import json
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def lite(root):
    spec = importlib.util.spec_from_file_location("lite_build", root / "lite" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def archive(tmp_path, lite):
    """A folder shaped like the full archive, with empty files."""
    for name in lite.CORE:
        (tmp_path / name).touch()
    packages = {}
    for name in [*lite.KERNEL_NEEDS, *lite.BOOK_NEEDS, "prompt-toolkit"]:
        packages[name] = {"name": name, "file_name": f"{name}-1-py3-none-any.whl", "depends": [], "imports": [name]}
        (tmp_path / packages[name]["file_name"]).touch()
    packages["ipython"]["depends"] = ["prompt_toolkit"]
    write(tmp_path, {"info": {"python": "3.14.2"}, "packages": packages})
    return tmp_path


def write(folder, lock):
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def read(folder):
    return json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))


def refusal(lite, given):
    with pytest.raises(lite.LiteError) as caught:
        lite.require_pyodide(str(given))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_whole_archive_is_taken(lite, archive):
    assert lite.require_pyodide(str(archive)) == archive


@pytest.mark.parametrize("given", ["", "  "])
def test_without_an_archive_the_command_is_shown(lite, given):
    assert "make lite PYODIDE=/path/to/pyodide" in refusal(lite, given)


def test_an_address_is_refused(lite):
    assert "download and unpack" in refusal(lite, "https://example.org/pyodide/full/")


def test_another_folder_is_not_a_pyodide_folder(lite, archive):
    assert "is not a Pyodide folder, it has no pyodide.mjs" in refusal(lite, archive / "nowhere")
    (archive / "pyodide.asm.wasm").unlink()
    assert "it has no pyodide.asm.wasm" in refusal(lite, archive)


def test_the_core_alone_is_refused(lite, archive):
    (archive / "pandas-1-py3-none-any.whl").unlink()
    assert "has no pandas: give the full archive" in refusal(lite, archive)


def test_a_package_on_which_another_depends_is_asked_for(lite, archive):
    (archive / "prompt-toolkit-1-py3-none-any.whl").unlink()
    assert "has no prompt-toolkit" in refusal(lite, archive)


def test_another_python_is_refused(lite, archive):
    write(archive, {**read(archive), "info": {"python": "3.13.2"}})
    assert "holds Python 3.13.2: give the full archive of Pyodide" in refusal(lite, archive)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"info": {}, "packages": {}}'])
def test_a_damaged_list_is_refused(lite, archive, text):
    (archive / "pyodide-lock.json").write_text(text, encoding="utf-8")
    assert "cannot be read: unpack the archive again" in refusal(lite, archive)


def test_only_what_is_needed_is_copied(lite, archive, tmp_path):
    lock = read(archive)
    lock["packages"]["unused"] = {"name": "unused", "file_name": "unused-1.whl", "depends": []}
    write(archive, lock)
    (archive / "unused-1.whl").touch()
    copied = lite.copy_needed(archive, lite.KERNEL_NEEDS, archive / "copy")
    assert sorted(copied["packages"]) == ["ipython", "jedi", "micropip", "prompt-toolkit"]
    assert not (archive / "copy" / "unused-1.whl").exists()


def test_a_wheel_is_added_only_where_the_archive_has_none(lite, archive):
    wheel = archive / "ipython-2-py3-none-any.whl"
    wheel.touch()
    lock = read(archive)
    lite.add_wheel(archive, lock, wheel, [])
    assert lock["packages"]["ipython"]["file_name"] == "ipython-1-py3-none-any.whl"
    target = archive / "other"
    target.mkdir()
    lite.add_wheel(target, lock, wheel, [])
    assert lock["packages"]["ipython"]["version"] == "2"
    assert lock["packages"]["ipython"]["depends"] == ["prompt_toolkit", "ipython-pygments-lexers"]


@pytest.mark.parametrize("address", ["", "https://example.org/pyodide.mjs"])
def test_a_site_with_a_foreign_pyodide_is_not_published(lite, tmp_path, address):
    kernel = {"pyodideUrl": address, "disablePyPIFallback": True}
    settings = {"jupyter-config-data": {"litePluginSettings": {lite.KERNEL_PLUGIN: kernel}}}
    (tmp_path / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(lite.LiteError, match="another host"):
        lite.require_own_pyodide(tmp_path)


def test_the_command_answers_without_a_traceback(root):
    command = [sys.executable, str(root / "lite" / "build.py"), "check"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.startswith("PYODIDE is not set")
    assert len(result.stderr.splitlines()) == 1


def test_no_registry_host_is_written_into_the_locks(root):
    for path in (root / "lite").iterdir():
        if path.suffix in {".in", ".lock"}:
            assert "http" not in path.read_text(encoding="utf-8"), path.name
