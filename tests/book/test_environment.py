"""The environment is made quietly and whole; what was interrupted is made anew. Installers are faked."""

import os
import subprocess
import sys

import pytest

UV = """#!/bin/sh
echo "uv $*" >> {log}
echo "Resolved 3 packages"; echo "warning: noise" >&2
case "$1" in venv) for last; do :; done; /bin/rm -rf "$last"; /bin/mkdir -p "$last/bin";; esac
{then}
"""


class Checkout:
    """A folder with a lock file and a fake uv."""

    def __init__(self, folder, root):
        self.folder, self.root, self.log = folder, root, folder / "log"
        (folder / "tools").mkdir()
        self.write("requirements.lock", "x==1")
        self.uv("")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def uv(self, then: str) -> None:
        path = self.folder / "tools/uv"
        path.write_text(UV.format(log=self.log, then=then))
        path.chmod(0o755)

    def make(self, **variables: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "kapbook.publish.environment", "--uv", "1.2", "env", "requirements.lock"]
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "PATH": str(self.folder / "tools")}
        return subprocess.run(
            command, cwd=self.folder, env={**environment, **variables}, capture_output=True, text=True
        )

    @property
    def ran(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.is_file() else []


@pytest.fixture
def checkout(tmp_path, root):
    return Checkout(tmp_path, root)


def test_the_installers_noise_is_not_shown(checkout):
    made = checkout.make()
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == "Setting up the environment in env (first time: about a minute)\n"
    assert [line.split()[1] for line in checkout.ran] == ["venv", "pip"]
    assert "--require-hashes" in checkout.ran[1] and (checkout.folder / "env/.ready").is_file()


def test_an_environment_that_is_ready_is_left_alone(checkout):
    checkout.make()
    again = checkout.make()
    assert (again.returncode, again.stdout, len(checkout.ran)) == (0, "", 2)


def test_a_failing_installer_is_told_and_its_half_environment_made_anew(checkout):
    checkout.uv("[ $1 = venv ] || { echo 'error: no such hash' >&2; exit 2; }")
    failed = checkout.make()
    assert failed.returncode == 1
    assert failed.stderr.startswith("The environment could not be made: the locked packages failed.\n")
    assert failed.stderr.endswith("error: no such hash\n")
    checkout.uv("")
    assert checkout.make().returncode == 0 and (checkout.folder / "env/.ready").is_file()


def test_a_killed_set_up_is_made_anew(checkout):
    checkout.uv("[ $1 = venv ] || kill -9 $PPID")
    assert checkout.make().returncode == -9
    assert not (checkout.folder / "env/.ready").exists()
    checkout.uv("")
    assert checkout.make().returncode == 0


def test_a_changed_lock_makes_it_anew(checkout):
    checkout.make()
    mark = checkout.folder / "env/.ready"
    os.utime(checkout.folder / "requirements.lock", (mark.stat().st_mtime + 9,) * 2)
    checkout.make()
    assert len(checkout.ran) == 4


def test_uv_is_brought_by_pip_where_there_is_none_and_a_half_brought_one_again(checkout, monkeypatch):
    from kapbook.publish import environment

    monkeypatch.chdir(checkout.folder)
    monkeypatch.setenv("PATH", "")
    ran = []

    def run(command, what):
        ran.append(" ".join(command[1:]))
        if command[1:3] == ["-m", "pip"]:
            environment.TOOLS.joinpath("bin").mkdir(parents=True)
            environment.TOOLS.joinpath("bin/uv").touch()

    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment.apt, "quietly", lambda command: ran.append(" ".join(command[1:])) or (0, ""))
    (checkout.folder / ".tools/bin").mkdir(parents=True)
    (checkout.folder / ".tools/bin/uv").write_text("cut o")
    assert environment.uv("1.2", print) == ".tools/bin/uv"
    assert ran == ["-m venv .tools", "-m pip install --quiet --disable-pip-version-check uv==1.2"]
    assert environment.uv("1.2", print) == ".tools/bin/uv" and len(ran) == 2


def test_a_home_that_cannot_be_written_is_not_used(checkout):
    checkout.uv(f'echo "cache $UV_CACHE_DIR" >> {checkout.log}')
    assert checkout.make(HOME="/proc/nobody").returncode == 0
    assert "cache .tools/cache" in checkout.ran


def test_where_python_lacks_its_module_for_environments_apt_brings_it(checkout, monkeypatch):
    from kapbook.publish import environment

    monkeypatch.chdir(checkout.folder)
    monkeypatch.setenv("PATH", "")
    done, said = [], []
    monkeypatch.setattr(environment.apt, "quietly", lambda command: (1, "ensurepip is not available"))
    monkeypatch.setattr(environment.apt, "install", lambda package, say: done.append(package) or "")
    monkeypatch.setattr(environment, "run", lambda command, what: done.append(" ".join(command[1:4])))
    environment.TOOLS.mkdir()
    with pytest.raises(FileNotFoundError):  # the faked installers leave no folder
        environment.uv("1.2", said.append)
    assert done == ["python3-venv", "-m venv .tools", "-m pip install"]
