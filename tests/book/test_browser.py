"""The browser is looked for in one order and brought where it is missing; programs are faked, nothing is fetched."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kapbook.cli import main
from kapbook.publish import apt, browser
from kapbook.publish.browser import BrowserError, bring, chromium, find

CHROME = "#!/bin/sh\necho 'Chromium 1.2'\n"


class Machine:
    """A machine whose programs are those in one folder."""

    def __init__(self, folder: Path):
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.log = folder / "log"
        self.said: list[str] = []
        self.program("env", '#!/bin/sh\nexec /usr/bin/env "$@"\n')
        self.program("python", self.logged("python", "exit 1"))

    def program(self, name: str, text: str) -> Path:
        path = self.bin / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def logged(self, name: str, then: str) -> str:
        return f'#!/bin/sh\necho {name} "$@" >> {self.log}\n{then}\n'

    def installs(self, name: str, noise: str = "Reading package lists...") -> str:
        """Body of an installer that puts a browser of that name into the folder."""
        text = CHROME.replace("\n", "\\n").replace("'", '"')
        path = self.bin / name
        install = f"printf '{text}' > {path}; /bin/chmod 755 {path}"
        return f'echo "{noise}"\ncase "$*" in *install*) {install};; esac'

    def bring(self) -> browser.Browser:
        return bring(self.said.append)

    @property
    def ran(self) -> str:
        return self.log.read_text() if self.log.is_file() else ""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    machine = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(machine.bin))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "PYTHON", str(machine.bin / "python"))
    monkeypatch.setattr(apt.os, "geteuid", lambda: 0)
    browser._find.cache_clear()
    yield machine
    browser._find.cache_clear()


def test_the_variable_comes_first(machine, monkeypatch):
    machine.program("chromium", CHROME)
    named = machine.program("other", CHROME)
    monkeypatch.setenv("CHROMIUM", str(named))
    assert machine.bring().sentence() == f"Browser: Chromium 1.2 at {named} (named by CHROMIUM)"
    assert chromium() == str(named) and machine.said == []


@pytest.mark.parametrize(
    ("text", "words"), [(None, "which is no file"), ("#!/bin/sh\nexit 1\n", "which does not start")]
)
def test_a_variable_that_names_no_browser_is_told_and_nothing_is_installed(machine, monkeypatch, text, words):
    machine.program("apt-get", machine.logged("apt-get", "exit 0"))
    path = machine.program("broken", text) if text else machine.bin / "nowhere"
    monkeypatch.setenv("CHROMIUM", str(path))
    with pytest.raises(BrowserError, match=f"CHROMIUM names '{path}', {words}; set it to the path"):
        machine.bring()
    assert machine.ran == ""


def test_one_on_the_path_is_taken_and_one_that_does_not_start_is_passed_over(machine):
    machine.program("chromium-browser", "#!/bin/sh\necho 'requires the snap to be installed'; exit 1\n")
    google = machine.program("google-chrome", CHROME)
    assert machine.bring() == browser.Browser(str(google), "on the path", "Chromium 1.2")
    assert machine.said == []


def test_playwrights_own_is_taken_when_it_was_fetched_before(machine):
    own = machine.program("chrome", CHROME)
    machine.program("python", f"#!/bin/sh\necho {own}\n")
    assert find() == browser.Browser(str(own), "Playwright's own", "Chromium 1.2")


def test_root_installs_debians_package_without_noise(machine, capfd):
    machine.program("apt-get", machine.logged("apt-get", machine.installs("chromium")))
    found = machine.bring()
    assert found.sentence() == (
        f"Browser: Chromium 1.2 at {machine.bin / 'chromium'} (Debian's package, installed now)"
    )
    assert machine.said == ["Installing Debian's chromium by apt-get (a minute or two)"]
    assert "-m playwright" not in machine.ran and capfd.readouterr() == ("", "")


def test_a_sudo_without_a_password_is_used(machine, monkeypatch):
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    machine.program("sudo", machine.logged("sudo", 'shift\n[ "$1" = true ] || exec "$@"'))
    machine.program("apt-get", machine.installs("chromium").join(["#!/bin/sh\n", "\n"]))
    assert machine.bring().source == "Debian's package, installed now"
    assert "\nsudo -n true\nsudo -n env DEBIAN_FRONTEND=noninteractive apt-get" in machine.ran


@pytest.mark.parametrize("sudo", [None, "#!/bin/sh\necho 'a password is required'; exit 1\n"])
def test_without_root_playwright_brings_its_own(machine, monkeypatch, sudo):
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    machine.program("apt-get", machine.logged("apt-get", "exit 0"))
    if sudo:
        machine.program("sudo", sudo)
    own = machine.bin / "chrome"
    machine.program("python", machine.logged("python", f"{machine.installs('chrome', str(own))}"))
    found = machine.bring()
    assert found == browser.Browser(str(own), "Playwright's own, installed now", "Chromium 1.2")
    assert "apt-get" not in machine.ran and "install --no-shell chromium" in machine.ran


def test_a_failing_apt_leads_on_to_playwright_with_its_libraries(machine):
    machine.program("apt-get", machine.logged("apt-get", "echo 'E: Unable to locate package chromium'; exit 100"))
    machine.program("python", machine.logged("python", machine.installs("chrome", str(machine.bin / "chrome"))))
    assert machine.bring().source == "Playwright's own, installed now"
    assert "playwright install --with-deps --no-shell chromium" in machine.ran


def test_when_none_can_be_had_one_sentence_says_what_was_tried(machine, monkeypatch):
    machine.program("apt-get", "#!/bin/sh\necho 'noise'; echo 'E: Unable to locate package chromium'; exit 100\n")
    machine.program("python", "#!/bin/sh\necho 'Downloading'; echo 'Error: getaddrinfo ENOTFOUND'; exit 1\n")
    monkeypatch.setattr("kapbook.publish.browser.bring", lambda say: bring(lambda line: None))
    result = CliRunner().invoke(main, ["browser"])
    assert result.exit_code == 1
    assert result.output == (
        "no browser for the tests (Debian's package: E: Unable to locate package chromium; "
        "Playwright's own: Error: getaddrinfo ENOTFOUND); install Chromium or set CHROMIUM to its path\n"
    )


def test_a_browser_that_was_installed_but_does_not_start_is_told(machine):
    broken = machine.bin / "chrome"
    machine.program(
        "python", machine.installs("chrome", str(broken)).join(["#!/bin/sh\n", f"\necho 'exit 1' > {broken}"])
    )
    with pytest.raises(BrowserError, match="apt-get is not here; Playwright's own: installed, but it does not start"):
        machine.bring()


def test_the_tests_run_only_after_the_browser_was_had(root):
    """`make test` asks for the browser first: its recipe is that of a prerequisite."""
    rules = [line for line in (root / "Makefile").read_text().splitlines() if line.startswith("test:")]
    assert rules and rules[0].split("##")[0].split() == ["test:", "browser"]
