"""Fixtures of all tests: the project's root, a small clean project to damage, and no network."""

import socket
from pathlib import Path

import pytest

from kapbook.publish.machine import keep_settings_apart
from tests.mini import Mini
from tests.schedule import ByGroup, turn

ROOT = Path(__file__).resolve().parent.parent
keep_settings_apart(ROOT)  # also of the kernels in which the notebooks are compared
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest groups first."""
    items.sort(key=lambda item: turn(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> ByGroup | None:
    """Workers take groups in the order of collection."""
    if config.getvalue("dist") != "loadscope":
        return None
    config.option.loadscopereorder = False
    return ByGroup(config, log)


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Mini:
    """A small project, written and checked once; tests harm copies of it."""
    made = Mini.write_new(tmp_path_factory.mktemp("mini") / "template", ROOT)
    made.check()  # leaves the proof that its tables are valid
    return made


@pytest.fixture
def mini(template: Mini, tmp_path: Path) -> Mini:
    """A small project without a fault, a test's own."""
    return template.copy_to(tmp_path / "project")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches another machine fails."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
