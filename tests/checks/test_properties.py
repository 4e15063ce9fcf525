"""Random damage never gives a traceback, and never passes where a rule claims to cover it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapbook.checks.ledger import SAME_WORDS, _sharing
from kapbook.evidence import EvidenceError, Row
from kapbook.evidence.printed import agrees, spellings
from kapbook.prose.documents import TextError
from tests.mini import Mini

FILES = (
    "references.bib",
    "evidence/outcomes.csv",
    "evidence/effects.csv",
    "evidence/claims.csv",
    "chapters/depression.md",
)
SAFE = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def shared(template, tmp_path_factory) -> Mini:
    return template.copy_to(tmp_path_factory.mktemp("mini") / "project")


@SAFE
@given(path=st.sampled_from(FILES), where=st.floats(0, 1), cut=st.integers(0, 40), put=st.text(max_size=8))
def test_random_damage_ends_in_findings_or_one_sentence(shared, path, where, cut, put):
    before = (shared.root / path).read_bytes()
    text = before.decode("utf-8")
    at = int(where * len(text))
    try:
        (shared.root / path).write_bytes((text[:at] + put + text[at + cut :]).encode("utf-8", "surrogatepass"))
        for finding in shared.check("C", "E", "N", "L"):
            assert finding.sentence()
    except (EvidenceError, TextError) as error:
        assert path in str(error)
        assert "\n" not in str(error)
    finally:
        (shared.root / path).write_bytes(before)


@SAFE
@given(events=st.integers(0, 50), wrong=st.decimals(0, 100, places=1))
def test_a_percentage_that_the_counts_do_not_give_never_passes(shared, events, wrong):
    before = (shared.root / "evidence/adverse_events.csv").read_bytes()
    right = abs(100 * events / 50 - float(wrong)) <= 0.05 + 1e-9
    try:
        shared.cell("adverse_events", 0, "events", str(events))
        shared.cell("adverse_events", 0, "value", str(wrong))
        assert bool(shared.check("E102")) is not right
    finally:
        (shared.root / "evidence/adverse_events.csv").write_bytes(before)


@SAFE
@given(value=st.decimals(-50, 50, places=1), low=st.decimals(-50, 50, places=1), high=st.decimals(-50, 50, places=1))
def test_an_interval_that_excludes_its_estimate_never_passes(shared, value, low, high):
    before = (shared.root / "evidence/effects.csv").read_bytes()
    try:
        for column, number in (("value", value), ("ci_low", low), ("ci_high", high)):
            shared.cell("effects", 1, column, str(number))
        found = {finding.code for finding in shared.check("E104", "E105")}
        if low > high:
            assert "E105" in found
        elif not low <= value <= high:
            assert "E104" in found
        else:
            assert not found
    finally:
        (shared.root / "evidence/effects.csv").write_bytes(before)


@given(number=st.decimals(-999, 9999, places=2), unit=st.sampled_from(["percent", "points", "mg/kg", "days", "USD"]))
def test_every_spelling_of_a_row_agrees_with_it_and_another_number_does_not(number, unit):
    row = Row("quantities", "evidence/quantities.csv", 2, {"id": "a-b", "value": str(number), "unit": unit})
    assert all(agrees(text, row, "value") for text in spellings(row, "value"))
    assert not agrees(f"{number + 1}", row, "value")


@given(st.lists(st.sets(st.sampled_from("abcdefghij"), min_size=1, max_size=8), max_size=25))
def test_every_pair_of_texts_with_most_words_in_common_is_compared(words):
    close = {
        (i, j)
        for i, some in enumerate(words)
        for j, other in enumerate(words[:i])
        if len(some & other) / len(some | other) > SAME_WORDS
    }
    assert close <= set(_sharing(words))
