"""Rules on pages: each fault is found at its line and column, once; look-alikes pass."""

import pytest

from kapbook.checks.run import rules
from tests.checks.agreement_cases import AGREEMENT_FAULTS, AGREEMENT_INNOCENT
from tests.checks.page_cases import PAGE, PAGE_FAULTS, PAGE_INNOCENT

CASES = [*PAGE_FAULTS, *AGREEMENT_FAULTS]
INNOCENT = [*PAGE_INNOCENT, *AGREEMENT_INNOCENT]

FAMILIES = ("N", "P")


@pytest.mark.parametrize(
    ("code", "harm", "place"),
    [(code, harm, place) for code, _, harm, place in CASES],
    ids=[f"{code}-{what}" for code, what, _, _ in CASES],
)
def test_fault_of_a_page_is_found_at_its_place(mini, code, harm, place):
    harm(mini)
    found = mini.check(*FAMILIES)
    assert [(f.path, f.line, f.column) for f in found if f.code == code and f.path == PAGE] == [(PAGE, *place)]
    assert all(f.remedy for f in found)


@pytest.mark.parametrize(("what", "change"), INNOCENT, ids=[what for what, _ in INNOCENT])
def test_innocent_page_passes(mini, what, change):
    change(mini)
    assert [f.sentence() for f in mini.check(*FAMILIES)] == []


def test_every_rule_on_pages_has_several_shapes_of_fault():
    shapes = {}
    for code, what, _, _ in CASES:
        shapes.setdefault(code, set()).add(what)
    assert {rule.code for rule in rules() if rule.family == "P"} == {code for code in shapes if code[0] == "P"}
    few = {code for code, found in shapes.items() if len(found) < 3}
    assert few <= {"P713", "N202", "N203"}
