"""A class gets every claim once, and nothing of what the book decided."""

import csv
import io

import pytest

from kapbook.evidence import load
from kapbook.evidence.classset import COLUMNS, SHEET, class_set, sheets
from kapbook.evidence.ledger import claims


@pytest.fixture(scope="module")
def tables(root):
    return load(root)


@pytest.fixture(scope="module")
def rows(tables):
    return list(csv.DictReader(io.StringIO(class_set(tables))))


def test_every_claim_stands_on_one_sheet_in_its_own_words(tables, rows):
    assert {row["claim"]: row["text"] for row in rows} == {c.name: c.row["text"] for c in claims(tables)}
    assert len(rows) == len(claims(tables))


def test_sheets_are_of_like_length_and_numbered_from_one(tables, rows):
    lengths = [len(own) for own in sheets(tables)]
    assert max(lengths) <= SHEET and max(lengths) - min(lengths) <= 1
    assert [(row["sheet"], row["number"]) for row in rows] == [
        (str(sheet), str(number)) for sheet, length in enumerate(lengths, 1) for number in range(1, length + 1)
    ]


def test_what_the_book_decided_is_not_in_it(tables, rows):
    assert tuple(rows[0]) == COLUMNS
    assert {row[column] for row in rows for column in COLUMNS if column.startswith("your")} == {""}
    reasons = {claim.row["rationale"] for claim in claims(tables)}
    assert not reasons & {cell for row in rows for cell in row.values()}
