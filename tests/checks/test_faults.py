"""Every rule catches the faults that it claims to catch: one fault a case, injected into a clean project."""

import importlib
import json
from pathlib import Path

import nbformat
import pytest

from kapbook.checks.run import rules

BIB, PAGE = "references.bib", "chapters/depression.md"


def bib(old, new):
    return lambda mini: mini.edit(BIB, old, new)


def add_bib(text):
    return lambda mini: mini.append(BIB, text)


def page(old, new):
    return lambda mini: mini.edit(PAGE, old, new)


def add(text):
    return lambda mini: mini.append(PAGE, f"\n{text}\n")


def cell(table, row, column, value):
    return lambda mini: mini.cell(table, row, column, value)


def cells(table, row, /, **values):
    def harm(mini):
        for column, value in values.items():
            mini.cell(table, row, column, value)

    return harm


def repeat(table, row, /, **changes):
    return lambda mini: mini.repeat(table, row, **changes)


def notebook(change):
    return lambda mini: mini.write_notebook(change)


def pool_two_works(column):
    """Pool a row of each of two works that hold the same people."""

    def harm(mini):
        for column_, value in (("design", "randomised trial"), ("tested", "ketamine"), ("control", "saline")):
            mini.cell("studies", 1, column_, value)
        mini.cell("outcomes", KAP, "role", "treatment")
        mini.cell("outcomes", KAP, "timepoint_days", "1")
        mini.cell("uses", 0, "use", "pooled")
        mini.repeat("uses", 0, row="kim2021-response-w4-kap")
        mini.cell("trials", 0, column, "lee2020;kim2021" if column == "works" else "kim2021")

    return harm


def drawn(*rows):
    """Give the notebook's chart a question and the rows that it draws."""

    def change(notebook):
        for output in notebook.cells[2].outputs:
            output.data["application/vnd.kapbook.chart+json"].update(question="response-one-day", drawn=list(rows))

    return lambda mini: mini.write_notebook(change)


def words_of_chart(**words):
    """Change words of the notebook's chart."""

    def change(notebook):
        for output in notebook.cells[2].outputs:
            output.data["application/vnd.kapbook.chart+json"].update(words)

    return lambda mini: mini.write_notebook(change)


ENTRY = "\n@article{%s,\n author = {Doe, X},\n title = {{%s}},\n journal = {J},\n year = {2020},\n doi = {%s}\n}\n"
KETAMINE, SALINE, KAP = 0, 1, 2
RD, MD, OR = 0, 1, 2

FAULTS = [
    ("C101", "key cited in a page is unknown", add("See {cite:p}`nobody1999`.")),
    ("C101", "second of two keys is unknown", add("See {cite:p}`lee2020,nobody1999`.")),
    ("C101", "study row without an entry", bib("@article{kim2021,", "@article{kim2022,")),
    ("C102", "entry that nothing cites", add_bib(ENTRY % ("doe2020", "A lonely title", "10.1000/lonely"))),
    ("C103", "one key twice", add_bib(ENTRY % ("lee2020", "Another title", "10.1000/other"))),
    ("C103", "one key twice in other case", add_bib(ENTRY % ("Lee2020", "Another title", "10.1000/other"))),
    ("C104", "one DOI twice", add_bib(ENTRY % ("doe2020", "Another title", "10.1000/lee.2020"))),
    ("C104", "one DOI twice in other case", add_bib(ENTRY % ("doe2020", "Another title", "10.1000/LEE.2020"))),
    ("C105", "one title twice", add_bib(ENTRY % ("doe2020", "Ketamine against saline for depression", "10.1000/x"))),
    (
        "C105",
        "one title twice but for dashes and case",
        add_bib(ENTRY % ("doe2020", "KETAMINE against saline, for depression", "10.1000/x")),
    ),
    ("C106", "article without journal", bib("  journal = {Journal of Trials},\n  year = {2021}", "  year = {2021}")),
    ("C106", "article without year", bib("  year = {2021},\n", "")),
    ("C106", "article without author", bib("  author = {Kim, Bo},\n", "")),
    ("C106", "no identifier", bib("  year = {2021},\n  doi = {10.1000/kim.2021}", "  year = {2021}")),
    ("C106", "type that the book does not use", bib("@article{kim2021", "@incollection{kim2021")),
    ("C107", "DOI as a link", bib("10.1000/kim.2021", "https://doi.org/10.1000/kim.2021")),
    ("C107", "DOI with a space", bib("10.1000/kim.2021", "10.1000/kim 2021")),
    ("C107", "DOI without suffix", bib("10.1000/kim.2021", "10.1000")),
    ("C107", "DOI with a full stop at its end", bib("10.1000/kim.2021", "10.1000/kim.2021.")),
    ("C108", "PMID with a letter", bib("pmid = {12345678}", "pmid = {1234567x}")),
    ("C108", "PMID too long", bib("pmid = {12345678}", "pmid = {123456789}")),
    ("C108", "PMCID without its letters", bib("pmcid = {PMC1234567}", "pmcid = {1234567}")),
    ("C109", "year in the future", bib("year = {2021}", "year = {2201}")),
    ("C109", "year of two digits", bib("year = {2021}", "year = {21}")),
    ("C110", "pages backwards", bib("10--19", "19--10")),
    ("C110", "more than four hundred pages", bib("10--19", "10--411")),
    ("C110", "pages with a digit too many", bib("10--19", "10--1900")),
    ("C111", "wrongly decoded letter", bib("Roe, Jan", "Ro\u00c3\u00a9, Jan")),
    ("C111", "unbalanced brace", bib("title = {{Ketamine against", "title = {{{Ketamine against")),
    ("C112", "year differs from the study table", cell("studies", 0, "year", "2019")),
    ("C112", "first author differs from the study table", cell("studies", 0, "first_author", "Leigh")),
    ("C113", "no verification", lambda mini: mini.edit("evidence/verifications.csv", "kim2021,doi", "kim2020,doi")),
    ("C113", "author never compared, nor journal", cell("verifications", 1, "matched", "title;year")),
    ("C113", "title never compared", cell("verifications", 1, "matched", "year;author;journal")),
    (
        "C113",
        "no author, and only an address",
        cells("verifications", 1, matched="title;year;journal", identifier="url:x"),
    ),
    ("C114", "verification years ago", cell("verifications", 0, "checked_on", "2020-01-01")),
    ("C114", "verification in the future", cell("verifications", 0, "checked_on", "2099-01-01")),
    ("C116", "reference leads to a mirror", bib("doi = {10.1000/kim.2021}", "url = {https://mirror.example.net/kim}")),
    ("C115", "retracted and cited as if not", cell("verifications", 0, "retraction", "retracted")),
    ("E100", "unit outside the list", cell("outcomes", KETAMINE, "unit", "per cent")),
    ("E100", "study without a row", cells("statements", 0, study="kim2020", id="kim2020-nocontrol")),
    ("E100", "required cell empty", cell("studies", 0, "population", "")),
    ("E100", "malformed day", cell("verifications", 0, "checked_on", "1 May 2026")),
    ("E100", "address of the page read is not an address", cell("outcomes", KETAMINE, "seen_at", "somewhere")),
    ("E101", "more events than people", cells("outcomes", KETAMINE, events="60", value="120.0")),
    ("E101", "more adverse events than people", cell("adverse_events", 0, "events", "51")),
    ("E102", "percentage is not events over n", cell("outcomes", KETAMINE, "value", "41.0")),
    ("E102", "digits of a count swapped", cell("adverse_events", 0, "n", "55")),
    ("E103", "no count of people gives the percentage", cell("outcomes", KAP, "value", "57.0")),
    ("E104", "estimate outside its interval", cell("effects", MD, "value", "-7.0")),
    ("E104", "quantity outside its range", cell("quantities", 0, "value", "0.7")),
    ("E105", "limits reversed", cells("effects", MD, ci_low="-2.0", ci_high="-6.0")),
    ("E105", "one limit only", cell("effects", MD, "ci_high", "")),
    ("E105", "range reversed", cells("quantities", 0, low="0.6", high="0.4")),
    ("E106", "difference far from the middle", cell("effects", MD, "value", "-2.5")),
    ("E106", "ratio far from the middle of its logarithms", cell("effects", OR, "value", "3.0")),
    ("E107", "p says yes, the interval no", cells("effects", MD, ci_low="-9.0", ci_high="1.0")),
    ("E107", "p says no, the interval yes", cell("effects", MD, "p_value", "0.4")),
    ("E107", "not significant, but the interval excludes zero", cell("effects", MD, "p_value", "not significant")),
    ("E108", "arms hold more people than the study", cell("studies", 0, "n", "90")),
    ("E109", "sign against favours", cell("effects", MD, "favours", "second")),
    ("E109", "direction against favours", cell("effects", RD, "better", "lower")),
    (
        "E109",
        "favours neither, but the interval excludes the null",
        cells("effects", MD, favours="neither", p_value=""),
    ),
    ("E110", "24 hours called day 24", cell("outcomes", KETAMINE, "timepoint_days", "24")),
    ("E110", "week 4 called day 4", cell("outcomes", KAP, "timepoint_days", "4")),
    ("E111", "one id twice", repeat("outcomes", KETAMINE, arm="another arm", value="42.0", events="21")),
    ("E111", "one row twice under two ids", repeat("outcomes", KETAMINE, id="lee2020-response-d1-again")),
    ("E112", "vague locator", cell("outcomes", KETAMINE, "locator", "paper")),
    ("E112", "locator empty", cell("statements", 0, "locator", "")),
    ("E113", "percentage above 100", cells("outcomes", KAP, value="155.0")),
    ("E113", "ratio at zero", cells("effects", OR, value="0", ci_low="0", ci_high="0")),
    ("E113", "ratio in points", cell("effects", OR, "unit", "points")),
    (
        "E113",
        "standardised difference of nine",
        cells("effects", MD, measure="SMD", unit="standard deviations", value="-9.0", ci_low="-11.0", ci_high="-7.0"),
    ),
    ("E113", "p of zero", cell("effects", MD, "p_value", "0.000")),
    ("E114", "series joined across a break", cell("surveys", 1, "series", "NSDUH to 2019")),
    ("E115", "row that nothing uses", page("{cite:p}`kim2021`", "")),
    ("E116", "computed row does not follow", cell("effects", RD, "value", "25.0")),
    ("E116", "computed from one row", cell("effects", RD, "computed_from", "lee2020-response-d1-ketamine")),
    (
        "E117",
        "two values of one measurement",
        repeat("outcomes", KETAMINE, id="lee2020-response-d1-other", events="21", value="42.0"),
    ),
    (
        "E118",
        "waiver that excuses nothing",
        cell("outcomes", KETAMINE, "waiver", "E102 (value 40.0, events 20, n 50): misprint"),
    ),
    ("E119", "computed from an unknown row", cell("effects", RD, "computed_from", "lee2020-a;lee2020-b")),
    (
        "E121",
        "n of the randomised beside an effect of those left",
        cells(
            "effects",
            MD,
            measure="SMD",
            unit="standard deviations",
            value="-0.65",
            ci_low="-1.25",
            ci_high="-0.05",
            n="80",
        ),
    ),
    ("E120", "page read is a bare IP address", cell("outcomes", KETAMINE, "seen_at", "http://192.0.2.7:8081/12345678")),
    (
        "E120",
        "page read is a staging host of a publisher",
        cell("effects", MD, "seen_at", "https://dev2.trials.example.org/1"),
    ),
    (
        "E120",
        "page read has a listed host in its path",
        cell("surveys", 0, "seen_at", "https://proxy.example.net/trials.example.org/1"),
    ),
    (
        "E120",
        "page read only begins like a listed host",
        cell("quantities", 0, "seen_at", "https://trials.example.org.copies.net/1"),
    ),
    (
        "E120",
        "reference checked against a mirror",
        cell("verifications", 0, "checked_against", "https://mirror.example.net/1"),
    ),
    (
        "E122",
        "number retold and not marked",
        cell("outcomes", KETAMINE, "locator", "results, as summarised by a news page"),
    ),
    ("N201", "percentage in prose", add("It helped 70% of people.")),
    ("N201", "p in prose", add("The result was clear (p < 0.001).")),
    ("N201", "n in prose", add("A trial (n = 40) was done.")),
    ("N201", "dose in prose", add("They took 0.5 mg/kg by vein.")),
    ("N201", "ratio in prose", add("It helps 1 in 3 adults.")),
    ("N201", "fold in prose", add("It was 3-fold higher.")),
    ("N201", "blood pressure in prose", add("Pressure rose to 160/95 in some.")),
    ("N201", "count of people in prose", add("They treated 42 patients.")),
    ("N201", "price in prose", add("A session costs $600.")),
    ("N201", "decimal in prose", add("The difference was 3.2 on the scale.")),
    ("N201", "percentage in a notebook", notebook(lambda nb: nb.cells[0].update(source="# Question\n\nIt was 70%."))),
    ("N202", "text differs from the row", page("`40.0% <", "`41.0% <")),
    ("N202", "text has lost its decimal", page("`40.0% <", "`40% <")),
    ("N202", "sign lost in an interval", page("`-6.0 to -2.0 <", "`6.0 to 2.0 <")),
    ("N203", "number bound to an unknown id", page("<lee2020-response-d1-ketamine>", "<lee2020-response-d1-ketamin>")),
    ("N204", "field that the row does not have", page("<lee2020-score-d1.ci>", "<lee2020-score-d1.events>")),
    ("N204", "field that does not exist", page("<lee2020-score-d1.ci>", "<lee2020-score-d1.interval>")),
    ("N204", "role without an id", page("{stat}`40.0% <lee2020-response-d1-ketamine>`", "{stat}`40.0%`")),
    ("N205", "interval with a hyphen", add("The interval was {unbound}`0.2-0.9 <example>`, CI 0.2-0.9.")),
    ("N206", "treatment arm without its comparator", page("{stat}`20.0% <lee2020-response-d1-saline>`", "others")),
    ("N209", "p without the interval of its contrast", add("It was so ({stat}`p = 0.001 <lee2020-score-d1.p>`).")),
    ("N207", "promotional word", add("A revolutionary treatment.")),
    ("N207", "stigmatising word", add("She committed suicide.")),
    (
        "N208",
        "summary that is hard to read",
        add(
            ":::{admonition} In short\n:class: in-short\nPharmacological antagonism of glutamatergic receptors "
            "precipitates neurobiological consequences whose psychotherapeutic significance remains undetermined "
            "notwithstanding considerable experimental investigation.\n:::"
        ),
    ),
    ("Q601", "new row of the scope that nobody weighed", repeat("outcomes", 0, id="lee2020-response-d1-late", arm="x")),
    (
        "Q601",
        "contradicting contrast without a time in days",
        repeat("effects", RD, id="lee2020-response-end-rd", value="-5.0", timepoint="end", timepoint_days=""),
    ),
    ("Q601", "row whose use was removed", lambda mini: mini.edit("evidence/uses.csv", "d1-saline", "d1-ketamine")),
    ("Q602", "use of an unknown row", cell("uses", 1, "row", "lee2020-response-d1-salt")),
    ("Q602", "use for an unknown question", repeat("uses", 0, question="response-one-week")),
    ("Q602", "row of another time shown as the answer", repeat("uses", 0, row="lee2020-score-d1")),
    ("Q603", "set aside without a reason", cell("uses", 2, "reason", " ")),
    ("Q604", "two works of one trial pooled", pool_two_works("works")),
    ("Q604", "trial pooled beside a review that includes it", pool_two_works("pooled_in")),
    ("Q605", "certainty above its reasons", cell("questions", 0, "certainty", "moderate")),
    ("Q605", "reasons without a start", cell("questions", 0, "reasons", "imprecision -1: 100 people")),
    ("Q605", "reason without a why", cell("questions", 0, "reasons", "start high; imprecision -2")),
    ("Q605", "domain that GRADE does not have", cell("questions", 0, "reasons", "start high; novelty -2: new")),
    ("Q606", "claim more certain than its question", cell("claims", 0, "certainty", "moderate")),
    ("Q606", "claim on an unknown question", cell("claims", 0, "questions", "response-one-year")),
    ("Q607", "chart that leaves a shown row out", drawn("lee2020-response-d1-ketamine")),
    (
        "Q607",
        "chart that draws a row set aside",
        drawn("lee2020-response-d1-ketamine", "lee2020-response-d1-saline", "lee2020-response-d1-rd"),
    ),
    ("Q607", "chart of several questions that draws a row set aside", words_of_chart(drawn=["lee2020-response-d1-rd"])),
    ("Q614", "heading that the rows do not bear out", words_of_chart(holds={"Question": False})),
    ("Q614", "heading that nobody reads", words_of_chart(holds={"More responded on ketamine": True})),
    ("Q608", "randomised trial without a row", cell("trials", 0, "works", "kim2021")),
    (
        "Q609",
        "domain that nobody judged",
        lambda mini: mini.edit("evidence/appraisals.csv", "deviations", "measurement"),
    ),
    ("Q610", "trial that names an unknown work", cell("trials", 0, "works", "lee2020;nobody1999")),
    ("Q610", "trial pooled in an unknown review", cell("trials", 0, "pooled_in", "nobody1999")),
    ("Q612", "question answered nowhere", lambda mini: mini.edit("index.md", "```{answer} response-one-day\n```", "")),
    ("Q612", "question answered twice", add("```{answer} response-one-day\n```")),
    ("Q612", "question answered on another page", cell("questions", 0, "page", "chapters/depression")),
    ("Q612", "answer of an unknown question", add("```{answer} response-one-year\n```")),
    ("Q611", "contrast without an outcome group", cell("effects", 0, "outcome_group", "")),
    ("Q611", "arm without a kind of comparator", cell("studies", 0, "control", "")),
    ("Q611", "contrast without a condition", cell("studies", 0, "condition", "")),
    ("Q613", "percentage of no row in an answer", cell("questions", 0, "answer", "It may: 77% against 20.0%.")),
    ("Q613", "count of no row in an answer", cell("questions", 0, "answer", "It may: 9 of 50 against 10 of 50.")),
    ("Q615", "question graded only once", repeat("questions", 0, question="response-one-week")),
    ("Q615", "second certainty differs, nothing decided", cell("gradings", 0, "certainty", "moderate")),
    ("Q615", "first certainty differs, nothing decided", cell("gradings", 0, "first_certainty", "very low")),
    ("Q613", "decimal that its row does not round to", cell("questions", 0, "answer", "It may: 40.1 against 20.")),
    ("L301", "claim without rationale", cell("claims", 0, "rationale", " ")),
    ("L302", "overstated without evidence", cell("claims", 0, "evidence", "")),
    ("L302", "overstated with certainty none", cell("claims", 0, "certainty", "none")),
    ("L302", "unsupported without a search", cell("claims", 0, "verdict", "unsupported")),
    ("L302", "promotion with a certainty", cell("claims", 1, "certainty", "low")),
    ("L303", "claim rests on an unknown work", cell("claims", 0, "evidence", "nobody1999")),
    ("L303", "claim rests on an unknown row", cell("claims", 0, "findings", "lee2020-nothing")),
    ("L304", "claim shown nowhere", page("```{claim} works-fast\n```\n", "")),
    ("L304", "claim shown twice", add("```{claim} works-fast\n```")),
    ("L304", "claim shown on another page than it says", cell("claims", 0, "chapter", "chapters/anxiety")),
    ("L304", "directive with an unknown claim", add("```{claim} works-slowly\n```")),
    ("L305", "appearance in an unknown section", cell("appearances", 0, "section", "Depth")),
    ("L305", "appearance outside its section", cell("appearances", 0, "line", "9")),
    (
        "L306",
        "two claims that say the same",
        repeat("claims", 0, claim="works-very-fast", text="Ketamine helps within some hours."),
    ),
    ("L307", "rationale quotes a number of no row", cell("claims", 0, "rationale", "It helped 77% of people.")),
    (
        "L308",
        "claim of no article",
        repeat("claims", 1, claim="another-praise", text="Everything is wonderful over there."),
    ),
    ("L308", "appearance of no claim", repeat("appearances", 0, claim="no-such-claim")),
    ("L309", "therapy called supported by a drug trial", cells("claims", 0, about="therapy", verdict="supported")),
    ("L310", "claim judged only once", cell("judgements", 0, "claim", "best-clinic")),
    ("L310", "second verdict differs, nothing decided", cell("judgements", 0, "verdict", "supported")),
    ("L310", "first certainty differs, nothing decided", cell("judgements", 0, "first_certainty", "very low")),
    ("B401", "cell never executed", notebook(lambda nb: nb.cells[2].update(execution_count=None))),
    ("B401", "outputs stripped", notebook(lambda nb: nb.cells[2].update(outputs=[]))),
    (
        "B402",
        "stored traceback",
        notebook(
            lambda nb: nb.cells[1].update(
                outputs=[nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])]
            )
        ),
    ),
    (
        "B402",
        "warning on stderr",
        notebook(lambda nb: nb.cells[1].update(outputs=[nbformat.v4.new_output("stream", name="stderr", text="w")])),
    ),
    (
        "B403",
        "image without words",
        notebook(lambda nb: nb.cells[2].outputs[0].data.pop("application/vnd.kapbook.chart+json")),
    ),
    (
        "B403",
        "chart with empty alternative",
        notebook(lambda nb: nb.cells[2].outputs[0].data["application/vnd.kapbook.chart+json"].update(alt="")),
    ),
    ("B404", "cells executed out of order", notebook(lambda nb: nb.cells[1].update(execution_count=5))),
    ("B405", "notebook imports a network library", notebook(lambda nb: nb.cells[1].update(source="import requests"))),
    ("B405", "notebook calls the shell", notebook(lambda nb: nb.cells[1].update(source="!pip install x"))),
    ("B406", "table changed after execution", cell("outcomes", KAP, "note", "new")),
]


def test_the_clean_project_has_no_finding(mini):
    assert mini.check() == []


@pytest.mark.parametrize(("code", "what", "harm"), FAULTS, ids=[f"{code}-{what}" for code, what, _ in FAULTS])
def test_fault_is_reported_with_place_and_remedy(mini, code, what, harm):
    harm(mini)
    found = [finding for finding in mini.check() if finding.code == code]
    assert found, f"{what}: {code} stayed silent"
    finding = found[0]
    path = finding.path.partition("#")[0]
    assert (mini.root / path).is_file()
    assert 1 <= finding.line <= len((mini.root / path).read_text(encoding="utf-8").splitlines())
    assert finding.remedy
    assert finding.sentence().startswith(f"{finding.path}:{finding.line}:{finding.column}: {code} ")


def test_tables_that_were_valid_before_are_validated_again_when_they_change(mini):
    assert mini.check("E100") == []
    mini.cell("studies", 0, "population", "")
    assert [finding.code for finding in mini.check("E100")] == ["E100"]


def test_every_rule_has_a_case_that_fails():
    known = {code for code, *_ in FAULTS}
    for path in Path(__file__).parent.glob("*_cases.py"):
        cases = vars(importlib.import_module(f"tests.checks.{path.stem}"))
        known |= {case[0] for name, listed in cases.items() if name.endswith("FAULTS") for case in listed}
    assert {rule.code for rule in rules()} == known


def test_there_are_at_least_sixty_kinds_of_fault():
    assert len({what for _, what, _ in FAULTS}) >= 60


def test_findings_are_given_as_json_and_github_annotations(mini):
    from kapbook.checks.run import as_github, as_json

    mini.append(PAGE, "\nIt helped 70% of people.\n")
    found = mini.check("N201")
    assert json.loads(as_json(found))[0]["code"] == "N201"
    assert as_github(found).startswith("::error file=chapters/depression.md,line=")
