"""The quick judge of the tables and the frictionless library agree, and the judge is stricter where that is meant."""

import pytest
from frictionless import Package

from kapbook import evidence
from kapbook.evidence import EvidenceError
from kapbook.evidence.schema import misfits
from kapbook.evidence.tables import _load


def judged(mini):
    _load.cache_clear()
    return [(misfit.row.path, misfit.row.line, misfit.column) for misfit in misfits(evidence.read(mini.root))]


def by_library(mini):
    report = Package(str(mini.root / "evidence/datapackage.json")).validate()
    return {f"evidence/{task.name}.csv" for task in report.tasks if task.errors}


def test_the_real_tables_are_valid_for_both(root):
    assert list(misfits(evidence.load(root))) == []
    assert Package(str(root / "evidence/datapackage.json")).validate().valid


BOTH = [
    ("empty required cell", ("studies", 0, "population", ""), ("evidence/studies.csv", 2, 8)),
    ("word outside its list", ("outcomes", 1, "role", "placebo"), ("evidence/outcomes.csv", 3, 7)),
    ("malformed day", ("verifications", 0, "checked_on", "1 May 2026"), ("evidence/verifications.csv", 2, 3)),
    ("no such day", ("verifications", 1, "checked_on", "2026-02-30"), ("evidence/verifications.csv", 3, 3)),
    ("count with a decimal", ("outcomes", 0, "n", "50.5"), ("evidence/outcomes.csv", 2, 8)),
    ("negative count", ("outcomes", 0, "events", "-1"), ("evidence/outcomes.csv", 2, 9)),
    ("year of three digits", ("studies", 1, "year", "202"), ("evidence/studies.csv", 3, 3)),
    ("address without a scheme", ("statements", 0, "seen_at", "somewhere"), ("evidence/statements.csv", 2, 6)),
    ("id with a capital", ("statements", 0, "id", "Kim-x"), ("evidence/statements.csv", 2, 1)),
    ("row of a study that is not there", ("statements", 0, "study", "kim2020"), ("evidence/statements.csv", 2, 2)),
]


@pytest.mark.parametrize(("change", "place"), [case[1:] for case in BOTH], ids=[case[0] for case in BOTH])
def test_both_refuse_a_cell_and_the_judge_names_its_line(mini, change, place):
    mini.cell(*change)
    assert place[:2] in [found[:2] for found in judged(mini)]
    assert place[0] in by_library(mini)


def test_the_line_is_the_files_also_after_a_cell_of_two_lines(mini):
    mini.cell("studies", 0, "note", "one\ntwo")
    mini.cell("studies", 1, "population", "")
    assert [found[:2] for found in judged(mini)] == [("evidence/studies.csv", 4)]


def test_a_repeated_key_is_refused_by_both(mini):
    mini.repeat("appearances", 0)
    assert judged(mini) == [("evidence/appearances.csv", 4, 1)]
    assert by_library(mini) == {"evidence/appearances.csv"}


STRICTER = [("nan", "NaN"), ("power", "1e3"), ("infinity", "INF")]


@pytest.mark.parametrize("text", [case[1] for case in STRICTER], ids=[case[0] for case in STRICTER])
def test_the_judge_refuses_numbers_that_nobody_prints(mini, text):
    mini.cell("outcomes", 2, "value", text)
    assert [found[:2] for found in judged(mini)] == [("evidence/outcomes.csv", 4)]


def test_a_pattern_with_alternatives_must_fit_the_whole_cell(mini):
    mini.edit("evidence/datapackage.json", '"pattern": "[a-z0-9]+(-[a-z0-9]+)+"', '"pattern": "a-b|lee2020-[a-z0-9-]+"')
    mini.cell("outcomes", 0, "id", "a-b-nonsense")
    assert ("evidence/outcomes.csv", 2, 1) in judged(mini)


def test_a_constraint_that_is_not_judged_is_named(mini):
    mini.edit("evidence/datapackage.json", '"required": true', '"maxLength": 3')
    with pytest.raises(EvidenceError, match="maxLength, which is not judged"):
        judged(mini)
