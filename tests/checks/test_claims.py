"""Rules on the ledger and on questions: each fault is found at its line and column; look-alikes pass."""

import pytest

from tests.checks.claim_cases import CLAIM_FAULTS, CLAIM_INNOCENT, QUESTION_FAULTS, QUESTION_INNOCENT


@pytest.mark.parametrize(
    ("code", "harm", "table", "line", "column"),
    [(code, *rest) for code, _, *rest in CLAIM_FAULTS + QUESTION_FAULTS],
    ids=[f"{code}-{what}" for code, what, *_ in CLAIM_FAULTS + QUESTION_FAULTS],
)
def test_fault_is_found_at_its_place(mini, code, harm, table, line, column):
    harm(mini)
    found = [finding for finding in mini.check(code[0]) if finding.code == code]
    assert {(f.path, f.line, f.column) for f in found} == {(f"evidence/{table}.csv", line, column)}
    assert all(f.remedy for f in found)


@pytest.mark.parametrize(("what", "change"), CLAIM_INNOCENT, ids=[what for what, _ in CLAIM_INNOCENT])
def test_innocent_claim_passes(mini, what, change):
    change(mini)
    known = {code for code, *_ in CLAIM_FAULTS}
    assert [f.sentence() for f in mini.check("L") if f.code in known] == []


@pytest.mark.parametrize(("what", "change"), QUESTION_INNOCENT, ids=[what for what, _ in QUESTION_INNOCENT])
def test_innocent_question_passes(mini, what, change):
    change(mini)
    assert [f.sentence() for f in mini.check("Q615", "Q616", "Q617")] == []
