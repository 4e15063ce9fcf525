"""The client's manners: limits, waits, sizes, retries; and faults thrown at random, after which nothing is lost."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import stamina

from kapbook.registries.client import Answer, Client, Gate, Missing, Unreachable, seconds_of
from kapbook.registries.records import FOLDER, Records, from_json
from kapbook.registries.settings import Settings, SettingsError, read_settings
from tests.registries.conftest import ATTEMPTS, StillClock, manners, verify
from tests.registries.loopback import FAULTS, World, serving
from tests.registries.worlds import add_pages, build, claim, message


def ask(world: World, path: str, clock: StillClock | None = None, page: bool = False, **options):
    async def run():
        async with Client(manners(**options), (clock or StillClock()).clock()) as client:
            if page:
                return await client.page(f"{world.base}/{path}")
            return (await client.json(f"{world.base}/{path}"))[0]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("fault", "words", "times"),
    [
        ("500", "status 500", ATTEMPTS),
        ("503", "status 503", ATTEMPTS),
        ("429", "status 429", ATTEMPTS),
        ("slow", "no answer within 0.2 seconds", ATTEMPTS),
        ("truncated", "the connection failed", ATTEMPTS),
        ("cut", "the connection failed", ATTEMPTS),
        ("html", "no JSON but '<!DOCTYPE html>", ATTEMPTS),
        ("charset", "no JSON but", ATTEMPTS),
        ("empty", "no JSON but", ATTEMPTS),
        ("deep", "no JSON but", ATTEMPTS),
        ("redirect", "redirected in a circle", 6),
        ("huge", "larger than 0.2 MB", 1),
    ],
)
def test_each_fault_is_named_and_asked_again_only_where_that_can_help(fault, words, times):
    with serving(World(fault=lambda path, number: fault)) as world:
        seconds = 0.2 if fault == "slow" else 20.0
        with pytest.raises(Unreachable, match=words):
            ask(world, "crossref/works/10.1000/x", seconds=seconds)
        assert sum(world.asked.values()) == times


def test_a_passing_fault_is_got_over():
    def first_only(path: str, number: int) -> str:
        return "500" if number == 1 else ""

    with serving(World({"10.1000/x": message(claim("x"))}, fault=first_only)) as world:
        assert ask(world, "crossref/works/10.1000/x")["status"] == "ok"


def test_a_host_that_asks_to_wait_is_left_in_peace_so_long():
    def first_only(path: str, number: int) -> str:
        return "429" if number == 1 else ""

    clock = StillClock()
    with serving(World({"10.1000/x": message(claim("x"))}, fault=first_only, retry_after="17")) as world:
        ask(world, "crossref/works/10.1000/x", clock)
    assert any(16.9 < wait <= 17 for wait in clock.waits)


def test_a_host_that_asks_for_too_long_is_left_alone_for_the_run():
    with serving(World(fault=lambda path, number: "429", retry_after="86400")) as world:

        async def run():
            async with Client(manners(), StillClock().clock()) as client:
                for _ in range(3):
                    with pytest.raises(Unreachable, match="come back in 86400 seconds"):
                        await client.json(f"{world.base}/crossref/works/x")
                return client.closed_hosts()

        assert list(asyncio.run(run()).values()) == ["127.0.0.1 asks to come back in 86400 seconds"]
        assert sum(world.asked.values()) == 1


def test_a_missing_thing_is_told_apart_from_an_unreachable_one():
    with serving(World()) as world, pytest.raises(Missing):
        ask(world, "crossref/works/10.1000/none")


def test_no_address_without_https_is_asked():
    with pytest.raises(Unreachable, match="no https address"):
        ask(World(base="http://example.org"), "page")
    with pytest.raises(Unreachable, match="no https address"):
        ask(World(base="file:///etc"), "passwd")


def test_requests_are_spaced_and_the_hosts_limits_lower_ours():
    clock = StillClock()
    gate = Gate(4, 0.5, clock.clock())

    async def run():
        for _ in range(5):
            async with gate.passage():
                pass

    asyncio.run(run())
    assert clock.time == pytest.approx(2.0)
    gate.learn({"x-rate-limit-limit": "1", "x-rate-limit-interval": "1s", "x-concurrency-limit": "1"})
    assert gate.gap > 1 and gate.at_once == 1
    gate.learn({"x-rate-limit-limit": "500", "x-rate-limit-interval": "1s", "x-concurrency-limit": "90"})
    assert gate.gap > 1 and gate.at_once == 1
    gate.learn({"x-rate-limit-limit": "x", "x-rate-limit-interval": "1h", "x-concurrency-limit": "-1"})


def test_retry_after_as_number_as_date_and_as_nonsense():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90))
    assert seconds_of("12") == 12 and 80 < (seconds_of(later) or 0) <= 90
    assert seconds_of("soon") is None and seconds_of("") is None
    assert seconds_of("Wed, 01 Jan 2020 00:00:00") == 0


def test_a_page_is_read_by_its_charset_and_an_unknown_one_as_utf8():
    assert Answer("x", "é".encode("latin-1"), "latin-1").text() == "é"
    assert Answer("x", "é".encode(), "no-such-charset").text() == "é"


def test_a_contact_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.delenv("KAPBOOK_CONTACT", raising=False)
    with pytest.raises(SettingsError, match="ask for a contact"):
        _ = read_settings(tmp_path).agent
    monkeypatch.setenv("KAPBOOK_CONTACT", "keeper@example.org")
    assert read_settings(tmp_path).agent == "kapbook-verify/1 (mailto:keeper@example.org)"
    assert Settings(contact="https://example.org/book").agent == "kapbook-verify/1 (https://example.org/book)"
    with pytest.raises(SettingsError):
        _ = Settings(contact="a b").agent


@pytest.mark.parametrize("seed", range(50))
def test_faults_at_random_lose_nothing(seed, tmp_path):
    """A third of all requests meet a fault; the run is repeated until nothing remains; all end as without faults."""
    stamina.set_testing(True, attempts=2)
    rng = random.Random(seed)
    made, expected = build()

    def at_random(path: str, number: int) -> str:
        return rng.choice([f for f in FAULTS if f != "slow"]) if rng.random() < 0.33 else ""

    with serving(made) as world:
        add_pages(world, expected)
        chosen = dict(rng.sample(sorted(expected.items()), 12))
        chosen.pop("guarded", None)
        world.fault = at_random
        works = [of for of, _ in chosen.values()]
        kept: dict[str, set[str]] = {}
        for _ in range(40):
            report = verify(world, tmp_path, works, give_up_after=6)
            for key, names in kept.items():
                assert names <= set(answers(tmp_path, key)), "an answer was lost"
            kept = {key: set(answers(tmp_path, key)) for key in chosen}
            if not report.remaining:
                break
        assert not report.remaining
        records = Records(tmp_path)
        assert {key: records.read(key).state for key in chosen} == {key: state for key, (_, state) in chosen.items()}
        asked = {path: n for path, n in world.answered.items() if "query.bibliographic" not in path}
        assert max(asked.values()) == 1, asked


def answers(folder, key) -> list[str]:
    """Registries whose answer stands in the record on disk."""
    path = folder / FOLDER / f"{key}.json"
    if not path.is_file():
        return []
    record = from_json(path.read_text(encoding="utf-8"))
    return [name for name, source in record.sources.items() if source.status != "unreachable"]
