"""Fixtures of the verifier's tests: time that does not pass, retries without waiting, a served world."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import stamina

from kapbook.registries.client import Client
from kapbook.registries.manners import Clock, Manners
from kapbook.registries.records import Records
from kapbook.registries.report import Report
from kapbook.registries.settings import Settings
from kapbook.registries.verify import Verifier
from tests.registries.loopback import World, serving
from tests.registries.worlds import add_pages, build

ATTEMPTS = 3
TODAY = date(2026, 11, 28)
CONTACT = "keeper@example.org"


@dataclass
class StillClock:
    """A clock that moves only when somebody waits, and remembers the waits."""

    time: float = 0.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)
            self.time += max(0.0, seconds)
            await asyncio.sleep(0)

        return Clock(lambda: self.time, sleep)


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Retries follow each other at once."""
    stamina.set_testing(True, attempts=ATTEMPTS)
    yield
    stamina.set_testing(False)


def manners(**changes) -> Manners:
    usual = {"per_second": 1000.0, "at_once": 8, "attempts": ATTEMPTS, "seconds": 20.0, "largest": 200_000}
    return Manners("kapbook-verify/1 (mailto:keeper@example.org)", **{**usual, **changes})


def verify(
    world: World, folder: Path, subjects, today: date = TODAY, settings: Settings | None = None, **options
) -> Report:
    """One run over the subjects, with records in `folder`."""
    settings = settings or Settings(contact=CONTACT)
    notices = options.pop("notices", None)

    async def run() -> Report:
        clock = StillClock().clock()
        async with Client(manners(**options), clock) as client:
            said: list[str] = []
            verifier = Verifier(client, Records(folder), settings, said.append, world.bases, today, notices)
            return await verifier.run(subjects)

    return asyncio.run(run())


@pytest.fixture
def world() -> Iterator[tuple[World, dict]]:
    """A served world with one work of each kind, and the state in which each must end."""
    made, expected = build()
    with serving(made):
        add_pages(made, expected)
        yield made, expected
