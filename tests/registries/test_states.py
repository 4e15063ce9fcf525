"""Each state is reached by the answers that mean it; a run is kept, resumed, and asks nothing twice."""

from datetime import timedelta

import pytest

from kapbook.registries import retractions
from kapbook.registries.client import VerifierError
from kapbook.registries.found import Notice
from kapbook.registries.records import FOLDER, Records, from_json
from kapbook.registries.settings import Settings
from kapbook.registries.verdicts import STATES
from tests.registries.conftest import CONTACT, TODAY, verify
from tests.registries.worlds import claim, message, registration


def test_every_state_is_reached_and_told_right(world, tmp_path):
    made, expected = world
    report = verify(made, tmp_path, [of for of, _ in expected.values()])
    records = Records(tmp_path)
    states = {key: records.read(key).state for key in expected}
    assert states == {key: state for key, (_, state) in expected.items()}
    assert set(states.values()) == set(STATES)
    assert set(report.remaining) == {"guarded"}
    told = {line.split(":")[0] for line in report.lines if not line.startswith(" ")}
    assert told == {key for key, state in states.items() if state != "verified"}


def test_nothing_is_asked_twice_and_only_what_remained_is_asked_again(world, tmp_path):
    made, expected = world
    works = [of for of, _ in expected.values()]
    verify(made, tmp_path, works)
    made.asked.clear()
    made.pages["guarded"] = f"<title>{claim('guarded').title}</title>"
    report = verify(made, tmp_path, works, TODAY + timedelta(days=3))
    assert list(made.asked) == ["/page/guarded"] and not report.remaining
    assert Records(tmp_path).read("guarded").state == "verified"


def test_after_the_time_set_all_is_asked_again_and_changes_are_told(world, tmp_path):
    made, _ = world
    verify(made, tmp_path, [claim("plain")])
    made.crossref["10.1000/plain"]["updated-by"] = [{"type": "retraction", "DOI": "10.1000/n", "source": "publisher"}]
    report = verify(made, tmp_path, [claim("plain")], TODAY + timedelta(days=7))
    assert report.changed == ["plain: verified → retracted"]
    record = Records(tmp_path).read("plain")
    assert record.history == [{"day": "2026-12-05", "what": "state", "was": "verified", "now": "retracted"}]


def test_another_identifier_is_another_question(world, tmp_path):
    made, _ = world
    verify(made, tmp_path, [claim("plain")])
    mended = claim("plain", doi="10.1000/other")
    made.crossref["10.1000/other"] = message(mended)
    verify(made, tmp_path, [mended])
    assert Records(tmp_path).read("plain").sources["crossref"].asked == "10.1000/other"


def test_a_wrong_paper_brings_suggestions_by_search(world, tmp_path):
    made, _ = world
    right = claim("wrongpaper", doi="10.1000/right")
    made.crossref["10.1000/right"] = message(right)
    report = verify(made, tmp_path, [claim("wrongpaper")])
    assert any("this one fits: 10.1000/right" in line for line in report.lines)


def test_an_outage_of_one_registry_keeps_what_the_other_said(world, tmp_path):
    made, _ = world
    works = [claim(f"w{n}", pmid=str(900 + n)) for n in range(12)]
    for of in works:
        made.crossref[of.doi] = message(of)
    made.fault = lambda path, number: "500" if path.startswith("/pubmed") else ""
    report = verify(made, tmp_path, works, give_up_after=3)
    records = Records(tmp_path)
    assert all(records.read(of.key).state == "verified" for of in works)
    assert sorted(report.remaining) == sorted(of.key for of in works)
    assert len(report.closed) == 0 or "did not answer" in next(iter(report.closed.values()))


def test_an_old_answer_outlives_an_outage(world, tmp_path):
    made, _ = world
    verify(made, tmp_path, [claim("corrected")])
    made.fault = lambda path, number: "503"
    report = verify(made, tmp_path, [claim("corrected")], TODAY + timedelta(days=10))
    record = Records(tmp_path).read("corrected")
    assert record.state == "corrected" and record.day == "2026-11-28" and report.remaining == ["corrected"]


def test_a_trial_is_read_and_its_changes_are_kept(world, tmp_path):
    made, _ = world
    made.studies["NCT00000001"] = registration()
    verify(made, tmp_path, ["NCT00000001"])
    made.studies["NCT00000001"] = registration(overallStatus="COMPLETED")
    report = verify(made, tmp_path, ["NCT00000001", "NCT00000002"], TODAY + timedelta(days=8))
    assert report.changed == ["NCT00000001: status 'recruiting' → 'completed'"]
    assert Records(tmp_path).read("NCT00000001").history[0]["now"] == "completed"
    assert Records(tmp_path).read("NCT00000002").state == "not found"


def test_a_registration_that_is_a_work_is_compared_by_its_title(world, tmp_path):
    made, _ = world
    made.studies["NCT00000001"] = registration()
    of = claim(
        "reg", doi="", url="https://clinicaltrials.gov/study/NCT00000001", title="Invented drug with talking therapy"
    )
    verify(made, tmp_path, [of])
    assert Records(tmp_path).read("reg").state == "verified"


def test_watched_works_are_found_among_references_by_doi_or_title(world, tmp_path):
    made, _ = world
    title = "A withdrawn study of an invented drug in hospital"
    watched = [{"name": "One", "doi": "10.1000/gone", "title": ""}, {"name": "Two", "title": title}]
    made.crossref["10.1000/plain"]["reference"] = [
        {"DOI": "10.1000/GONE"},
        {"unstructured": f"Doe J. {title.upper()}. J Inv. 2011;1:1."},
    ]
    verify(made, tmp_path, [claim("plain")], settings=Settings(contact=CONTACT, watched=watched))
    assert Records(tmp_path).read("plain").sources["crossref"].found.cites == ["One", "Two"]


def test_a_crossref_doi_that_crossref_does_not_show_is_not_called_missing(world, tmp_path):
    made, _ = world
    made.agencies["10.1000/new"] = "Crossref"
    report = verify(made, tmp_path, [claim("new")])
    assert Records(tmp_path).read("new").state == "unreachable" and report.remaining == ["new"]


def test_one_request_at_a_time_where_the_registry_says_so_and_the_contact_is_named(world, tmp_path):
    made, _ = world
    works = [claim(f"w{n}") for n in range(10)]
    for of in works:
        made.crossref[of.doi] = message(of)
    verify(made, tmp_path, works, at_once=1)
    assert made.most_at_once == 1 and made.agents == {"kapbook-verify/1 (mailto:keeper@example.org)"}


HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n"
)


def rows(*lines: str) -> list[str]:
    return [HEADER, *lines]


def test_the_table_of_retractions_is_read_row_by_row(tmp_path):
    lines = rows(
        '1,"A, b",,,J,P,,A,,,8/14/2022 0:00,10.1000/n,0,1/1/2020 0:00,10.1000/PLAIN,0,Retraction,+Error;,No,,\n',
        "2,B,,,J,P,,A,,,9/1/2026 0:00,unavailable,0,1/1/2026 0:00,unavailable,112,Expression of concern,,No,,\n",
        "3,C,,,J,P,,A,,,1/1/2026 0:00,,0,,10.1000/strange,0,Retraction,,No,,\n",
        "4,short row\n",
        '5,"unclosed,,,J\n',
    )
    numbers = {"10.1000/plain": "plain", "112": "erratum"}
    path = tmp_path / "rw.csv"
    path.write_bytes("".join(lines).encode() + b"6,\xff\xfe broken text,,,,,,,,,,,,,,,,,,,\n")
    found = retractions.read(str(path), numbers.get, "agent")
    assert found["plain"] == [Notice("retraction", "10.1000/n", "2022-08-14", "retraction watch")]
    assert found["erratum"][0].kind == "expression of concern" and len(found) == 2


def test_another_table_is_refused_and_a_missing_one_named(tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(VerifierError, match="no column 'OriginalPaperDOI'"):
        retractions.read(str(tmp_path / "other.csv"), lambda number: None, "agent")
    with pytest.raises(VerifierError, match="no such file"):
        retractions.read(str(tmp_path / "none.csv"), lambda number: None, "agent")


def test_the_table_can_come_from_an_address(world):
    made, _ = world
    made.pages["rw.csv"] = HEADER + "1,A,,,J,P,,A,,,8/14/2022 0:00,10.1000/n,0,,10.1000/plain,0,Retraction,,No,,\n"
    assert retractions.read(f"{made.base}/page/rw.csv", {"10.1000/plain": "plain"}.get, "agent")["plain"]
    with pytest.raises(VerifierError, match="cannot be read"):
        retractions.read(f"{made.base}/page/none.csv", lambda number: None, "agent")


def test_a_notice_of_the_table_alone_retracts_and_a_later_reinstatement_leaves_a_concern(world, tmp_path):
    made, _ = world
    gone = Notice("retraction", "10.1000/n", "2022-08-14", "retraction watch")
    back = Notice("reinstatement", "10.1000/m", "2023-08-14", "retraction watch")
    verify(made, tmp_path, [claim("plain")], notices={"plain": [gone]})
    assert Records(tmp_path).read("plain").state == "retracted"
    verify(made, tmp_path, [claim("plain")], notices={"plain": [gone, back]})
    assert Records(tmp_path).read("plain").state == "concern"


def test_records_hold_only_what_is_compared_and_are_small(world, tmp_path):
    made, expected = world
    made.crossref["10.1000/plain"] |= {"abstract": "x" * 5000, "reference": [{"unstructured": "y" * 300}] * 50}
    verify(made, tmp_path, [expected["plain"][0]])
    text = (tmp_path / FOLDER / "plain.json").read_text(encoding="utf-8")
    assert "xxx" not in text and "yyy" not in text and len(text) < 1500
    source = from_json(text).sources["crossref"]
    assert source.day == "2026-11-28" and len(source.sha256) == 64 and source.address.startswith(made.base)
