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
            cells("outcomes", SALINE, id="lee2020-response-d1-low", arm="ketamine 0.1 mg/kg"),
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


def titled(text):
    """Give the first study's work another title."""
    return lambda mini: mini.edit("references.bib", "Ketamine against saline for depression", text)


def trial(number, day):
    """Another registered trial, of a work that is not in the tables."""
    return repeat("trials", 0, trial=number, works=f"doe{number[-4:]}", registered_on=day)


def survey(name, population, value, unit="million", year="2019"):
    return repeat(
        "surveys", 0, id=f"lee2020-illness-{year}-{name}", population=population, value=value, unit=unit, year=year
    )


def statement(text, **values):
    return cells("statements", 0, statement=text, **values)


def reason(row, judgement, text):
    return cells("appraisals", row, judgement=judgement, reason=text)


IN_ORDER = both(
    trial("NCT00000002", "2019-02-01"), trial("NCT00000003", "2019-03-01"), trial("NCT00000004", "2019-04-01")
)
ADULTS = survey("m", "adults aged 18 or older", "50.0")
AGES = both(
    survey("18-25", "adults aged 18-25", "10.0"),
    survey("26-49", "adults aged 26-49", "25.0"),
    survey("50", "adults aged 50 or older", "15.0"),
)
SCORE = dict(definition="IES-R", measure="MD", unit="points")
PRINTED = dict(basis="printed", computed_from="")
ROW = "lee2020-response-d1-ketamine"
RATIO = dict(id="lee2020-response-d1", unit="ratio", **PRINTED)
CROSSOVER = cells("studies", 1, design="crossover trial", blinding="double")

TABLE_FAULTS += [
    ("E101", "more studies than people", cells("effects", OR, n="6", k="221"), "effects", 4, 1),
    (
        "E125",
        "days before their letter",
        cell("adverse_events", 0, "id", "lee2020-nausea-28d-ketamine"),
        "adverse_events",
        2,
        1,
    ),
    (
        "E125",
        "adverse event of another time",
        cells("adverse_events", 0, id="lee2020-nausea-h24", timepoint="four weeks"),
        "adverse_events",
        2,
        1,
    ),
    (
        "E125",
        "statement of another time",
        statement("After four weeks there was no comparator.", timepoint_days="1"),
        "statements",
        2,
        1,
    ),
    (
        "E129",
        "odds ratio that is the relative risk",
        cells("effects", RD, measure="OR", value="2.0", **RATIO),
        "effects",
        2,
        1,
    ),
    (
        "E129",
        "relative risk that is the odds ratio",
        cells("effects", RD, measure="RR", value="2.67", **RATIO),
        "effects",
        2,
        1,
    ),
    (
        "E129",
        "relative risk of other arms",
        cells("effects", RD, measure="RR", value="3.1", **RATIO),
        "effects",
        2,
        1,
    ),
    ("E129", "difference of other arms", cells("effects", RD, value="30.0", **PRINTED), "effects", 2, 1),
    (
        "E132",
        "price with a point for thousands",
        cells("quantities", 0, value="85.808", unit="USD", low="", high=""),
        "quantities",
        2,
        1,
    ),
    ("E132", "count with a point for thousands", cells("surveys", 0, value="3.109", unit="count"), "surveys", 2, 1),
    ("E132", "count of people with decimals", cells("surveys", 0, value="31.5", unit="count"), "surveys", 2, 1),
    (
        "E132",
        "quantity a thousand times its sibling",
        both(
            cells("quantities", 0, quantity="level in blood", unit="ng/mL", value="150", low="", high=""),
            repeat(
                "quantities",
                0,
                id="lee2020-level-2",
                quantity="level in blood, second hour",
                value="0.15",
                low="",
                high="",
            ),
        ),
        "quantities",
        3,
        1,
    ),
    (
        "E133",
        "statement on mice booked as people",
        statement("In stressed mice ketamine brought back spines."),
        "statements",
        2,
        1,
    ),
    (
        "E133",
        "statement on people booked as rats",
        both(statement("Patients slept better.", species="rat"), cell("studies", 1, "design", "animal")),
        "statements",
        2,
        1,
    ),
    (
        "E133",
        "statement of a study of animals booked as people",
        both(statement("Spines grew back."), cell("studies", 1, "design", "animal")),
        "statements",
        2,
        1,
    ),
    ("E133", "statement on animals from a trial", statement("Spines grew back.", species="mouse"), "statements", 2, 1),
    # E138
    ("E138", "randomised other than the study's people", cell("trials", 0, "randomised", "165"), "trials", 2, 1),
    (
        "E138",
        "more people in a work than were randomised",
        both(
            cells("trials", 0, works="lee2020;kim2021", randomised="60"),
            CROSSOVER,
        ),
        "trials",
        2,
        1,
    ),
    ("E138", "registered after the work", cell("trials", 0, "registered_on", "2022-11-20"), "trials", 2, 1),
    (
        "E138",
        "registered in another year than its number",
        cells("trials", 0, trial="EUCTR2011-001520-37-SE"),
        "trials",
        2,
        1,
    ),
    (
        "E138",
        "registered against the order of numbers",
        both(IN_ORDER, cell("trials", 0, "registered_on", "2020-01-01")),
        "trials",
        2,
        1,
    ),
    ("E138", "registered before older numbers", both(IN_ORDER, trial("NCT00000005", "2015-05-01")), "trials", 6, 1),
    ("E138", "open though the study is masked", cell("trials", 0, "masked", "open"), "trials", 2, 1),
    ("E138", "masked though the study is open", cell("studies", 0, "blinding", "open"), "trials", 2, 1),
    ("E138", "not met though all contrasts favour the drug", cell("trials", 0, "primary_met", "no"), "trials", 2, 1),
    (
        "E138",
        "met though no contrast favours anything",
        both(
            cells("effects", RD, favours="neither"),
            cells("effects", MD, favours="neither", p_value="0.2", ci_low="-9.0", ci_high="1.0"),
        ),
        "trials",
        2,
        1,
    ),
    ("E138", "digits of a registration exchanged", cell("studies", 0, "registration", "NCT00000010"), "studies", 2, 1),
    (
        "E138",
        "control of another trial",
        cells("studies", 0, control="midazolam", comparator="midazolam"),
        "trials",
        2,
        1,
    ),
    ("E138", "drug of another trial", cell("trials", 0, "arms", "esketamine v saline"), "trials", 2, 1),
    # E139
    (
        "E139",
        "low though the drug is recognised",
        reason(3, "low", "told by the person, who can recognise the drug"),
        "appraisals",
        5,
        1,
    ),
    (
        "E139",
        "low though the trial was open",
        reason(1, "low", "open trial, everyone knew the arm"),
        "appraisals",
        3,
        1,
    ),
    (
        "E139",
        "low though nothing was read",
        reason(2, "low", "losses are not told in what was read"),
        "appraisals",
        4,
        1,
    ),
    ("E139", "high though all finished", reason(2, "high", "all 20 finished"), "appraisals", 4, 1),
    (
        "E139",
        "no information though outcomes agree",
        reason(4, "no information", "registered and published outcome agree"),
        "appraisals",
        6,
        1,
    ),
    (
        "E139",
        "reason of another domain",
        reason(2, "low", "registered and published scale are one"),
        "appraisals",
        4,
        1,
    ),
    (
        "E139",
        "order of people under measurement",
        reason(3, "low", "the sequence was drawn by lot"),
        "appraisals",
        5,
        1,
    ),
    # E140
    ("E140", "review as a trial", titled("Ketamine for depression: a meta-analysis"), "studies", 2, 1),
    ("E140", "systematic review as a trial", titled("Ketamine for depression: a systematic review"), "studies", 2, 1),
    (
        "E140",
        "trial as a survey",
        both(titled("Ketamine: a randomised trial"), cell("studies", 0, "design", "survey")),
        "studies",
        2,
        1,
    ),
    ("E140", "open-label study as masked", titled("Ketamine: an open-label study"), "studies", 2, 1),
    (
        "E140",
        "double-blind trial as open",
        both(titled("Ketamine: a double-blind trial"), cell("studies", 0, "blinding", "open")),
        "studies",
        2,
        1,
    ),
    ("E140", "records as a trial", titled("Ketamine: a retrospective study"), "studies", 2, 1),
    ("E140", "case report as a trial", titled("Ketamine: a case report"), "studies", 2, 1),
    ("E140", "rats as people", titled("Ketamine in rats"), "studies", 2, 1),
    ("E140", "esketamine as ketamine", titled("Esketamine against saline for depression"), "studies", 2, 1),
    ("E140", "another condition", titled("Ketamine against saline for fibromyalgia"), "studies", 2, 1),
    # E141
    ("E141", "midazolam for saline", cell("studies", 0, "control", "midazolam"), "studies", 2, 1),
    ("E141", "saline for shocks", cell("studies", 0, "comparator", "electroconvulsive therapy"), "studies", 2, 1),
    (
        "E141",
        "spray for an infusion",
        cells("studies", 0, control="placebo spray", comparator="placebo infusion"),
        "studies",
        2,
        1,
    ),
    (
        "E141",
        "tablets for a spray",
        cells("studies", 0, control="oral placebo", comparator="placebo nasal spray"),
        "studies",
        2,
        1,
    ),
    (
        "E141",
        "active drug for a placebo",
        cells("studies", 0, control="other active drug", comparator="placebo"),
        "studies",
        2,
        1,
    ),
    # E142
    ("E142", "measure against the id", cell("effects", OR, "measure", "HR"), "effects", 4, 1),
    (
        "E142",
        "outcome against the id",
        cells("outcomes", KETAMINE, outcome="relapse", definition="came back", outcome_group="relapse"),
        "outcomes",
        2,
        1,
    ),
    ("E142", "event against the id", cell("adverse_events", 0, "event", "Headache"), "adverse_events", 2, 1),
    ("E142", "arm against the id", cell("outcomes", SALINE, "arm", "midazolam"), "outcomes", 3, 1),
    ("E142", "year of a survey against its id", cell("surveys", 0, "year", "2018"), "surveys", 2, 1),
    (
        "E142",
        "year of a survey outside its series",
        cells("surveys", 1, id="lee2020-illness-late", year="2020"),
        "surveys",
        3,
        1,
    ),
    (
        "E142",
        "year between two of the series",
        cells("surveys", 1, id="lee2020-late", series="NSDUH 2015-2018"),
        "surveys",
        3,
        1,
    ),
    # E143
    ("E143", "part ten times off", both(ADULTS, survey("18-25", "adults aged 18-25", "102")), "surveys", 5, 1),
    ("E143", "women more than all", both(ADULTS, survey("w", "women", "51.0")), "surveys", 5, 1),
    ("E143", "parts that do not add up", both(survey("m", "adults aged 18 or older", "60.0"), AGES), "surveys", 4, 1),
    (
        "E143",
        "share of all outside of its parts",
        both(survey("w", "women", "24.0", "percent"), survey("men", "men", "21.0", "percent")),
        "surveys",
        2,
        1,
    ),
    (
        "E143",
        "share and count of two populations",
        both(
            ADULTS,
            survey("p", "adults aged 18 or older", "20.0", "percent"),
            survey("18-25", "adults aged 18-25", "30.0"),
            survey("18-25p", "adults aged 18-25", "5.0", "percent"),
        ),
        "surveys",
        6,
        1,
    ),
    # E144
    (
        "E144",
        "score of symptoms that is better when higher",
        cells("effects", MD, better="higher", favours="second", **SCORE),
        "effects",
        3,
        1,
    ),
    (
        "E144",
        "response that is better when rarer",
        cells("effects", RD, better="lower", favours="second"),
        "effects",
        2,
        1,
    ),
    (
        "E144",
        "relapse that is better when more",
        cells("effects", OR, outcome="relapse", outcome_group="relapse", id="lee2020-relapse-d1-or"),
        "effects",
        4,
        1,
    ),
    (
        "E144",
        "sign that the definition gives",
        cells("effects", MD, better="higher", favours="second", definition="MADRS, negative favours ketamine"),
        "effects",
        3,
        1,
    ),
    (
        "E144",
        "sign that the note gives",
        cells(
            "effects", MD, value="4.0", ci_low="2.0", ci_high="6.0", favours="second", note="positive favours ketamine"
        ),
        "effects",
        3,
        1,
    ),
]

INNOCENT += [
    ("studies and people", cells("effects", OR, n="90", k="6")),
    (
        "time of an event in words",
        cells("adverse_events", 0, id="lee2020-nausea-28d-x", timepoint="four-week double-blind phase"),
    ),
    (
        "event at a time that is no number",
        cells("adverse_events", 0, id="lee2020-nausea-28d-x", timepoint="maintenance phase"),
    ),
    ("statement of two times", statement("After a day as after a month there was no comparator.", timepoint_days="7")),
    ("month of a statement", statement("One month later there was no comparator.", timepoint_days="28")),
    ("adjusted odds ratio", cells("effects", RD, measure="OR", value="2.4", **RATIO)),
    ("relative risk as the arms give it", cells("effects", RD, measure="RR", value="2.0", **RATIO)),
    (
        "difference of another definition",
        cells("effects", RD, value="30.0", definition="at least half, adjusted", **PRINTED),
    ),
    (
        "mean count with decimals",
        cells("quantities", 0, quantity="mean number of sessions", value="6.1", unit="count", low="", high=""),
    ),
    (
        "prices of two things",
        both(
            cells("quantities", 0, quantity="price of a lozenge", value="12", unit="USD", low="", high=""),
            repeat(
                "quantities", 0, id="lee2020-cost", quantity="yearly cost to the payer", value="85808", low="", high=""
            ),
        ),
    ),
    ("statement that names both", statement("As in rats, spines of patients grew.")),
    (
        "statement of a laboratory on rats",
        both(statement("In rats it did.", species="rat"), cell("studies", 1, "design", "laboratory")),
    ),
    ("number explained in the note", cells("trials", 0, randomised="102", note="100 of those randomised began")),
    (
        "number explained in words",
        both(
            CROSSOVER,
            cells("trials", 0, works="kim2021", randomised="14", note="Twelve of the fourteen finished"),
            cell("studies", 1, "n", "12"),
        ),
    ),
    (
        "parts of a trial",
        both(
            cells("trials", 0, works="lee2020;kim2021", randomised="160"),
            CROSSOVER,
        ),
    ),
    ("registered in the year of the work", cell("trials", 0, "registered_on", "2020-06-01")),
    ("registry that numbers a little late", both(IN_ORDER, cell("trials", 0, "registered_on", "2019-03-15"))),
    ("open follow-up of a masked trial", cell("trials", 0, "works", "lee2020;kim2021")),
    (
        "not met in one of two primary contrasts",
        both(
            cell("trials", 0, "primary_met", "no"),
            cells("effects", MD, favours="neither", p_value="0.2", ci_low="-9.0", ci_high="1.0"),
        ),
    ),
    (
        "not met as the control was better",
        both(
            cell("trials", 0, "primary_met", "no"),
            cells("outcomes", KETAMINE, events="10", value="20.0"),
            cells("outcomes", SALINE, events="20", value="40.0"),
            cells("effects", RD, contrast="saline v ketamine", favours="first", **PRINTED),
            cells("effects", MD, contrast="saline v ketamine", favours="first"),
        ),
    ),
    ("met where nothing is primary", both(cells("effects", RD, primary="no"), cells("effects", MD, primary="no"))),
    ("two registrations of one trial", cell("studies", 0, "registration", "NCT00000001; ISRCTN12345678")),
    ("registration not stated", cell("studies", 0, "registration", "not stated in what was read")),
    ("low as guesses were chance", reason(3, "low", "guesses no better than chance in either arm")),
    ("high as the trial was open", reason(1, "high", "open; sessions went on")),
    ("low with a count of those who left", reason(2, "low", "72 of 73 people finished 24 hours")),
    (
        "review of randomised trials",
        both(
            titled("A meta-analysis of randomised trials"),
            cells("studies", 0, design="meta-analysis", blinding="not applicable"),
        ),
    ),
    (
        "secondary analysis of a randomised trial",
        both(
            titled("Ketamine: a secondary analysis of a randomised trial"),
            cell("studies", 0, "design", "secondary analysis"),
        ),
    ),
    (
        "crossover of a randomised trial",
        both(titled("A randomised double-blind trial"), cell("studies", 0, "design", "crossover trial")),
    ),
    ("title that names both drugs", titled("Ketamine and esketamine for depression")),
    ("title that says less than the row", titled("Ketamine and sleep")),
    ("condition among others", titled("Ketamine for pain and depression")),
    (
        "title whose words mislead",
        both(titled("Ketamine, open-label no more"), cell("studies", 0, "note", "the title jests")),
    ),
    (
        "comparator that names the control among others",
        cell("studies", 0, "comparator", "saline; midazolam in both groups"),
    ),
    ("comparator that names no arm", cell("studies", 0, "comparator", "water")),
    (
        "spray of saline",
        cells("studies", 0, control="placebo spray", comparator="placebo spray with an oral antidepressant"),
    ),
    ("id that names no outcome", cell("outcomes", KETAMINE, "id", "lee2020-half-d1-ketamine")),
    ("id of the group's name", cells("outcomes", SALINE, id="lee2020-response-d1-control")),
    (
        "two measures of one outcome",
        repeat("effects", OR, id="lee2020-remission-d1-rr", measure="RR", value="1.8", ci_low="", ci_high=""),
    ),
    ("year of a longer series", cells("surveys", 1, id="lee2020-x", series="NSDUH 2019-2024")),
    ("series without a year", cells("surveys", 1, id="lee2020-x", series="NSDUH")),
    ("parts that add up", both(ADULTS, AGES)),
    ("parts with a gap", both(ADULTS, survey("50", "adults aged 50 or older", "15.0"))),
    (
        "share of all between its parts",
        both(survey("w", "women", "24.0", "percent"), survey("men", "men", "18.0", "percent")),
    ),
    (
        "counts of two indicators",
        both(ADULTS, repeat("surveys", 0, id="lee2020-other-2019", indicator="other", value="60.0", unit="million")),
    ),
    (
        "fall of a score that is better when larger",
        cells("effects", MD, better="higher", favours="second", definition="fall in MADRS"),
    ),
    ("standardised response", cells("effects", MD, better="lower", definition="MADRS, negative favours ketamine")),
]

TABLE_FAULTS += [
    ("E113", "i2 as a share", cell("effects", OR, "i2", "0.45"), "effects", 4, 1),
    (
        "E131",
        "dose of a comparator ten times off",
        both(
            cell("outcomes", SALINE, "arm", "saline with 0.045 mg/kg"), cell("studies", 0, "comparator", "0.45 mg/kg")
        ),
        "studies",
        2,
        1,
    ),
    (
        "E132",
        "year of a series ten times off",
        cells("surveys", 1, series="NSDUH to 2019", value="2.2"),
        "surveys",
        3,
        1,
    ),
    (
        "E132",
        "share in a series of per cents",
        cells("surveys", 1, series="NSDUH to 2019", value="0.22"),
        "surveys",
        3,
        1,
    ),
    ("E138", "work of two trials", repeat("trials", 0, trial="NCT00000002", registered_on=""), "trials", 3, 1),
    ("E138", "maker called public", cell("trials", 0, "sponsor", "Janssen Research"), "trials", 2, 1),
    ("E138", "firm called public", cell("trials", 0, "sponsor", "Somebody, LLC"), "trials", 2, 1),
    (
        "E138",
        "page of another trial",
        cell("trials", 0, "seen_at", "https://trials.example.org/NCT00000010"),
        "trials",
        2,
        1,
    ),
    ("E145", "digits of n exchanged", cell("studies", 0, "certainty_note", "10 people, one dose"), "studies", 2, 1),
    (
        "E145",
        "number in words",
        cell("studies", 0, "certainty_note", "Eleven healthy people, one dose"),
        "studies",
        2,
        1,
    ),
    (
        "E145",
        "number in the population",
        cell("studies", 1, "population", "24 adults with depression"),
        "studies",
        3,
        1,
    ),
    ("E146", "work twice", cell("claims", 0, "evidence", "lee2020;lee2020"), "claims", 2, 1),
    ("E146", "finding twice", cell("claims", 0, "findings", f"{ROW};{ROW}"), "claims", 2, 1),
    ("E146", "empty item", cell("trials", 0, "works", "lee2020;"), "trials", 2, 1),
    ("E146", "one arm against itself", cell("effects", RD, "computed_from", f"{ROW};{ROW}"), "effects", 2, 1),
]

INNOCENT += [
    ("i2 of zero", cell("effects", OR, "i2", "0")),
    ("i2 in per cent", cell("effects", OR, "i2", "1.5")),
    (
        "dose of the comparator in its rows",
        both(
            cell("outcomes", SALINE, "arm", "saline with 0.045 mg/kg"), cell("studies", 0, "comparator", "0.045 mg/kg")
        ),
    ),
    ("series that doubles", cells("surveys", 1, id="lee2020-x", series="NSDUH to 2019", year="2018", value="41.0")),
    ("maker called one", cells("trials", 0, sponsor="Janssen Research", sponsor_kind="maker")),
    ("page of the trial", cell("trials", 0, "seen_at", "https://trials.example.org/NCT00000001")),
    ("number of people in words", cell("studies", 0, "certainty_note", "100 people, one dose")),
    (
        "number of those analysed",
        both(cell("studies", 0, "n_analysed", "97"), cell("studies", 0, "population", "97 adults")),
    ),
    ("two groups", cell("studies", 0, "population", "60 adults with depression and 40 controls")),
    ("part of them", cell("studies", 0, "certainty_note", "20 people of the 100 left")),
    ("two works", cell("claims", 0, "evidence", "lee2020;kim2021")),
]

TABLE_FAULTS += [
    ("E126", "digit of those analysed lost", cell("studies", 0, "n_analysed", "10"), "studies", 2, 1),
    ("E138", "nobody's maker", cell("trials", 0, "sponsor_kind", "maker"), "trials", 2, 1),
    ("E138", "ten times as many as planned", cell("trials", 0, "planned", "10"), "trials", 2, 1),
    ("E138", "a tenth of those planned", cell("trials", 0, "planned", "1000"), "trials", 2, 1),
    ("E147", "search in a year to come", cell("claims", 0, "searched", "PubMed, 2062-11-28"), "claims", 2, 1),
    (
        "E147",
        "question searched in a year to come",
        cell("questions", 0, "searched_on", "2062-11-01"),
        "questions",
        2,
        1,
    ),
    ("E147", "registration in a year to come", cell("trials", 0, "registered_on", "2091-01-01"), "trials", 2, 1),
]

INNOCENT += [
    ("half of them analysed", cell("studies", 0, "n_analysed", "50")),
    ("few of an open study analysed", cell("studies", 1, "n_analysed", "5")),
    ("trial that ended early", cells("trials", 0, planned="1000", note="ended early for want of money")),
    ("some more than planned", cell("trials", 0, "planned", "60")),
    ("search of today", cell("claims", 0, "searched", "PubMed, 2026-11-01")),
]
