"""The commands on a small project: a patch that is printed and fits, rows of the table, a work added by its number."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kapbook.cli import main
from kapbook.evidence import tables
from kapbook.registries.add import AddError
from kapbook.registries.client import Unreachable
from kapbook.registries.command import CommandError, Desk
from kapbook.registries.compare import Claim
from kapbook.registries.ours import claims
from kapbook.registries.people import Person
from kapbook.registries.settings import SettingsError
from tests.checks.record_cases import put
from tests.registries.conftest import StillClock
from tests.registries.loopback import World, serving
from tests.registries.worlds import message, registration, summary


@pytest.fixture
def world():
    with serving(World()) as made:
        yield made


@pytest.fixture
def desk(mini, world, monkeypatch) -> Desk:
    monkeypatch.setenv("KAPBOOK_CONTACT", "keeper@example.org")
    return at(mini.root, world)


def at(root: Path, world: World) -> Desk:
    tables._load.cache_clear()
    return Desk(root, lambda line: None, world.bases, StillClock().clock())


def our(desk: Desk, key: str) -> Claim:
    return next(c for c in claims(desk.library) if c.key == key)


def hold(world: World, of: Claim, **changes) -> None:
    world.crossref[of.doi.casefold()] = message(of, **changes)
    if of.pmid:
        world.summaries[f"pubmed:{of.pmid}"] = summary(of, pages=of.pages, articleids=[])


def bib(desk: Desk) -> str:
    return (desk.root / "references.bib").read_text(encoding="utf-8")


def test_a_patch_is_printed_fits_and_nothing_is_written(desk, world, tmp_path):
    lee, kim = our(desk, "lee2020"), our(desk, "kim2021")
    hold(world, lee, page="10-91", volume="7")
    world.summaries["pubmed:12345678"]["pages"] = "10-91"
    hold(world, kim, **{"container-title": ["J & T"], "volume": "3", "page": "", "issue": "2"})
    before = bib(desk)
    desk.verify(("lee2020", "kim2021"))
    text = desk.fix(())
    assert bib(desk) == before
    (desk.root / "fix.patch").write_text(text, encoding="utf-8")
    subprocess.run(["git", "apply", "--unsafe-paths", "fix.patch"], cwd=desk.root, check=True)
    after = bib(desk)
    assert "  pages = {10--91},\n" in after and "  volume = {7},\n" in after
    assert "  year = {2021},\n  volume = {3},\n  number = {2},\n  doi = {10.1000/kim.2021}\n}" in after
    assert at(desk.root, world).fix(("lee2020",)) == ""


def test_a_strange_paper_is_never_patched(desk, world):
    lee = our(desk, "lee2020")
    hold(world, lee, title=["Orchards"], author=[{"family": "Qvist", "given": "N"}], volume="9")
    world.summaries.clear()
    world.summaries["pubmed:12345678"] = summary(lee, pages=lee.pages, articleids=[])
    desk.verify(("lee2020",))
    assert desk.fix(()) == ""


def test_the_table_takes_the_rows_of_records_and_keeps_those_made_by_hand(desk, world, mini):
    kim = our(desk, "kim2021")
    hold(world, kim)
    mini.cell("verifications", 0, "note", "by hand")
    desk.verify(("kim2021",))
    text = (desk.root / "evidence/verifications.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    assert [row[0] for row in rows] == ["lee2020", "kim2021"] and "by hand" in text
    assert rows[1][1] == "doi:10.1000/kim.2021" and rows[1][5] == "title;year;author;journal"
    assert rows[1][6] == "none found" and rows[1][7] == "written from the record of this work"


def test_the_rows_of_records_keep_all_rules(desk, mini):
    for key in ("lee2020", "kim2021"):
        put(mini, key)
    at(mini.root, World()).write_table(claims(desk.library))
    mini.extend("hosts", [{"host": "api.crossref.org", "kind": "index", "owner": "Crossref"}])
    hosts = sorted((mini.root / "evidence/hosts.csv").read_text(encoding="utf-8").splitlines()[1:])
    mini.write("evidence/hosts.csv", "\n".join(["host,kind,owner", *hosts, ""]))
    assert (mini.root / "evidence/verifications.csv").read_text(encoding="utf-8").count("record of this work") == 2
    assert [finding.sentence() for finding in mini.check() if finding.code != "B406"] == []


def test_a_notice_known_by_hand_is_not_lost(desk, world, mini):
    hold(world, our(desk, "kim2021"))
    mini.cell("verifications", 1, "retraction", "corrected")
    mini.cell("verifications", 1, "note", "by hand")
    desk.verify(("kim2021",))
    desk.verify(("kim2021",))
    text = (desk.root / "evidence/verifications.csv").read_text(encoding="utf-8")
    assert "by hand" in text and text.count("written from the record") == 1


def test_a_row_that_compared_more_stays(desk, world, mini):
    hold(world, our(desk, "kim2021"), **{"container-title": [], "short-container-title": []})
    mini.cell("verifications", 1, "note", "by hand")
    desk.verify(("kim2021",))
    text = (desk.root / "evidence/verifications.csv").read_text(encoding="utf-8")
    assert "by hand" in text and "title;year;author,none found,written from the record" in text


def test_an_unknown_key_is_named(desk):
    with pytest.raises(CommandError, match="'nobody' is neither"):
        desk.verify(("nobody",))


def test_without_a_contact_nothing_is_asked(desk, monkeypatch, mini, world):
    monkeypatch.delenv("KAPBOOK_CONTACT")
    with pytest.raises(SettingsError):
        at(mini.root, world).verify(("lee2020",))
    assert not world.asked


def new_work() -> Claim:
    return Claim(
        key="muller2023",
        type="article",
        title="Saline & an invented drug: 50% of the dose",
        authors=tuple(Person(*name) for name in (("Müller", "Jörg A."), ("INVENT Study Group", ""))),
        year="2023",
        journal="Journal of Trials",
        volume="4",
        number="1",
        pages="5–9",
        doi="10.1000/new_one",
        pmid="777",
    )


@pytest.mark.parametrize("number", ["10.1000/new_one", "https://doi.org/10.1000/NEW_ONE", "777", "PMID: 777"])
def test_a_work_is_added_by_its_number(desk, world, number):
    of = new_work()
    hold(world, of)
    world.summaries["pubmed:777"] = summary(of, pages="5-9")
    key = desk.add(number)
    assert key == "muller2023"
    text = bib(desk)
    entry = text[text.index("@article{muller2023") :].split("\n}\n")[0]
    lines = [
        "  author = {Müller, Jörg A and {INVENT Study Group}},",
        "  title = {{Saline \\& an invented drug: 50\\% of the dose}},",
        "  journal = {Journal of Trials},",
        "  year = {2023},",
        "  volume = {4},",
        "  number = {1},",
        "  pages = {5--9},",
        "  doi = {10.1000/new_one},",
        "  pmid = {777}",
    ]
    assert entry.splitlines()[1:] == lines
    assert desk.records.read(key).state == "verified"
    study = (desk.root / "evidence/studies.csv").read_text(encoding="utf-8")
    assert "\nmuller2023,Müller,2023," in study
    with pytest.raises(AddError, match=r"stands in references\.bib as 'muller2023'"):
        at(desk.root, world).add(number)


def test_a_registration_is_added(desk, world):
    world.studies["NCT00000009"] = registration("NCT00000009")
    assert desk.add("nct00000009") == "trialnct00000009"
    text = bib(desk)
    assert "{{Invented drug with talking therapy (registration NCT00000009)}}" in text
    assert "  author = {{Invented University}},\n" in text
    with pytest.raises(AddError, match="the same registration"):
        at(desk.root, world).add("NCT00000009")


@pytest.mark.parametrize(
    ("number", "words"),
    [("soon", "no DOI, PMID or NCT"), ("10.1000/none", "no registry has"), ("999", "no registry has"), ("0", "no DOI")],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(desk, number, words):
    before = bib(desk)
    with pytest.raises(AddError, match=words):
        desk.add(number)
    assert bib(desk) == before


def test_nothing_is_added_on_a_guess(desk, world):
    world.fault = lambda path, number: "500"
    with pytest.raises(Unreachable):
        desk.add("10.1000/lee.2020")


def test_a_taken_key_gets_a_letter(desk, world):
    of = new_work()
    hold(world, of)
    desk.add("10.1000/new_one")
    other = replace(of, doi="10.1000/second", title="Another invented paper of that year", pmid="")
    hold(world, other)
    assert at(desk.root, world).add("10.1000/second") == "muller2023b"


def test_the_command_says_what_it_needs_in_one_sentence(mini, monkeypatch):
    monkeypatch.chdir(mini.root)
    monkeypatch.delenv("KAPBOOK_CONTACT", raising=False)
    result = CliRunner().invoke(main, ["verify", "lee2020"])
    assert result.exit_code == 1 and "KAPBOOK_CONTACT" in result.output
    result = CliRunner().invoke(main, ["verify", "--offline", "--fix"])
    assert result.exit_code == 0 and result.output == ""


def test_missing_libraries_are_named(mini, monkeypatch, world, desk):
    import builtins

    real = builtins.__import__

    def without(name, *args, **options):
        if name in ("httpx", "stamina"):
            raise ImportError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RuntimeError, match="httpx and stamina are missing"):
        desk.verify(("lee2020",))


def test_the_loop_ends_at_its_time(desk, world):
    report = desk.verify((), minutes=1e-9)
    assert report.unasked and not world.asked and "Remain" in report.text()
