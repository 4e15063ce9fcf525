"""What the page of the standing is made from: checks by hand until a record replaces them; the released site."""

import pytest

from kapbook.evidence import load
from kapbook.evidence.tables import _load
from kapbook.evidence.works import read_library
from kapbook.registries.found import Found
from kapbook.registries.overview import BY_HAND, FREE, OPEN, UNKNOWN, stands, to_watch
from kapbook.registries.records import FOUND, Record, Records, Source
from kapbook.registries.released import ask_site
from tests.checks.record_cases import CORRECTION, put
from tests.registries.conftest import manners
from tests.registries.loopback import World, serving


def shown(mini):
    _load.cache_clear()
    return {s.key: s for s in stands(mini.root, load(mini.root), read_library(mini.root / "references.bib"))}


def test_checks_by_hand_stand_until_a_record_replaces_them(mini):
    before = shown(mini)
    assert set(before) == {"lee2020", "kim2021"}
    assert (before["lee2020"].by, before["lee2020"].day, before["lee2020"].free) == (BY_HAND, "2026-11-01", FREE)
    assert before["kim2021"].free == UNKNOWN
    put(mini, "kim2021", day="2026-11-20", notices=[CORRECTION], more={"licence": "https://x"}, cites=["Larkin 2011"])
    after = shown(mini)["kim2021"]
    assert (after.by, after.day, after.notice, after.free) == ("crossref", "2026-11-20", "corrected", OPEN)
    assert after.told == "correction 10.1000/n 2025-01-02" and after.cites == ("Larkin 2011",)


def test_a_notice_read_by_hand_is_kept_when_the_record_tells_of_none(mini):
    mini.cell("verifications", 1, "retraction", "corrected")
    put(mini, "kim2021")
    assert shown(mini)["kim2021"].notice == "corrected"


def test_trials_to_watch_are_those_without_a_reported_outcome(mini):
    _load.cache_clear()
    assert to_watch(mini.root, load(mini.root)) == []
    mini.cell("trials", 0, "primary_met", "not reported")
    _load.cache_clear()
    (trial,) = to_watch(mini.root, load(mini.root))
    assert (trial.trial, trial.day, trial.status) == ("NCT00000001", "2026-11-01", "")
    found = Found(type="registration", more={"status": "completed"})
    history = [{"day": "2026-11-20", "what": "status", "was": "recruiting", "now": "completed"}]
    source = Source("NCT00000001", FOUND, "2026-11-20", found=found)
    Records(mini.root).write(Record("NCT00000001", {"clinicaltrials.gov": source}, "verified", history))
    (trial,) = to_watch(mini.root, load(mini.root))
    assert (trial.day, trial.status) == ("2026-11-20", "completed")
    assert trial.changed == "2026-11-20: status 'recruiting' became 'completed'"


@pytest.mark.parametrize("lost", ["", "b.html"])
def test_each_promised_page_of_the_released_site_is_asked_once(lost):
    pages = {name: "<title>x</title>" for name in ("a.html", "b.html", "data.csv") if name != lost}
    with serving(World(pages=pages)) as world:
        site = ask_site(manners(), f"{world.base}/page/", ["a.html", "a.html#claim-x", "b.html", "data.csv"])
        assert site.asked == 3 and max(world.asked.values()) == 1
        assert site.faults == ([f"{lost}: status 404"] if lost else [])
        assert (lost or "all of them answer") in site.text()
