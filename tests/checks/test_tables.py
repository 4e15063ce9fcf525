"""Rules on the tables: each fault is found at its line and column, once; look-alikes pass."""

import pytest

from kapbook.evidence import EvidenceError, load
from kapbook.evidence.tables import _load
from tests.checks.table_cases import INNOCENT, NUMBERS, TABLE_FAULTS


@pytest.mark.parametrize(
    ("code", "harm", "table", "line", "column"),
    [(code, *rest) for code, _, *rest in TABLE_FAULTS],
    ids=[f"{code}-{what}" for code, what, *_ in TABLE_FAULTS],
)
def test_fault_of_a_row_is_found_once_at_its_place(mini, code, harm, table, line, column):
    harm(mini)
    found = [finding for finding in mini.check("E") if finding.code == code]
    assert (f"evidence/{table}.csv", line, column) in [(f.path, f.line, f.column) for f in found]
    assert len({(f.path, f.line) for f in found}) == len(found) <= 3
    assert all(f.remedy for f in found)


@pytest.mark.parametrize(("what", "change"), INNOCENT, ids=[what for what, _ in INNOCENT])
def test_innocent_row_passes(mini, what, change):
    change(mini)
    known = {code for code, *_ in TABLE_FAULTS}
    assert [f.sentence() for f in mini.check("E") if f.code in known | {"E100"}] == []


@pytest.mark.parametrize(("text", "remedy"), [case[1:] for case in NUMBERS], ids=[case[0] for case in NUMBERS])
def test_a_cell_that_is_no_number_gets_its_remedy_and_nothing_else(mini, text, remedy):
    mini.cell("outcomes", 0, "value", text)
    found = mini.check()
    assert [(f.path, f.line, f.column, f.code) for f in found] == [("evidence/outcomes.csv", 2, 14, "E100")]
    assert remedy in found[0].remedy
    _load.cache_clear()
    with pytest.raises(EvidenceError, match=r"evidence/outcomes\.csv:2: value .* is not a number"):
        load(mini.root)


def test_a_whole_number_with_decimals_and_an_empty_one_are_told(mini):
    mini.cell("surveys", 0, "year", "2019.0")
    mini.cell("surveys", 1, "year", "")
    found = mini.check()
    assert [(f.path, f.line, f.column) for f in found] == [("evidence/surveys.csv", n, 5) for n in (2, 3)]
    assert "whole number" in found[0].remedy


def test_a_row_of_a_study_that_is_not_there_silences_what_reckons_with_it(mini):
    mini.cell("outcomes", 0, "study", "nobody2000")
    assert {(f.path, f.line, f.code) for f in mini.check()} == {("evidence/outcomes.csv", 2, "E100")}


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "outcomes.csv:1: a spreadsheet put a byte-order mark"),
        (lambda raw: raw.replace(b",", b";"), "outcomes.csv:1: a spreadsheet separated the cells by semicolons"),
        (lambda raw: raw.replace(b",", b"\t"), "outcomes.csv:1: a spreadsheet separated the cells by tabs"),
        (lambda raw: raw.decode().encode("utf-16"), "outcomes.csv:1: saved as UTF-16"),
        (lambda raw: raw.replace(b"half", b"h\xe9lf", 1), "outcomes.csv:2: not UTF-8 text (byte 0xe9)"),
        (lambda raw: raw.replace(b"\n", b",,\n"), "outcomes.csv:1: 2 empty column(s) stand at the end"),
        (lambda raw: raw + b"," * 26 + b"\n", "outcomes.csv:5: an empty row"),
        (lambda raw: raw.replace(b"definition", b"Definition", 1), "no column 'definition', 'Definition' is unknown"),
        (lambda raw: raw.replace(b"id,study", b"study,id", 1), "the columns stand in another order, from 'study' on"),
        (lambda raw: raw.replace(b"id,", b",id,", 1), "row numbers"),
        (lambda raw: raw.replace(b",saline,", b',"saline,', 1), "outcomes.csv:3: not readable as CSV"),
        (lambda raw: b"", "outcomes.csv:1: the file is empty"),
    ],
)
def test_what_was_done_to_a_file_is_told_in_one_sentence(mini, harm, sentence):
    path = mini.root / "evidence/outcomes.csv"
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(EvidenceError) as raised:
        mini.check()
    assert sentence in str(raised.value)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_other_line_ends_are_read(mini, end):
    path = mini.root / "evidence/outcomes.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", end))
    mini.cell("surveys", 0, "year", "2019.0")
    assert [f.line for f in mini.check("E")] == [2]


def test_the_line_is_the_files_after_a_cell_of_two_lines(mini):
    mini.cell("outcomes", 0, "note", "one\ntwo")
    mini.cell("outcomes", 2, "value", "55,0")
    assert [(f.path, f.line) for f in mini.check()] == [("evidence/outcomes.csv", 5)]
