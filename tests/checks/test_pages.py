"""Rules on pages: each fault is found at its line and column, once; look-alikes pass."""

import json
import re

import pytest

from kapbook.checks.run import rules
from tests.checks.agreement_cases import AGREEMENT_FAULTS, AGREEMENT_INNOCENT
from tests.checks.build_cases import HELP_FAULTS
from tests.checks.page_cases import CARE_FAULTS, PAGE, PAGE_FAULTS, PAGE_INNOCENT, SAYS
from tests.checks.told_cases import TOLD_FAULTS, TOLD_INNOCENT

CASES = [*PAGE_FAULTS, *AGREEMENT_FAULTS, *TOLD_FAULTS]
INNOCENT = [*PAGE_INNOCENT, *AGREEMENT_INNOCENT, *TOLD_INNOCENT]

FAMILIES = ("N", "P")
WORDS = "evidence/words.json"


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


@pytest.mark.parametrize(("what", "change"), [case[1:] for case in CARE_FAULTS], ids=[case[1] for case in CARE_FAULTS])
def test_a_list_of_crisis_help_that_was_thinned_is_told(mini, what, change):
    care = json.loads(mini.read(WORDS))
    change(care)
    mini.write(WORDS, json.dumps(care))
    mini.append(PAGE, f"\n{SAYS}\n")
    found = [f for f in mini.check("P715") if f.code == "P715"]
    assert [(f.path, f.line, f.column) for f in found] == [(WORDS, 1, 1)]
    assert found[0].remedy


def test_a_book_on_something_else_needs_no_list_of_crisis_help(mini):
    words = json.loads(mini.read(WORDS))
    del words["crisisHelp"]
    mini.write(WORDS, json.dumps(words))
    assert mini.check("P") == []


def test_the_books_list_of_crisis_help_asks_for_what_people_need(root):
    care = json.loads((root / WORDS).read_text(encoding="utf-8"))["crisisHelp"]
    asked = re.compile("|".join(care["words"]), re.I)
    for word in ("suicide", "suicidal", "self-harm", "self harm", "kill herself", "kill themselves"):
        assert asked.search(word), word
    assert care["holds"] == ["988", "findahelpline.com"]
    assert care["numbers"] == ["988", "911", "112", "999"]
    assert care["apart"] == ["chapters/reference/"]


def test_every_rule_on_pages_has_several_shapes_of_fault():
    shapes = {}
    for code, what, *_ in [*CASES, *CARE_FAULTS, *HELP_FAULTS]:
        shapes.setdefault(code, set()).add(what)
    assert {rule.code for rule in rules() if rule.family == "P"} == {code for code in shapes if code[0] == "P"}
    few = {code for code, found in shapes.items() if len(found) < 3}
    assert few <= {"P713", "N202", "N203"}
