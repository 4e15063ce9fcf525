"""One command at a time writes; a second one waits and says for whom; what is stopped leaves no process behind."""

import os
import select
import signal
import subprocess
import sys

import nbformat
import pytest

from kapbook.publish import lock
from kapbook.publish.lock import LockError, writing

HOLD = """
import sys
from pathlib import Path
from kapbook.publish.lock import writing
from kapbook.publish.process import run
sys.argv = ["kapbook", "build"]
with writing(Path(sys.orig_argv[-2]), lambda line: print(line, flush=True)):
    print("held", flush=True)
    {work}
"""
WAIT = "sys.stdin.readline()"
CHILD = "run([sys.executable, '-c', 'import sys; open(sys.argv[1]).read()', sys.orig_argv[-1]], Path('.'))"


def hear_interrupts() -> None:
    """What a new process does first: in a shell's background job interrupts are ignored, also by its heirs."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Holder:
    """Another process that holds the lock of a folder and does some work."""

    def __init__(self, root, folder, work: str, fifo=""):
        environment = {**os.environ, "PYTHONPATH": str(root / "src")}
        command = [sys.executable, "-c", HOLD.format(work=work), str(folder), str(fifo)]
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = subprocess.Popen(command, env=environment, preexec_fn=hear_interrupts, **pipes)
        self.first = self.process.stdout.readline()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.kill()
        self.process.communicate()


def test_a_second_command_is_told_who_is_at_work(root, tmp_path):
    with Holder(root, tmp_path, WAIT) as holder:
        who = rf"'kapbook build' \(process {holder.process.pid}, since \d\d:\d\d:\d\d\)"
        told = pytest.raises(LockError, match=f"{who} is at work in this folder; run this again when it has ended")
        with told, writing(tmp_path, print, patience=0):
            pass


def test_a_second_command_waits_says_for_whom_and_goes_on(root, tmp_path):
    said = []
    with Holder(root, tmp_path, WAIT) as holder:

        def say(line):
            said.append(line)
            holder.process.stdin.write("\n")  # only now may the first one end
            holder.process.stdin.flush()

        with writing(tmp_path, say):
            pass
    (line,) = said
    assert line.startswith(f"Waiting for 'kapbook build' (process {holder.process.pid}, since ")
    assert line.endswith("; at most 15 minutes, Ctrl-C ends the waiting")


def test_the_environment_says_how_long_to_wait(root, tmp_path, monkeypatch):
    monkeypatch.setenv("KAPBOOK_WAIT", "0")
    with Holder(root, tmp_path, WAIT), pytest.raises(LockError, match="is at work"), writing(tmp_path, print):
        pass
    monkeypatch.setenv("KAPBOOK_WAIT", "soon")
    with pytest.raises(LockError, match="KAPBOOK_WAIT is 'soon'; give a number of seconds"), writing(tmp_path, print):
        pass


def test_a_lock_that_a_killed_process_left_holds_nobody_up(root, tmp_path):
    with Holder(root, tmp_path, WAIT) as holder:
        holder.process.kill()
        holder.process.wait()
        assert "kapbook build" in (tmp_path / "_build/.lock").read_text()
        with writing(tmp_path, print, patience=0):
            assert str(os.getpid()) in (tmp_path / "_build/.lock").read_text()


def test_a_process_that_holds_the_lock_does_not_wait_for_itself(tmp_path):
    with writing(tmp_path, print, patience=0):
        with writing(tmp_path, print, patience=0):
            assert len(lock.handles()) == 1
        assert len(lock.handles()) == 1
    assert lock.handles() == ()


def test_a_lock_file_that_was_removed_meanwhile_is_made_anew(root, tmp_path):
    with Holder(root, tmp_path, WAIT):
        (tmp_path / "_build/.lock").unlink()  # 'make clean'
        with writing(tmp_path, print, patience=0):
            assert (tmp_path / "_build/.lock").is_file()


def test_on_a_disk_without_locks_that_is_said_and_the_work_done(tmp_path, monkeypatch):
    def refuse(handle, how):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    said = []
    with writing(tmp_path, said.append):
        pass
    assert said == ["This disk has no locks (Operation not supported): let only one command run at a time."]


@pytest.fixture
def fifo(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_a_stopped_command_had_started_ends_with_it(root, tmp_path, fifo, number):
    folder = tmp_path / "book"
    folder.mkdir()
    with Holder(root, folder, CHILD, fifo) as holder, fifo.open("w") as pipe:  # open once the child reads
        holder.process.send_signal(number)
        holder.process.wait()
        assert nobody_reads(pipe)
    with writing(folder, print):
        pass


WORKERS = """from kapbook.sphinxext.pool import share
    share(["a", "b"], lambda names: [open(sys.orig_argv[-1]).read() for _ in names], print, 2)"""


def test_the_builders_workers_end_with_it(root, tmp_path, fifo):
    with Holder(root, tmp_path, WORKERS, fifo) as holder, fifo.open("w") as pipe:  # open once a worker reads
        holder.process.kill()
        holder.process.wait()
        assert nobody_reads(pipe)


KERNEL = """
import sys
from pathlib import Path
from kapbook.cli import main

sys.argv = ["kapbook", "notebooks"]
main()
"""


def test_kernels_end_with_an_interrupted_command_and_the_notebook_stays(root, mini, fifo):
    read = nbformat.v4.new_code_cell(f"open({str(fifo)!r}).read()")
    mini.write_notebook(lambda notebook: notebook.update(cells=[read]))
    stored = mini.read("notebooks/question.ipynb")
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    streams = dict(preexec_fn=hear_interrupts, cwd=mini.root, env=environment, stderr=subprocess.PIPE, text=True)
    process = subprocess.Popen([sys.executable, "-c", KERNEL], **streams)
    with process, fifo.open("w") as pipe:  # open once the kernel reads
        process.send_signal(signal.SIGINT)
        assert process.communicate()[1] == "Stopped; nothing is half written.\n"
        assert nobody_reads(pipe)
    assert process.returncode == 130
    assert mini.read("notebooks/question.ipynb") == stored


COMMAND = """
import sys
from pathlib import Path
from kapbook.cli import main
from kapbook.publish import build
from kapbook.publish.process import started

sys.argv = ["kapbook", "build"]
build.sources = lambda root: []
build.builder = lambda root, *rest: started([sys.executable, "-c", "open(r'{fifo}').read()"], root)
main()
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_build_that_is_interrupted_ends_at_once_in_one_line(root, book, fifo, number, code):
    command = [sys.executable, "-c", COMMAND.format(fifo=fifo)]
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    streams = dict(preexec_fn=hear_interrupts, cwd=book.root, env=environment, stderr=subprocess.PIPE, text=True)
    process = subprocess.Popen(command, **streams)
    with process, fifo.open("w") as pipe:  # open once the child reads
        process.send_signal(number)
        assert process.communicate()[1] == "Stopped; nothing is half written.\n"
        assert nobody_reads(pipe)
    assert process.returncode == code
    assert (book.root / "_build/html/index.html").read_text() == "the last good book"


PAGES = """
from contextlib import contextmanager


@contextmanager
def pages(root, beside):
    with started([sys.executable, "-c", "open(r'{fifo}').read()"], root) as finish:
        finish()
    (beside / "_build/html/_downloads").mkdir(parents=True)
    (beside / "_build/html/index.html").write_text("the new book")
    yield lambda: beside / "_build/html"

build.check_site = lambda *rest: []
build.builder = pages
main()
"""


def test_two_builds_at_once_give_the_book_that_one_gives(root, book, fifo):
    """The first is held up inside its build until the second waits; then the second finds the book made."""
    before, _, _ = COMMAND.partition("build.builder")
    command = [sys.executable, "-c", (before + PAGES).format(fifo=fifo)]
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    streams = dict(stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=book.root, env=environment)
    with subprocess.Popen(command, **streams) as first:
        with fifo.open("w"):  # open once the first one reads
            second = subprocess.Popen(command, **streams)
            assert second.stdout.readline().startswith(f"Waiting for 'kapbook build' (process {first.pid}, since")
        said = first.communicate()[0], second.communicate()[0]
    assert (first.returncode, second.returncode) == (0, 0), said
    assert "Nothing has changed since the last build." in said[1]
    assert (book.root / "_build/html/index.html").read_text() == "the new book"


def nobody_reads(pipe) -> bool:
    """Whether the last reader of a pipe has gone, waited for; the time is only the bound of a failure."""
    poll = select.poll()
    poll.register(pipe.fileno(), 0)
    return any(event & select.POLLERR for _, event in poll.poll(60_000))
