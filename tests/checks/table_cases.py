"""Faults of the tables, one a case, each with its file, line and column; and look-alikes that are right."""


def cell(table, row, column, value):
    return lambda mini: mini.cell(table, row, column, value)


def cells(table, row, /, **values):
    return lambda mini: [mini.cell(table, row, column, value) for column, value in values.items()]


def repeat(table, row, /, **changes):
    return lambda mini: mini.repeat(table, row, **changes)


def both(*changes):
    return lambda mini: [change(mini) for change in changes]


KETAMINE, SALINE, KAP = 0, 1, 2
RD, MD, OR = 0, 1, 2
OTHER_PAGE = "https://trials.example.org/doi/10.1000/kim.2021/full"
SPREAD = dict(outcome="score", definition="MADRS", unit="points", events="", value="-9.0")

NUMBERS = [
    # what a number must not look like, and the remedy that fits
    ("decimal comma", "40,0", "point for decimals"),
    ("comma between thousands", "1,040", "between thousands"),
    ("blank between thousands", "1 040", "between thousands"),
    ("unit", "40.0%", "column of its own"),
    ("unit after a blank", "40 mg", "column of its own"),
    ("date from a spreadsheet", "04-Jan", "a date"),
    ("whole date", "2026-01-04", "a date"),
    ("month and year", "Jan-40", "a date"),
    ("not a number", "NaN", "empty"),
    ("not available", "n/a", "empty"),
    ("dash for nothing", "–", "empty"),
    ("digits of another script", "４０", "plain digits"),
    ("formula", "=20/50", "formula"),
    ("error of a formula", "#DIV/0!", "formula"),
    ("power of ten", "4E+01", "power of ten"),
    ("mark of a footnote", "40.0*", "footnote"),
    ("sign of a limit", "<40", "digits alone"),
    ("typographic minus", "\u221240", "hyphen"),
    ("blank at the end", "40.0 ", "blanks"),
    ("no-break blank", "40.0\u00a0", "blanks"),
]

TABLE_FAULTS = [
    (
        "E123",
        "zero-width sign in the name of an arm",
        cell("outcomes", SALINE, "arm", "sal\u200bine"),
        "outcomes",
        3,
        10,
    ),
    (
        "E123",
        "no-break blank in the name of an arm",
        cell("outcomes", SALINE, "arm", "saline\u00a0"),
        "outcomes",
        3,
        10,
    ),
    ("E123", "blank at the end of a locator", cell("outcomes", SALINE, "locator", "Table 2 "), "outcomes", 3, 22),
    ("E123", "formula in a note", cell("outcomes", SALINE, "note", "=A1+B1"), "outcomes", 3, 26),
    ("E123", "error in a note", cell("outcomes", SALINE, "note", "see #REF!"), "outcomes", 3, 26),
    ("E123", "date for a range", cell("outcomes", SALINE, "locator", "3-Feb"), "outcomes", 3, 22),
    ("E124", "id of another study", cell("outcomes", KAP, "study", "lee2020"), "outcomes", 4, 1),
    ("E124", "id that only begins alike", cell("surveys", 0, "id", "lee2020b-illness-2019"), "surveys", 2, 1),
    ("E124", "statement of another study", cell("statements", 0, "study", "lee2020"), "statements", 2, 1),
    ("E125", "id of another day", cells("outcomes", KAP, timepoint="week 8", timepoint_days="56"), "outcomes", 4, 1),
    ("E125", "id in hours", cell("effects", OR, "id", "lee2020-remission-h2-or"), "effects", 4, 1),
    ("E125", "id in months", cell("effects", OR, "id", "lee2020-remission-m6-or"), "effects", 4, 1),
    ("E126", "more analysed than took part", cell("studies", 0, "n_analysed", "101"), "studies", 2, 1),
    ("E126", "arm larger than its study", cells("adverse_events", 0, n="500", value="1.0"), "adverse_events", 2, 1),
    ("E126", "contrast larger than its study", cell("effects", MD, "n", "1000"), "effects", 3, 1),
    ("E127", "digit of p lost", cell("effects", MD, "p_value", "0.04"), "effects", 3, 1),
    (
        "E127",
        "digits of p exchanged",
        cells("effects", MD, ci_low="-8.2", ci_high="0.2", p_value="0.60"),
        "effects",
        3,
        1,
    ),
    ("E127", "p above where it is below", cells("effects", MD, p_value=">0.02"), "effects", 3, 1),
    (
        "E127",
        "p below where it is above",
        cells("effects", MD, ci_low="-8.0", ci_high="-0.001", p_value="<0.001"),
        "effects",
        3,
        1,
    ),
    ("E128", "control is a copy", cells("outcomes", SALINE, events="20", value="40.0"), "outcomes", 3, 1),
    (
        "E129",
        "arms exchanged",
        both(
            cells("outcomes", KETAMINE, events="10", value="20.0"),
            cells("outcomes", SALINE, events="20", value="40.0"),
        ),
        "effects",
        2,
        1,
    ),
    ("E129", "contrast turned round", cell("effects", RD, "contrast", "saline v ketamine"), "effects", 2, 1),
    ("E129", "sign lost", cell("effects", RD, "value", "-20.0"), "effects", 2, 1),
    ("E130", "comparator booked as treatment", cell("outcomes", SALINE, "role", "treatment"), "outcomes", 3, 1),
    (
        "E130",
        "roles exchanged",
        both(cell("outcomes", KETAMINE, "role", "control"), cell("outcomes", SALINE, "role", "treatment")),
        "outcomes",
        2,
        1,
    ),
    ("E130", "harm of the comparator as treatment", cell("adverse_events", 0, "arm", "saline"), "adverse_events", 2, 1),
    ("E131", "dose ten times off", cells("quantities", 0, value="5.0", low="4.0", high="6.0"), "quantities", 2, 1),
    (
        "E131",
        "milligrams per kilogram for milligrams",
        cells("quantities", 0, value="40", low="", high=""),
        "quantities",
        2,
        1,
    ),
    (
        "E131",
        "minutes for hours",
        cells("quantities", 0, quantity="terminal half-life", value="150", low="", high="", unit="hours"),
        "quantities",
        2,
        1,
    ),
    (
        "E131",
        "milligrams for milligrams per kilogram",
        cells("quantities", 0, route="oral", value="0.5", low="", high="", unit="mg"),
        "quantities",
        2,
        1,
    ),
    (
        "E131",
        "dose in the name of an arm ten times off",
        both(
            cell("outcomes", KETAMINE, "arm", "ketamine 5 mg/kg"),
            cell("adverse_events", 0, "arm", "ketamine 0.5 mg/kg"),
            cell("effects", MD, "contrast", "ketamine 0.5 mg/kg v saline"),
        ),
        "outcomes",
        2,
        1,
    ),
    (
        "E131",
        "unit lost in the name of an arm",
        both(
            cell("outcomes", KETAMINE, "arm", "ketamine 0.5 mg"),
            cell("adverse_events", 0, "arm", "ketamine 0.5 mg/kg"),
            cell("effects", MD, "contrast", "ketamine 0.5 mg/kg v saline"),
        ),
        "outcomes",
        2,
        1,
    ),
    (
        "E132",
        "standard deviation ten times its sibling's",
        both(cells("outcomes", KETAMINE, sd="9.1", **SPREAD), cells("outcomes", SALINE, sd="91", **SPREAD)),
        "outcomes",
        3,
        1,
    ),
    (
        "E132",
        "standard error among standard deviations",
        both(
            cells("outcomes", KETAMINE, sd="9.1", **SPREAD),
            cells("outcomes", SALINE, sd="1.2", **SPREAD),
            repeat("outcomes", KETAMINE, id="lee2020-score-w1", timepoint="week 1", timepoint_days="7", value="-8.0"),
        ),
        "outcomes",
        3,
        1,
    ),
    ("E133", "animals booked as people", cell("quantities", 0, "quantity", "dose given to mice"), "quantities", 2, 1),
    (
        "E133",
        "people booked as animals",
        cells("quantities", 0, quantity="dose of the patients", species="rat"),
        "quantities",
        2,
        1,
    ),
    ("E133", "another route", cell("quantities", 0, "quantity", "dose of the nasal spray"), "quantities", 2, 1),
    (
        "E134",
        "mean change in per cent",
        cell("outcomes", KAP, "definition", "mean reduction of the MADRS score"),
        "outcomes",
        4,
        1,
    ),
    (
        "E134",
        "change from baseline",
        cell("outcomes", KAP, "definition", "change from baseline, MADRS"),
        "outcomes",
        4,
        1,
    ),
    (
        "E135",
        "null result that favours",
        cells("effects", MD, ci_low="-9.0", ci_high="1.0", p_value=""),
        "effects",
        3,
        1,
    ),
    ("E135", "p not significant", cells("effects", MD, ci_low="", ci_high="", p_value="0.4"), "effects", 3, 1),
    ("E135", "p in words", cells("effects", OR, ci_low="", ci_high="", p_value="not significant"), "effects", 4, 1),
    ("E136", "page of another work", cell("outcomes", SALINE, "seen_at", OTHER_PAGE), "outcomes", 3, 1),
    (
        "E136",
        "page of another work by its PMID",
        cell("statements", 0, "seen_at", "https://pubmed.ncbi.nlm.nih.gov/12345678/"),
        "statements",
        2,
        1,
    ),
]

TABLE_FAULTS += [
    (
        "E137",
        "waiver without its numbers",
        cell("outcomes", KAP, "waiver", "E103 (value 55.0): printed so"),
        "outcomes",
        4,
        1,
    ),
    ("E127", "sign of p that nobody prints", cell("effects", MD, "p_value", ">0.001"), "effects", 3, 1),
    ("E130", "two arms of one role", cells("outcomes", SALINE, arm="placebo pill", role="treatment"), "outcomes", 3, 1),
    (
        "E130",
        "id that says control",
        cells("outcomes", KETAMINE, id="lee2020-response-d1-control", arm="drug"),
        "outcomes",
        2,
        1,
    ),
    (
        "E130",
        "arm of both roles",
        repeat(
            "outcomes", KETAMINE, id="lee2020-response-w1-x", role="control", timepoint="week 1", timepoint_days="7"
        ),
        "outcomes",
        5,
        1,
    ),
    ("E131", "dose by vein above all", cell("outcomes", KETAMINE, "arm", "ketamine 5 mg/kg IV"), "outcomes", 2, 1),
    ("E133", "animal in a trial of people", cells("quantities", 0, species="rat"), "quantities", 2, 1),
    ("E133", "route against the id", cell("quantities", 0, "id", "lee2020-oral-dose"), "quantities", 2, 1),
    (
        "E133",
        "unit of time against the words",
        cells("quantities", 0, quantity="hours before the session", unit="minutes"),
        "quantities",
        2,
        1,
    ),
    (
        "E137",
        "number changed under a waiver",
        cells("outcomes", KETAMINE, value="43.0", waiver="E102 (value 41.0, events 20, n 50): misprint"),
        "outcomes",
        2,
        1,
    ),
    (
        "E137",
        "another column changed under a waiver",
        cells("outcomes", KETAMINE, n="60", value="41.0", waiver="E102 (value 41.0, events 20, n 50): misprint"),
        "outcomes",
        2,
        1,
    ),
]

INNOCENT = [
    (
        "comparator that has no name of its own",
        both(cell("studies", 0, "control", "other"), cell("outcomes", KETAMINE, "arm", "another infusion")),
    ),
    (
        "minutes in an id",
        cells("effects", OR, id="lee2020-remission-m240-or", timepoint="240 minutes", timepoint_days="0.17"),
    ),
    (
        "time counted from the last session",
        cells("effects", OR, timepoint="1 day after the last of three", timepoint_days="15"),
    ),
    (
        "same number in two arms without a contrast",
        both(
            cells("outcomes", SALINE, events="20", value="40.0"), cells("effects", RD, value="0.0", favours="neither")
        ),
    ),
    (
        "contrast of the other arm first",
        both(
            cells(
                "effects",
                RD,
                contrast="saline v ketamine",
                value="-20.0",
                favours="second",
                basis="printed",
                computed_from="",
            )
        ),
    ),
    (
        "two doses of one drug, one as control",
        both(
            cell("outcomes", KETAMINE, "arm", "ketamine 0.5 mg/kg"),
            cell("outcomes", SALINE, "arm", "ketamine 0.1 mg/kg"),
        ),
    ),
    ("arm that names both", cell("outcomes", SALINE, "arm", "saline, then ketamine")),
    (
        "dose of anaesthesia",
        cells("quantities", 0, quantity="dose to induce anaesthesia", value="2.0", low="1.0", high="4.5"),
    ),
    (
        "dose of an animal",
        both(
            cells("quantities", 0, species="rat", value="25", low="10", high="30"),
            cell("studies", 0, "design", "animal"),
        ),
    ),
    ("per cent of people who changed", cell("outcomes", KAP, "definition", "at least 50% mean reduction of the score")),
    (
        "percent change in its unit",
        cells("outcomes", KAP, unit="percent change", definition="mean change of the score"),
    ),
    (
        "spreads within a factor of five",
        both(cells("outcomes", KETAMINE, sd="9.1", **SPREAD), cells("outcomes", SALINE, sd="3.0", **SPREAD)),
    ),
    ("p of a border", cells("effects", OR, p_value="0.05")),
    ("p far below", cells("effects", MD, p_value="<0.001")),
    ("oral antidepressant beside a spray", cells("quantities", 0, quantity="dose with an oral antidepressant")),
    (
        "number reprinted in another work, named",
        both(
            cell("outcomes", SALINE, "seen_at", OTHER_PAGE), cell("outcomes", SALINE, "locator", "Table 1 of Kim 2021")
        ),
    ),
    ("minus at the start of a note", cell("outcomes", SALINE, "note", "- 2 left early")),
    ("accents and dashes", cell("outcomes", SALINE, "note", "caf\u00e9 \u2013 na\u00efve \u2265 2")),
    ("cell of two lines", cell("outcomes", SALINE, "note", "one\ntwo")),
]
