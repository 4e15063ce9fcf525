"""Loading tables: typed, by id, and refused in one sentence when damaged."""

import pytest

from kapbook import evidence
from kapbook.evidence import EvidenceError, load, tables


def reload(mini):
    tables._load.cache_clear()
    return load(mini.root)


def test_a_row_is_found_by_its_id_with_its_printed_digits(mini):
    row = reload(mini).row("lee2020-response-d1-ketamine")
    assert (row["value"], row.number("value"), row.place) == ("40.0", 40.0, "evidence/outcomes.csv:2")


def test_an_unknown_id_is_answered_with_the_nearest_one(mini):
    with pytest.raises(EvidenceError, match="did you mean lee2020-response-d1-ketamine"):
        reload(mini).row("lee2020-response-d1-ketamin")


def test_a_frame_has_numbers_where_the_schema_has_numbers(mini):
    frame = reload(mini).frame("outcomes")
    assert frame["value"].tolist() == [40.0, 20.0, 55.0]
    assert frame["events"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda m: m.edit("evidence/outcomes.csv", "id,study", "study,id"), "csv:1: the columns stand in another"),
        (lambda m: m.edit("evidence/outcomes.csv", ",40.0,", ",40.0,extra,"), "csv:2: 1 empty cell.* too many"),
        (lambda m: m.edit("evidence/outcomes.csv", ",40.0,", ",forty,"), "value 'forty' is not a number"),
        (lambda m: m.append("evidence/outcomes.csv", '"unclosed'), "not readable as CSV|cells where"),
        (lambda m: (m.root / "evidence/outcomes.csv").write_bytes(b"\xff\xfe"), "saved as UTF-16"),
        (lambda m: (m.root / "evidence/outcomes.csv").unlink(), "outcomes.csv: missing"),
        (lambda m: m.write("evidence/datapackage.json", "{"), "not readable as JSON"),
    ],
)
def test_a_damaged_table_is_refused_with_place_and_remedy(mini, harm, words):
    harm(mini)
    with pytest.raises(EvidenceError, match=words):
        reload(mini)


def test_outside_a_checkout_the_answer_says_so(tmp_path):
    with pytest.raises(EvidenceError, match="run this inside a checkout"):
        evidence.project_root(tmp_path)


def test_the_package_of_the_book_is_valid_by_frictionless(root):
    from frictionless import Package

    report = Package(str(root / "evidence/datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


def test_every_field_of_the_package_has_a_description(root):
    package = load(root).package
    assert all(field["description"] for resource in package["resources"] for field in resource["schema"]["fields"])
    assert package["licenses"] and package["version"] and package["last_searched"]


def test_the_known_breaks_of_the_national_survey_are_declared(root):
    breaks = {stop["firstYear"] for stop in load(root).package["seriesBreaks"] if stop["series"].startswith("NSDUH")}
    assert {2020, 2021, 2022} <= breaks
