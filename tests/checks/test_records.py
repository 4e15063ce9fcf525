"""The bibliography against frozen records: each rule has a harm that it finds, and innocent records pass."""

from dataclasses import replace

import pytest

from kapbook.registries.found import Notice
from kapbook.registries.records import Record, Records, as_json
from tests.checks.record_cases import CONCERN, CORRECTION, LATELY, NOTICE, RECORD_FAULTS, put, settings


@pytest.mark.parametrize(("code", "harm", "words"), RECORD_FAULTS)
def test_each_harm_is_found_with_its_words(mini, code, harm, words):
    harm(mini)
    findings = mini.check("C14")
    assert any(f.code == code and words in f.message for f in findings), findings
    assert {f.code for f in findings} == {code}


def test_no_record_and_no_day_set_is_no_fault(mini):
    assert mini.check("C14") == []
    settings(mini, records_required_from="2099-01-01")
    assert mini.check("C14") == []


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"titles": ["KETAMINE AGAINST <i>SALINE</i> FOR DEPRESSION."]},
        {"authors": [["Lee", "A."], ["Roe", "J"], ["The Study Group", ""]]},
        {"journals": ["J Trials"]},
        {"years": {"online": "2019", "issued": "2019"}},
        {"pages": ["10-9"]},
        {"notices": [CORRECTION], "day": LATELY},
        {"day": LATELY},
    ],
)
def test_form_is_no_fault(mini, changes):
    put(mini, **changes)
    if "notices" in changes:
        mini.cell("verifications", 0, "retraction", "corrected")
    assert mini.check("C14") == []


@pytest.mark.parametrize(
    ("notice", "word"), [(NOTICE, "Retracted in 2025."), (CONCERN, "Expression of concern, 2025.")]
)
def test_a_notice_that_the_note_tells_passes(mini, notice, word):
    put(mini, notices=[notice], day="2026-11-02")
    mini.cell("studies", 0, "note", word)
    mini.cell("verifications", 0, "retraction", "corrected")
    assert mini.check("C14") == []


def test_a_signed_difference_passes_until_the_registry_says_another_thing(mini):
    put(mini, years={"print": "2018"})
    signed = {
        "key": "lee2020",
        "field": "year",
        "theirs": "2018 print",
        "reason": "misprint there",
        "who": "x",
        "on": "y",
    }
    settings(mini, accepted=[signed])
    assert mini.check("C14") == []
    put(mini, years={"print": "2017"})
    assert [f.code for f in mini.check("C14")] == ["C141"]


def test_a_required_record_of_each_work_passes(mini):
    put(mini)
    put(mini, "kim2021")
    settings(mini, records_required_from="2026-01-01")
    assert mini.check("C14") == []


def test_a_difference_stands_at_its_field(mini):
    put(mini, years={"print": "2018"})
    (finding,) = mini.check("C141")
    assert (finding.path, finding.line) == ("references.bib", 5)


def test_five_hundred_sound_records_pass(mini):
    text = (mini.root / "references.bib").read_text(encoding="utf-8")
    first = text[text.index("@article{lee2020") : text.index("@article{kim2021")]
    put(mini)
    record = Records(mini.root).read("lee2020")
    for n in range(500):
        key, doi = f"w{n}x2020", f"10.1000/w.{n}"
        text += "\n" + first.replace("lee2020", key).replace("10.1000/lee.2020", doi)
        source = record.sources["crossref"]
        source = replace(source, asked=doi, found=replace(source.found, doi=doi))
        Records(mini.root).path(key).write_text(
            as_json(Record(key, {"crossref": source}, "verified")), encoding="utf-8"
        )
    mini.write("references.bib", text)
    assert mini.check("C14") == []


def test_a_notice_of_another_kind_is_none(mini):
    put(mini, notices=[Notice("reinstatement", "10.1000/n", "2025-01-02", "x")])
    assert mini.check("C14") == []
