"""Rules on references: each fault is found at its line and column with the remedy that fits; look-alikes pass."""

import json

import pytest
from pybtex.database import parse_string

from kapbook.evidence.identifiers import identifiers
from kapbook.evidence.references import Style, address_of_doi, letters, rendered
from kapbook.evidence.works import read_library
from tests.checks.reference_cases import BIB, ENTRY_INNOCENT, REFERENCE_FAULTS, REFERENCE_INNOCENT, ROW_FAULTS
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("code", "harm", "place", "remedy"),
    [(code, harm, place, remedy) for code, _, harm, place, remedy in REFERENCE_FAULTS],
    ids=[f"{code}-{what}" for code, what, *_ in REFERENCE_FAULTS],
)
def test_fault_of_a_reference_is_found_once_at_its_place(mini, code, harm, place, remedy):
    harm(mini)
    found = [finding for finding in mini.check("C") if finding.code == code]
    assert [(f.path, f.line, f.column) for f in found] == [(BIB, *place)]
    assert remedy in found[0].remedy


@pytest.mark.parametrize(
    ("code", "harm", "line"),
    [(code, harm, line) for code, _, harm, line in ROW_FAULTS],
    ids=[f"{code}-{what}" for code, what, *_ in ROW_FAULTS],
)
def test_fault_of_a_verification_is_found_at_its_row(mini, code, harm, line):
    harm(mini)
    found = [finding for finding in mini.check("C") if finding.code == code]
    assert {(f.line, f.column) for f in found} == {(line, 1)}


@pytest.mark.parametrize(("what", "change"), REFERENCE_INNOCENT, ids=[what for what, _ in REFERENCE_INNOCENT])
def test_innocent_reference_passes(mini, what, change):
    change(mini)
    found = mini.check("C")
    assert [f.sentence() for f in found if f.code not in ("C112", "C116", "C121")] == []


def test_a_broken_entry_silences_no_other_rule(mini):
    mini.edit(BIB, "{{Ketamine against", "{{{Ketamine against")
    mini.edit(BIB, "10.1000/kim.2021", "10.1000")
    assert [(f.line, f.code) for f in mini.check("C")] == [(3, "C111"), (17, "C107")]


def test_latex_is_decoded_before_names_are_compared(mini):
    mini.edit(BIB, "Kim, Bo", "Bla{\\v{z}}ek, Bo")
    mini.cell("studies", 1, "first_author", "Blažek")
    assert mini.check("C112") == []


TWO = """
@article{b, author = {Lee, Ada and Roe, Jan and Poe, Al}, title = {{Beta}}, journal = {J}, year = {2013}}
@article{a, author = {Lee, Bo and Moe, Jan and Poe, Al}, title = {{Alpha}}, journal = {J}, year = {2013},
  doi = {10.1002/a<1::b>3.0;2-A}}
@article{c, author = {Lee, Bo}, title = {{Gamma}}, journal = {J}, year = {2013}}
"""


def test_two_works_of_one_label_get_letters_in_the_order_of_the_bibliography():
    style = Style()
    listed = style.sort(parse_string(TWO, "bibtex").entries.values())
    assert [(entry.key, entry.fields["year"]) for entry in listed] == [("b", "2013a"), ("c", "2013"), ("a", "2013b")]
    assert "2013b" in rendered(style, listed[2])[0]


def test_works_without_a_year_get_letters_too():
    undated = "".join(f"@misc{{k{n}, author = {{Lee, Ada}}, title = {{{{T{n}}}}}}}\n" for n in range(2))
    assert letters(parse_string(undated, "bibtex").entries.values()) == {"k0": "n.d.-a", "k1": "n.d.-b"}


def test_letters_go_on_after_z():
    many = "".join(
        f"@misc{{k{n:03}, author = {{Lee, Ada}}, title = {{{{T{n:03}}}}}, year = {{2013}}}}\n" for n in range(28)
    )
    years = letters(parse_string(many, "bibtex").entries.values())
    assert [years["k000"], years["k025"], years["k026"], years["k027"]] == ["2013a", "2013z", "2013aa", "2013ab"]


def test_the_link_of_an_old_doi_is_percent_encoded():
    work = parse_string(TWO, "bibtex").entries["a"]
    text, links = rendered(Style(), work)
    assert links == ["https://doi.org/10.1002/a%3C1::b%3E3.0;2-A"] == [address_of_doi("10.1002/a<1::b>3.0;2-A")]
    assert "doi:10.1002/a<1::b>3.0;2-A" in text


def test_what_is_judged_is_what_the_style_prints():
    """Fields are judged one by one, for speed; together they are the printed reference."""
    library = read_library(ROOT / BIB)
    entries = parse_string(library.text, "bibtex").entries
    style = Style()
    for key in list(library.works)[::25]:
        text = rendered(style, entries[key])[0].replace("<nbsp>", " ").replace("\N{EN DASH}", "-")
        work = library.works[key]
        for name in ("title", "journal", "volume", "year", "doi", "note"):
            assert work.field(name).rstrip(".") in text, (key, name)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("https://doi.org/10.1000/Lee.2020", {"doi": "10.1000/lee.2020"}),
        ("https://journals.example.org/doi/full/10.1000/lee.2020", {"doi": "10.1000/lee.2020"}),
        ("https://www.frontiersin.org/articles/10.3389/fpsyg.2022.824077/full", {"doi": "10.3389/fpsyg.2022.824077"}),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", {"pmid": "12345678"}),
        ("https://europepmc.org/article/MED/12345678", {"pmid": "12345678"}),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/", {"pmcid": "pmc1234567"}),
        ("https://clinicaltrials.gov/study/NCT02782104", {}),
        ("pmid:12345678", {"pmid": "12345678"}),
        ("https://[not a host/10.1000/x", {}),
    ],
)
def test_an_address_names_the_identifier_of_its_work(address, named):
    assert identifiers(address) == named


@pytest.mark.parametrize("retraction", ["none found", "not checked"])
def test_a_look_for_notices_that_is_owed_is_listed_until_it_is_done(mini, retraction):
    mini.edit("evidence/datapackage.json", '"noticesOwed": []', '"noticesOwed": ["lee2020"]')
    mini.cell("verifications", 0, "retraction", retraction)
    told = [(f.path, f.line) for f in mini.check("C125")]
    assert told == ([("evidence/datapackage.json", 1)] if retraction == "none found" else [])


@pytest.mark.parametrize(
    "text",
    [
        "@article{}",
        "@article{,\n title = {x}\n}",
        "@{a, b}",
        "@article",
        "@article{a",
        "@string{a}",
        "@preamble{",
        "@@@",
    ],
)
def test_an_entry_without_a_key_is_a_fault_and_no_traceback(mini, text):
    mini.append(BIB, f"\n{text}\n")
    assert [(f.path, f.line) for f in mini.check("C111")] == [(BIB, 26)]


@pytest.mark.parametrize(("what", "change"), ENTRY_INNOCENT, ids=[what for what, _ in ENTRY_INNOCENT])
def test_innocent_entry_passes(mini, what, change):
    change(mini)
    codes = ("C110", "C114", "C119", "C123", "C126", "C127", "C128", "C129", "C130", "C131", "C132")
    assert [f.sentence() for f in mini.check(*codes)] == []


def test_a_key_keeps_a_year_that_is_declared_and_needed(mini):
    package = mini.root / "evidence/datapackage.json"
    declared = json.loads(package.read_text(encoding="utf-8"))
    declared["keyYears"] = {"kim2021": "2022", "lee2020": "2020", "gone2020": "2019"}
    package.write_text(json.dumps(declared), encoding="utf-8")
    mini.edit(BIB, "year = {2021}", "year = {2022}")
    found = mini.check("C123")
    assert [(f.path, f.line, f.column) for f in found] == [("evidence/datapackage.json", 1, 1)] * 2
    assert ["'gone2020'" in found[0].message, "'lee2020'" in found[1].message] == [True, True]
