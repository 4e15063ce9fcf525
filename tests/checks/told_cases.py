"""Sentences that tell of their works what the rows do not, one a case, with its place; and sentences that are right."""

from tests.checks.page_cases import PAGE, add, first

LEE, KIM = "{cite:p}`lee2020`", "{cite:p}`kim2021`"
N = "{stat}`50 <lee2020-response-d1-ketamine.n>`"
CI = "{stat}`-6.0 to -2.0 <lee2020-score-d1.ci>`"
OR = "{stat}`1.0 to 4.0 <lee2020-remission-d1-or.ci>`"
SUMMARY = ":::{admonition} In short\n:class: in-short\n* %s\n:::\n"


def studies(row, text, **cells):
    """Change cells of a study's row, then add a text."""

    def harm(mini):
        for column, value in cells.items():
            mini.cell("studies", row, column, value)
        mini.append(PAGE, f"\n{text}\n")

    return harm


def neither(text):
    """Let no contrast of lee2020 favour an arm, then add a text."""

    def harm(mini):
        for row in range(3):
            mini.cell("effects", row, "favours", "neither")
        mini.append(PAGE, f"\n{text}\n")

    return harm


def by_vein(text):
    """Say in the rows of lee2020 that adults of a ward had the drug by vein, then add a text."""
    return studies(0, text, population="adults, one infusion intravenously")


def in_rats(text):
    """Make kim2021 a study of rats, then add a text."""

    def harm(mini):
        mini.cell("statements", 0, "species", "rat")
        studies(1, text, population="rats", design="animal")(mini)

    return harm


TOLD_FAULTS = [
    # N224: time
    ("N224", "a week for a day", add(f"They felt better a week after the dose {LEE}."), (12, 18)),
    ("N224", "week 8 for week 4", add(f"By week 8 more had responded {KIM}."), (12, 4)),
    ("N224", "hours for days", add(f"Scores were lower six hours later {LEE}."), (12, 19)),
    ("N224", "weeks for days in a range", add(f"It lasted for three to four weeks {LEE}."), (12, 24)),
    ("N224", "lower end of a range", add(f"It lasted for one to four weeks {KIM}."), (12, 15)),
    ("N224", "time beside a bound number", add(f"A month later {N} people were asked."), (12, 1)),
    (
        "N224",
        "time in a paragraph of one work",
        add(f"The trial was small {LEE}. Three days later it was over."),
        (12, 40),
    ),
    ("N224", "time of another work in a cell", add(f"| a |\n|---|\n| gone by day 9 {LEE} |"), (14, 11)),
    (
        "N224",
        "time of the question of a summary",
        first(SUMMARY % "It may help for two months. {certainty}`response-one-day`"),
        (3, 19),
    ),
    # N225: country, age, route, species
    ("N225", "another country", add(f"In Spain fifty people took part {LEE}."), (12, 4)),
    ("N225", "people of another country", add(f"Danish patients were asked {LEE}."), (12, 1)),
    ("N225", "country in capitals", add(f"In the UK fifty people took part {LEE}."), (12, 8)),
    ("N225", "adolescents for adults", add(f"The trial took {N} adolescents."), (12, 60)),
    ("N225", "children for adults", add(f"It helped children with depression {LEE}."), (12, 11)),
    ("N225", "older people for adults", add(f"In late-life depression it may help {LEE}."), (12, 4)),
    ("N225", "lozenges for infusions", by_vein(f"They felt better after lozenges {LEE}."), (12, 24)),
    ("N225", "spray for infusions", by_vein(f"One spray was given {LEE}."), (12, 5)),
    ("N225", "by mouth for infusions", by_vein(f"They took it by mouth {LEE}."), (12, 17)),
    ("N225", "both an infusion and an injection", by_vein(f"One infusion or injection was given {LEE}."), (12, 17)),
    ("N225", "mice for people", add(f"In mice it worked within a day {LEE}."), (12, 4)),
    (
        "N225",
        "people for rats",
        in_rats(f"Patients were calmer {KIM}."),
        (12, 1),
    ),
    (
        "N225",
        "another condition",
        studies(0, f"It helped people with bipolar disorder {LEE}.", condition="OCD"),
        (12, 23),
    ),
    (
        "N225",
        "route in a clause beside one that denies",
        by_vein(f"They felt worse after lozenges; nobody can say why {LEE}."),
        (12, 23),
    ),
    ("N225", "another comparator", studies(0, f"It was compared with midazolam {LEE}."), (12, 22)),
    ("N225", "another drug", add(f"They had esketamine {LEE}."), (12, 10)),
    # N229: people in words
    ("N229", "another number of people", add(f"Eighty people took part {LEE}."), (12, 1)),
    ("N229", "tens exchanged", add(f"In all thirty adults were asked {KIM}."), (12, 8)),
    ("N229", "number with a hyphen", add(f"The trial took twenty-one volunteers {KIM}."), (12, 16)),
    ("N229", "number with words between", add(f"It had seventeen very tired women {KIM}."), (12, 8)),
    # N230: year
    ("N230", "year of another review", add(f"A trial of 2012 found it {LEE}."), (12, 3)),
    ("N230", "digits exchanged", add(f"In 2002 they asked {LEE}."), (12, 1)),
    ("N230", "year of a study", add(f"One study from 2011 saw it {LEE}."), (12, 5)),
    # N231: what rows deny
    (
        "N231",
        "not lost",
        studies(1, f"It has been shown to help {KIM}.", certainty_note="It has not been shown to help"),
        (12, 4),
    ),
    (
        "N231",
        "approved though it is not",
        studies(1, f"The drug is approved for it {KIM}.", certainty_note="not approved for this"),
        (12, 10),
    ),
    (
        "N231",
        "proven though it was not",
        studies(1, f"The therapy was proven to help {KIM}.", certainty_note="it was not proven"),
        (12, 13),
    ),
    # N226: design
    (
        "N226",
        "records told as a randomised trial",
        studies(0, f"In a randomised trial it helped {LEE}.", design="observational"),
        (12, 6),
    ),
    ("N226", "open trial told as masked", add(f"A double-blind study in twenty people {KIM}."), (12, 3)),
    ("N226", "trial told as a survey", add(f"A survey found that it helped {LEE}."), (12, 3)),
    ("N226", "trial told as a pooling", add(f"A meta-analysis sees a gain {LEE}."), (12, 3)),
    ("N226", "trial told as records", add(f"In health records it helped {LEE}."), (12, 4)),
    ("N226", "trial told as a guideline", add(f"One guideline advises it {KIM}."), (12, 5)),
    ("N226", "survey told as a trial", studies(1, f"One trial saw a gain {KIM}.", design="survey"), (12, 5)),
    # N227: significance and favour
    ("N227", "significant though nothing is", neither(f"It was significantly better {LEE}."), (12, 8)),
    ("N227", "a significant gain", neither(f"There was a significant gain on ketamine {LEE}."), (12, 13)),
    ("N227", "favours an arm though nothing does", neither(f"The trial favoured ketamine {LEE}."), (12, 11)),
    ("N227", "favours the other arm", add(f"The result favours saline {LEE}."), (12, 12)),
    ("N227", "favours the control", add(f"Pooled, it favoured the control {LEE}."), (12, 12)),
    # N228: dose
    (
        "N228",
        "dose ten times off",
        add(f"They had {{unbound}}`5 mg/kg <dose as the trial prints it>` {LEE}."),
        (12, 10),
    ),
    (
        "N228",
        "dose with a point lost on the page",
        add("They had {unbound}`50 mg <dose as the trial prints it>`."),
        (12, 10),
    ),
    (
        "N228",
        "dose in another unit",
        add(f"They had {{unbound}}`0.5 mg <dose as the trial prints it>` {LEE}."),
        (12, 10),
    ),
    # N216: the legend of a sign
    ("N216", "minus favours the other arm", add(f"The interval was {CI}; minus favours saline."), (12, 18)),
    ("N216", "plus favours the arm that minus does", add(f"It was {CI} (plus favours ketamine)."), (12, 8)),
    ("N216", "below zero means better on the control", add(f"It was {CI}; below zero favours the control."), (12, 8)),
    ("N216", "below one favours the treatment", add(f"The odds were {OR}; below one favours ketamine."), (12, 15)),
    # N219: a point of the summary against its certainty
    ("N219", "probably beside low", first(SUMMARY % "It probably helps. {certainty}`response-one-day`"), (3, 22)),
    (
        "N219",
        "do not know beside low",
        first(SUMMARY % "We do not know whether it helps. {certainty}`response-one-day`"),
        (3, 36),
    ),
    ("N219", "may beside very low", first(SUMMARY % "It may help. {certainty}`very low`"), (3, 16)),
    (
        "N219",
        "verb of the second point of a line",
        first(SUMMARY % "It may help {certainty}`low`, and it may last {certainty}`moderate`."),
        (3, 49),
    ),
]

TOLD_INNOCENT = [
    ("day of the row in hours", add(f"After 24 hours they felt better {LEE}.")),
    ("next day for a day", add(f"They felt better the next day {LEE}.")),
    ("month for four weeks", add(f"A month later more had responded {KIM}.")),
    ("day and week of two works", add(f"It helped after a day {LEE} and after four weeks {KIM}.")),
    ("how often", add(f"They came twice a week, for half an hour each time {LEE}.")),
    ("rate in a year", add(f"One adult in some cities falls ill in a year {LEE}.")),
    (
        "time that is declared",
        add(f"They were asked {{unbound}}`three weeks <told by the authors in a letter>` later {LEE}."),
    ),
    (
        "time in a sentence that links elsewhere",
        add(f"It was small {LEE}. [A page](https://example.org) tells of six months."),
    ),
    ("time without a work", add("It wears off within two weeks.")),
    ("time counted back", add(f"Much as in the two years before {LEE}.")),
    ("country of the study", add(f"In Norway fifty people took part {LEE}.")),
    ("word us in small letters", add(f"It tells us little {LEE}.")),
    (
        "country of a study that does not say",
        studies(0, f"In Spain it helped {LEE}.", country="not stated in what was read"),
    ),
    ("ages of two works", studies(1, f"It helped adults {LEE} and adolescents {KIM}.", population="adolescents")),
    ("route that rows do not say", add(f"They had one infusion {LEE}.")),
    ("mice and people in one sentence", add(f"What is seen in mice was seen in people too {LEE}.")),
    ("child that is unborn", add(f"It may harm an unborn child {LEE}.")),
    ("what was not found", by_vein(f"After lozenges no gain was seen {LEE}.")),
    ("comparator beside its own", add(f"It was compared with saline, not midazolam {LEE}.")),
    ("people of the study in words", add(f"Twenty people took part {KIM}; fifty in each arm elsewhere {LEE}.")),
    ("two of the people", add(f"Two people left {KIM}.")),
    ("people without a work", add("Some twelve people were asked.")),
    ("year of the work", add(f"A trial of 2020 found it {LEE}; another came in 2021 {KIM}.")),
    ("not shown", studies(1, f"It has not been shown to help {KIM}.", certainty_note="It has not been shown to help")),
    ("shown of a work that does not deny it", add(f"It has been shown to help {LEE}.")),
    ("randomised told as not", add(f"Nobody was randomised {KIM}.")),
    ("trial that a review pools", studies(0, f"In randomised trials it may help {LEE}.", design="meta-analysis")),
    (
        "interviews after a trial",
        studies(0, f"In interviews after a trial they told of it {LEE}.", design="observational"),
    ),
    ("not significant", neither(f"The difference was not significant {LEE}.")),
    ("significant of a row that is", add(f"It was significantly lower {LEE}.")),
    ("whether it was significant", neither(f"Nobody asked whether it was significant {LEE}.")),
    ("favours the arm that it does", add(f"The result favours ketamine {LEE}.")),
    (
        "dose that a row names",
        studies(
            0, f"They had {{unbound}}`0.4 mg/kg <dose as the trial prints it>` {LEE}.", comparator="saline v 0.4 mg/kg"
        ),
    ),
    ("minus favours the arm that it does", add(f"The interval was {CI}; minus favours ketamine.")),
    ("above one favours the treatment", add(f"The odds were {OR}; above one favours ketamine.")),
    ("may beside low", first(SUMMARY % "It may help. {certainty}`response-one-day`")),
    ("do not know whether it may", first(SUMMARY % "We do not know whether it may help. {certainty}`very low`")),
    (
        "two points in a line",
        first(SUMMARY % "It may help {certainty}`low`, and it probably lasts {certainty}`moderate`."),
    ),
]
