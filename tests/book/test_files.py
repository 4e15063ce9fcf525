"""A stored file holds the old content or the new one; what the system refuses is told in a sentence."""

import errno
import os
import resource
import shutil
import signal

import nbformat
import pytest

from kapbook.files import REMEDIES, StorageError, refusal, write_bytes, write_text
from kapbook.publish import swap as swapping
from kapbook.publish.addresses import add_addresses
from kapbook.publish.notebooks import NotebookError, execute_all
from kapbook.publish.swap import exchange, heal, swap
from kapbook.publish.takeaway import fresh_editions, place_edition
from tests.mini import NAME


@pytest.fixture
def small_disk():
    """A disk on which no file grows beyond 4 KB: the system itself cuts the writing off."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_write_that_is_cut_off_leaves_the_old_file_and_no_rest(tmp_path, small_disk):
    path = tmp_path / "list.txt"
    path.write_text("old")
    with pytest.raises(StorageError, match=r"list\.txt: File too large"):
        write_text(path, "new" * 9999)
    assert path.read_text() == "old" and names(tmp_path) == ["list.txt"]


def test_a_write_keeps_the_mode_and_follows_a_link(tmp_path):
    path, link = tmp_path / "list.txt", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_bytes(link, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o640, True)


def test_a_disk_that_fills_during_the_notebooks_leaves_each_as_it_was(mini, monkeypatch):
    mini.write_notebook(lambda notebook: notebook.update(cells=[nbformat.v4.new_code_cell("print(1)")]))
    stored = (mini.root / "notebooks/question.ipynb").read_bytes()

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kapbook.files.os.fsync", full)
    with pytest.raises(StorageError, match=r"question\.ipynb: the disk is full \(\d+ MB free\); free some space"):
        execute_all(mini.root, lambda line: None)
    assert (mini.root / "notebooks/question.ipynb").read_bytes() == stored


@pytest.mark.parametrize("text", ["", "<<<<<<< HEAD\n{}\n", '{"cells": 3}'])
def test_a_damaged_notebook_is_not_executed_and_told(mini, text):
    mini.write("notebooks/question.ipynb", text)
    with pytest.raises(NotebookError, match=r"question\.ipynb:1: not a readable notebook \(.+\); (rest|choo)"):
        execute_all(mini.root, lambda line: None)


def test_a_full_disk_leaves_the_list_of_addresses(mini, monkeypatch):
    (mini.root / "addresses.txt").write_text("index.html\n")
    (mini.root / "_build/html").mkdir(parents=True)
    monkeypatch.setattr("kapbook.files.os.fsync", lambda handle: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(StorageError, match=r"addresses\.txt: the disk is full"):
        add_addresses(mini.root)
    assert (mini.root / "addresses.txt").read_text() == "index.html\n"


def test_an_edition_whose_placing_was_stopped_is_offered_to_nobody(mini, monkeypatch):
    """Its stamp would else be that of an older one."""
    target = mini.root / f"_build/{NAME}.epub"
    target.parent.mkdir(exist_ok=True)
    monkeypatch.setattr("kapbook.publish.takeaway.book_digest", lambda root: "old")
    (mini.root / "made").write_text("old")
    place_edition(mini.root / "made", target, "old")
    assert fresh_editions(mini.root) == [target]
    (mini.root / "made").write_text("new")
    monkeypatch.setattr("kapbook.publish.takeaway.stamp", lambda *rest: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        place_edition(mini.root / "made", target, "new")
    assert target.read_text() == "new" and fresh_editions(mini.root) == []


@pytest.mark.parametrize("number", REMEDIES)
def test_a_refusal_names_the_place_and_the_remedy(number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = refusal(OSError(number, os.strerror(number), str(tmp_path / "a/b.txt")))
    reason, remedy = REMEDIES[number]
    assert said.startswith(f"a/b.txt: {reason}") and said.endswith(f"; {remedy}") and "\n" not in said


def test_the_refusal_of_a_copy_of_many_files_names_the_first(tmp_path):
    error = shutil.Error([("a", "/b/c", "[Errno 28] No space left on device: '/b/c'"), ("d", "/e", "x")])
    assert refusal(error).startswith("/b/c: the disk is full")
    assert refusal(shutil.Error([("a", "/b/c", "odd")])) == "/b/c: odd; check the disk"


@pytest.fixture
def two(tmp_path):
    """A published folder and a new one."""
    for name, text in {"html": "old", "next/html": "new"}.items():
        (tmp_path / "_build" / name).mkdir(parents=True)
        (tmp_path / "_build" / name / "index.html").write_text(text)
    return tmp_path / "_build/next/html", tmp_path / "_build/html"


def test_names_are_exchanged_in_one_step_on_linux(two):
    new, target = two
    assert exchange(new, target)
    assert ((new / "index.html").read_text(), (target / "index.html").read_text()) == ("old", "new")


@pytest.mark.parametrize("way", ["exchange", "no such call", "no such call on this disk"])
def test_the_new_folder_stands_where_the_old_one_was(two, monkeypatch, way):
    new, target = two
    if way == "no such call":
        monkeypatch.setattr(swapping.ctypes, "CDLL", lambda *rest, **more: object())
    elif way != "exchange":
        monkeypatch.setattr(swapping, "EXCHANGE", 0x7FFF)  # unknown flags are answered with EINVAL
    swap(new, target)
    assert (target / "index.html").read_text() == "new"
    assert not new.exists() and not (target.parent / "html.old").exists() and target.is_dir()


def test_a_first_book_is_put_in_place(two):
    new, target = two
    shutil.rmtree(target)
    swap(new, target)
    assert (target / "index.html").read_text() == "new"


def test_a_swap_that_is_refused_leaves_the_old_folder(two, monkeypatch):
    new, target = two
    monkeypatch.setattr(swapping, "exchange", lambda one, other: False)
    rename = swapping.Path.rename

    def refuse(self, where):
        if self == new:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return rename(self, where)

    monkeypatch.setattr(swapping.Path, "rename", refuse)
    with pytest.raises(StorageError, match="html: permission denied; give yourself the right"):
        swap(new, target)
    assert (target / "index.html").read_text() == "old"


def test_a_start_takes_back_the_old_book_and_removes_what_is_half_made(two):
    target = two[1]
    root = target.parent.parent
    target.rename(target.with_name("html.old"))
    (root / "notebooks").mkdir()
    (root / "notebooks/.question.ipynb.new").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    (root / "_build/lite-work-x1").mkdir()
    heal(root)
    assert (target / "index.html").read_text() == "old"
    assert names(root / "_build") == ["html"] and names(root / "notebooks") == []
