"""What the system refuses ends a command in one sentence with place and remedy, never in a traceback."""

import errno
import io
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kapbook.cli import main
from kapbook.evidence import tables

READ = {
    "a page": "chapters/depression.md",
    "a notebook": "notebooks/question.ipynb",
    "a table": "evidence/outcomes.csv",
    "the description of the tables": "evidence/datapackage.json",
    "the references": "references.bib",
}
BUILT = {"the contents": "_toc.yml", "the settings": "_config.yml", "the promised addresses": "addresses.txt"}
DENIED = "permission denied; give yourself the right to read and write there"
REASONS = {
    errno.EACCES: re.compile("[Pp]ermission denied"),
    errno.EIO: re.compile("disk reports a fault|Input/output error"),
}


@pytest.fixture
def refuse(monkeypatch):
    """Have the system refuse to open one file, as it would for another user or on a broken disk."""

    def deny(path: Path, number: int) -> None:
        opening = io.open

        def guarded(file, *rest, **more):
            if isinstance(file, str | os.PathLike) and Path(file).resolve() == path.resolve():
                raise OSError(number, os.strerror(number), str(file))
            return opening(file, *rest, **more)

        for name in ("io.open", "builtins.open"):
            monkeypatch.setattr(name, guarded)

    return deny


@pytest.mark.parametrize("number", REASONS)
@pytest.mark.parametrize("what", READ)
def test_a_file_that_cannot_be_read_ends_a_check_in_a_sentence(mini, monkeypatch, refuse, what, number):
    monkeypatch.chdir(mini.root)
    mini.append(READ[what], "\n")  # nothing is remembered of it
    tables._load.cache_clear()
    refuse(mini.root / READ[what], number)
    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, result.stdout) == (2, ""), result
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{READ[what]}: ") and REASONS[number].search(line) and "; " in line


@pytest.mark.parametrize("what", {**BUILT, **READ})
def test_a_file_that_cannot_be_read_ends_a_build_in_a_sentence(book, monkeypatch, refuse, what):
    path = {**BUILT, **READ}[what]
    monkeypatch.chdir(book.root)
    if what == "the promised addresses":
        book.write(path, "index.html\n")
    tables._load.cache_clear()
    refuse(book.root / path, errno.EACCES)
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 1
    assert result.stderr == f"{path}: {DENIED}\n"
    assert (book.root / "_build/html/index.html").read_text() == "the last good book"


@pytest.mark.parametrize("command", ["build", "epub", "notebooks", "generated", "addresses"])
def test_a_folder_that_cannot_be_written_ends_every_command_that_writes_in_a_sentence(book, monkeypatch, command):
    def deny(path, *rest):
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.chdir(book.root)
    monkeypatch.setattr("kapbook.publish.lock.os.open", deny)
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 1
    assert result.stderr == "_build: the disk is mounted for reading only; mount it for writing, or work on a copy\n"


def test_a_reader_that_leaves_early_is_no_fault(mini, monkeypatch):
    """`kapbook explain | head -1` closes the pipe."""

    def leave(*rest, **more):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.chdir(mini.root)
    monkeypatch.setattr("kapbook.cli.click.echo", leave)
    assert CliRunner().invoke(main, ["explain"]).exit_code == 1
