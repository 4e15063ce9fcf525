"""Faults of the ledger, one a case, each with its file, line and column; and look-alikes that are right."""


def cells(table, row, /, **values):
    return lambda mini: [mini.cell(table, row, column, value) for column, value in values.items()]


def claim(**values):
    """Change the first claim, "Ketamine helps within hours."."""
    return cells("claims", 0, **values)


def ruled(**values):
    """Change the first claim, and its two judgements with it."""
    words = {name: value for name, value in values.items() if name in ("verdict", "certainty")}
    first = {f"first_{name}": value for name, value in words.items()}
    if "rationale" in values:
        words["reason"] = values["rationale"]
    return both(claim(**values), cells("judgements", 0, **words, **first))


def both(*changes):
    return lambda mini: [change(mini) for change in changes]


def contradiction(text):
    return lambda mini: mini.append("evidence/contradictions.csv", f"{text}\n")


def without_claim(mini):
    """Delete a claim with its appearance."""
    mini.drop("claims", 1)
    mini.drop("appearances", 1)


CLAIMS, ARTICLES = "claims", "articles"
CONTRAST = "lee2020-response-d1-rd"

CLAIM_FAULTS = [
    ("L320", "supported over no trial", claim(verdict="supported", rationale="No trial tested it."), CLAIMS, 2, 1),
    ("L320", "supported over nothing found", claim(verdict="supported", rationale="We found no study."), CLAIMS, 2, 1),
    (
        "L320",
        "contradicted over agreement",
        claim(verdict="contradicted", rationale="Trials agree on it."),
        CLAIMS,
        2,
        1,
    ),
    (
        "L320",
        "unsupported over a yes",
        claim(verdict="unsupported", rationale="This is true of not one."),
        CLAIMS,
        2,
        1,
    ),
    (
        "L320",
        "unsupported that denies nothing",
        claim(verdict="unsupported", rationale="A trial saw it."),
        CLAIMS,
        2,
        1,
    ),
    ("L311", "row of another study", claim(findings="kim2021-response-w4-kap"), CLAIMS, 2, 1),
    ("L311", "work exchanged", claim(evidence="kim2021"), CLAIMS, 2, 1),
    ("L311", "statement of another work", claim(findings="kim2021-nocontrol"), CLAIMS, 2, 1),
    ("L312", "unsupported with high certainty", claim(verdict="unsupported", certainty="high"), CLAIMS, 2, 1),
    ("L312", "unsupported with low certainty", claim(verdict="unsupported", certainty="low"), CLAIMS, 2, 1),
    ("L312", "contested by one work", claim(verdict="contested"), CLAIMS, 2, 1),
    ("L312", "high on a small trial", claim(certainty="high"), CLAIMS, 2, 1),
    ("L312", "high on two small trials", claim(certainty="high", evidence="lee2020;kim2021"), CLAIMS, 2, 1),
    (
        "L313",
        "supported by a null result",
        both(claim(verdict="supported", findings=CONTRAST), cells("effects", 0, favours="neither")),
        CLAIMS,
        2,
        1,
    ),
    (
        "L313",
        "supported by rows against it",
        both(claim(verdict="supported", findings=CONTRAST), cells("effects", 0, favours="second")),
        CLAIMS,
        2,
        1,
    ),
    ("L313", "contradicted by rows for it", claim(verdict="contradicted", findings=CONTRAST), CLAIMS, 2, 1),
    ("L314", "note to oneself", claim(rationale="TODO check this."), CLAIMS, 2, 7),
    ("L314", "tag", claim(text="Ketamine <b>helps</b> within hours."), CLAIMS, 2, 2),
    ("L314", "script", claim(rationale="<script>alert(1)</script>"), CLAIMS, 2, 7),
    ("L314", "role", claim(rationale="It may {cite:p}`lee2020` be."), CLAIMS, 2, 7),
    ("L314", "bold", claim(text="Ketamine **helps** within hours."), CLAIMS, 2, 2),
    ("L314", "link", claim(rationale="See [this](https://example.org)."), CLAIMS, 2, 7),
    ("L314", "entity", claim(text="Ketamine &amp; therapy help."), CLAIMS, 2, 2),
    ("L314", "merge mark", claim(rationale="<<<<<<< HEAD"), CLAIMS, 2, 7),
    ("L314", "open question", cells("trials", 0, name="Lee ??"), "trials", 2, 2),
    ("L315", "two thirds", claim(rationale="Two thirds responded."), CLAIMS, 2, 1),
    ("L315", "one in four", claim(rationale="One in four responded."), CLAIMS, 2, 1),
    ("L315", "nine out of ten", claim(rationale="Nine out of ten responded."), CLAIMS, 2, 1),
    ("L315", "tripled", claim(rationale="Response tripled."), CLAIMS, 2, 1),
    ("L316", "psychotherapy as the drug", claim(text="Ketamine with psychotherapy helps fast."), CLAIMS, 2, 1),
    ("L316", "the treatment as the drug", claim(text="The treatment helps within hours."), CLAIMS, 2, 1),
    ("L316", "said of the therapy everywhere", cells("appearances", 0, note="said of the therapy"), CLAIMS, 2, 1),
    ("L317", "unknown claim", contradiction("no-such-claim,003,They differ."), "contradictions", 2, 1),
    ("L317", "second claim unknown", contradiction("works-fast;worked-fast,003,They differ."), "contradictions", 2, 1),
    ("L317", "claim of another article", contradiction("works-fast,001,They differ."), "contradictions", 2, 1),
    ("L318", "claim deleted with its appearance", without_claim, ARTICLES, 2, 1),
    ("L318", "silence taken away", cells("sections", 0, silent_lines=""), ARTICLES, 2, 1),
    ("L318", "line declared silent where a claim appears", cells("sections", 0, silent_lines="2;3"), "sections", 2, 1),
    ("L318", "line outside every section", cells("sections", 0, silent_lines="2;9"), ARTICLES, 2, 1),
    ("L318", "more lines than the article has", cells("articles", 0, lines="2"), ARTICLES, 2, 1),
    ("L319", "claim denied", claim(text="Ketamine does not help within hours."), CLAIMS, 2, 1),
    ("L319", "claim turned to never", claim(text="Ketamine never helps within hours."), CLAIMS, 2, 1),
    ("L319", "claim that cannot", claim(text="Ketamine cannot help within hours."), CLAIMS, 2, 1),
]

CLAIM_INNOCENT = [
    (
        "reason that limits in its second sentence",
        claim(rationale="It helped in one trial. No trial went on for a year."),
    ),
    (
        "unsupported that limits",
        ruled(verdict="unsupported", certainty="none", rationale="One trial saw relief at most."),
    ),
    (
        "contradicted claim that denies",
        ruled(verdict="contradicted", text="Nobody is helped.", rationale="Some are.", findings=CONTRAST),
    ),
    (
        "harm of the first arm",
        both(
            ruled(kind="safety", text="It harms.", rationale="It does.", verdict="supported", findings=CONTRAST),
            cells("effects", 0, favours="second"),
        ),
    ),
    ("high certainty of a mechanism", ruled(certainty="high", kind="mechanism", text="Ketamine works fast.")),
    ("high certainty of a large trial", both(ruled(certainty="high"), cells("studies", 0, n="500", n_analysed="500"))),
    ("share that a row holds", claim(rationale="Two out of five responded, and one in five on saline.")),
    ("factor that the rows give", claim(rationale="Response doubled.")),
    ("one of two trials", claim(rationale="It was so in one of two trials and in two of three studies.")),
    ("drug without psychotherapy", claim(text="Ketamine without psychotherapy helps within hours.")),
    (
        "one place said of the therapy, another of the drug",
        both(cells("appearances", 0, note="said of the therapy"), cells("appearances", 1, claim="works-fast", note="")),
    ),
    ("denial in a clause", claim(text="Ketamine helps people whom other drugs have not helped.")),
    ("denial after and", claim(text="Ketamine helps and is not new.")),
    ("less than and ampersand", claim(rationale="R&D in people of age < 12 and > 10.")),
    ("contradiction of two known claims", contradiction("works-fast;best-clinic,003,They differ.")),
]


def judged(**values):
    """Change the two judgements of the first claim."""
    return cells("judgements", 0, **values)


def also(text, **row):
    """Give the first claim another sentence and the row of the open study beside its own, with some cells changed."""
    reason = f"Response was 40.0% against 20.0% after a day in one trial. {text}"
    return both(
        claim(
            rationale=reason,
            evidence="lee2020;kim2021",
            findings="lee2020-response-d1-ketamine;lee2020-response-d1-saline;kim2021-response-w4-kap",
        ),
        cells("outcomes", 2, **row) if row else lambda mini: None,
    )


RELAPSE = dict(question="relapse-later", asks="Do fewer people relapse?", outcome="relapse", from_days="", to_days="")
BOTH_LOW = dict(certainty="low", first_certainty="low")

CLAIM_FAULTS += [
    ("L307", "week exchanged", claim(rationale="Response was 40.0% against 20.0% by week 8."), CLAIMS, 2, 1),
    ("L307", "hours for days", claim(rationale="Response was 40.0% against 20.0% after 2 hours."), CLAIMS, 2, 1),
    ("L307", "months for weeks", also("It was so for 4 months."), CLAIMS, 2, 1),
    (
        "L317",
        "one claim against itself",
        contradiction("works-fast;works-fast,003,They differ."),
        "contradictions",
        2,
        1,
    ),
    ("L317", "claim against nothing", contradiction("works-fast,003,They differ."), "contradictions", 2, 1),
    (
        "L317",
        "one article twice",
        contradiction("works-fast;best-clinic,003;003,They differ."),
        "contradictions",
        2,
        1,
    ),
    ("L319", "claim seldom so", claim(text="Ketamine seldom helps within hours."), CLAIMS, 2, 1),
    ("L319", "claim that fails", claim(text="Ketamine fails to help within hours."), CLAIMS, 2, 1),
    ("L319", "claim that hardly is so", claim(text="Ketamine hardly helps within hours."), CLAIMS, 2, 1),
    (
        "L319",
        "denial of the id lost",
        both(claim(claim="is-not-fast"), cells("appearances", 0, claim="is-not-fast")),
        CLAIMS,
        2,
        1,
    ),
    # L321
    ("L321", "certainty that nobody gave", both(claim(certainty="moderate"), judged(**BOTH_LOW)), CLAIMS, 2, 1),
    ("L321", "verdict that nobody gave", claim(verdict="partly supported"), CLAIMS, 2, 1),
    (
        "L321",
        "neither of two, and nothing said of it",
        both(claim(certainty="very low"), judged(first_certainty="moderate", resolved="They differ by one trial.")),
        CLAIMS,
        2,
        1,
    ),
    (
        "L321",
        "second taken though the first stands",
        both(claim(verdict="contested"), judged(verdict="contested", resolved="The first verdict stands: one trial.")),
        CLAIMS,
        2,
        1,
    ),
    (
        "L321",
        "first kept though the second was taken",
        judged(certainty="very low", resolved="The second certainty was taken: few people."),
        CLAIMS,
        2,
        1,
    ),
    # L322
    (
        "L322",
        "arms exchanged",
        claim(rationale="Response was 20.0% on ketamine and 40.0% on saline after a day."),
        CLAIMS,
        2,
        1,
    ),
    ("L322", "number of the comparator", claim(rationale="After a day 20.0% responded on ketamine."), CLAIMS, 2, 1),
    ("L322", "count of the comparator", claim(rationale="There were 10 of 50 after ketamine in all."), CLAIMS, 2, 1),
    # L323
    ("L323", "people of the other study", also("In 24 people it was compared with saline.", n="24"), CLAIMS, 2, 1),
    (
        "L323",
        "people of the other drug",
        both(
            also("Among 100 adults midazolam was given.", arm="midazolam"),
            cells("studies", 1, tested="other treatment", comparator="midazolam", control="midazolam"),
        ),
        CLAIMS,
        2,
        1,
    ),
    (
        "L323",
        "certainty in the reason",
        claim(rationale="It was one trial, so the certainty is moderate."),
        CLAIMS,
        2,
        1,
    ),
    # L324
    (
        "L324",
        "drug told as tested with the therapy",
        claim(rationale="The trial tested the drug together with psychotherapy."),
        CLAIMS,
        2,
        1,
    ),
    (
        "L324",
        "the drug with a programme",
        claim(rationale="This was the drug together with a psychotherapy programme."),
        CLAIMS,
        2,
        1,
    ),
    ("L324", "given with a programme", claim(rationale="It was given with a psychotherapy programme."), CLAIMS, 2, 1),
    (
        "L324",
        "therapy told as the drug alone",
        claim(evidence="kim2021", findings="kim2021-response-w4-kap", rationale="Only the drug was tested."),
        CLAIMS,
        2,
        1,
    ),
    # L325
    ("L325", "effect as an opinion", claim(kind="opinion"), CLAIMS, 2, 1),
    ("L325", "effect as an anecdote", claim(kind="anecdote"), CLAIMS, 2, 1),
    ("L325", "effect as a practice", claim(kind="practice"), CLAIMS, 2, 1),
    ("L325", "effect as a need", claim(kind="need", text="The treatment quickly relieves grief."), CLAIMS, 2, 1),
    # L326
    (
        "L326",
        "questions of another outcome",
        both(lambda mini: mini.repeat("questions", 0, **RELAPSE), claim(questions="relapse-later")),
        CLAIMS,
        2,
        1,
    ),
    (
        "L326",
        "event asked where a response was found",
        both(
            lambda mini: mini.repeat("questions", 0, **{**RELAPSE, "outcome": "nausea", "asks": "Is nausea rarer?"}),
            claim(questions="relapse-later"),
        ),
        CLAIMS,
        2,
        1,
    ),
]

CLAIM_INNOCENT += [
    ("time that a finding holds", claim(rationale="Response was 40.0% against 20.0% after 24 hours.")),
    ("time that another finding holds", also("It was so at week 4.")),
    ("time in words", claim(rationale="Response was 40.0% against 20.0%, for five weeks at most.")),
    ("contradiction in one article", contradiction("works-fast;best-clinic,003,They differ.")),
    ("soft denial in a clause", claim(text="Ketamine helps people who seldom respond.")),
    (
        "denial of the id in other words",
        both(claim(claim="is-not-fast", text="Ketamine is rather slow."), cells("appearances", 0, claim="is-not-fast")),
    ),
    ("second judgement taken", judged(certainty="very low", resolved="The first stands: one trial.")),
    (
        "neither stands, as told",
        both(claim(certainty="very low"), judged(resolved="Neither certainty stands: one trial.")),
    ),
    (
        "what stands is named",
        both(claim(certainty="very low"), judged(resolved="It is very low, as its question is.")),
    ),
    ("arms in their places", claim(rationale="Response was 40.0% on ketamine and 20.0% on saline after a day.")),
    ("number that no finding holds", claim(rationale="Response was seen in 9 on saline.")),
    (
        "number of both arms",
        both(cells("outcomes", 1, events="20", value="40.0"), claim(rationale="It was 40.0% on saline.")),
    ),
    ("people of the study itself", claim(rationale="In 50 people it was compared with saline.")),
    ("people of two studies", also("In 24 people ketamine was given.", n="24")),
    ("few people", also("In 5 people it was compared with saline.")),
    ("certainty in the reason", claim(rationale="It was one trial, so the certainty is low.")),
    ("therapy that no trial tested", claim(rationale="No trial tested it with psychotherapy.")),
    ("people who seek the therapy", claim(rationale="They hope for ketamine with psychotherapy.")),
    ("therapy tested with the drug", also("One study tested it with psychotherapy.")),
    ("mechanism that works", claim(kind="mechanism", text="Ketamine works by another way.")),
    ("help in a clause", claim(kind="practice", text="Clinics say that ketamine helps.")),
    (
        "question of another outcome that uses a finding",
        both(
            lambda mini: mini.repeat("questions", 0, **RELAPSE),
            lambda mini: mini.repeat("uses", 0, question="relapse-later"),
            claim(questions="relapse-later"),
        ),
    ),
]


def asked(**values):
    """Change the question, "Do more people respond within a day of ketamine than of saline?"."""
    return cells("questions", 0, **values)


def graded(**values):
    return cells("gradings", 0, **values)


LOWERED = "start high; risk of bias -1: masking was not tested; imprecision -2: few people"

QUESTION_FAULTS = [
    ("Q615", "certainty that nobody gave", asked(certainty="very low", reasons=LOWERED), "questions", 2, 1),
    ("Q615", "second grading that does not add up", graded(reasons=LOWERED), "gradings", 2, 1),
    (
        "Q615",
        "second grading above its reasons",
        graded(certainty="moderate", resolved="The first stands."),
        "gradings",
        2,
        1,
    ),
    ("Q616", "days of a week for a day", asked(from_days="7", to_days="14"), "questions", 2, 1),
    ("Q616", "month for a day", asked(asks="Do more people respond a month after ketamine?"), "questions", 2, 1),
    ("Q616", "days reversed", asked(from_days="2", to_days="1"), "questions", 2, 1),
    ("Q616", "another comparator", asked(comparator="midazolam"), "questions", 2, 1),
    (
        "Q616",
        "another drug",
        asked(asks="Do more people respond within a day of esketamine than of saline?"),
        "questions",
        2,
        1,
    ),
    ("Q616", "another outcome", asked(outcome="relapse"), "questions", 2, 1),
    ("Q616", "word of moderate certainty", asked(answer="Ketamine probably helps more people."), "questions", 2, 1),
    ("Q616", "word of very low certainty", asked(answer="We do not know whether it may help."), "questions", 2, 1),
    ("Q616", "no word of certainty", asked(answer="Ketamine helps more people within a day."), "questions", 2, 1),
]

QUESTION_INNOCENT = [
    (
        "neither stands, as told",
        both(
            asked(certainty="very low", reasons=LOWERED, answer="It is unclear."),
            graded(resolved="Neither stands: one trial."),
        ),
    ),
    ("day counted in hours", asked(asks="Do more people respond within 24 hours of ketamine than of saline?")),
    ("no span of days", asked(from_days="", to_days="", asks="Do people respond a year after ketamine?")),
    ("open at its end", asked(to_days="", asks="Do people respond a month after ketamine?")),
    ("arms in other words", asked(asks="Do more people respond within a day of the racemate than of salt water?")),
    ("any comparator", asked(comparator="", asks="Do more people respond within a day of ketamine than of midazolam?")),
    ("second word of certainty", asked(answer="It may help; probably not for long.")),
    (
        "high certainty without a word",
        both(
            asked(certainty="high", reasons="start high", answer="Ketamine helps."),
            graded(certainty="high", first_certainty="high", reasons="start high"),
        ),
    ),
]

CLAIM_FAULTS += [
    (
        "L306",
        "one reason for two claims",
        both(claim(rationale="It was so."), cells("claims", 1, rationale="It was so.", verdict="supported")),
        CLAIMS,
        3,
        1,
    ),
    (
        "L311",
        "works about another condition",
        both(claim(claim="helps-fibromyalgia"), cells("appearances", 0, claim="helps-fibromyalgia")),
        CLAIMS,
        2,
        1,
    ),
    (
        "L311",
        "works about nothing of the kind",
        both(claim(claim="helps-ptsd", evidence="kim2021"), cells("appearances", 0, claim="helps-ptsd")),
        CLAIMS,
        2,
        1,
    ),
    ("L312", "moderate on an open study", claim(certainty="moderate", evidence="kim2021"), CLAIMS, 2, 1),
    (
        "L312",
        "high on records",
        both(claim(certainty="high"), cells("studies", 0, design="observational", n="900")),
        CLAIMS,
        2,
        1,
    ),
]

CLAIM_INNOCENT += [
    ("one reason for two claims without a rating", cells("claims", 1, rationale="Praise.")),
    (
        "works about the condition",
        both(
            claim(claim="helps-mood", text="Ketamine helps mood."),
            cells("appearances", 0, claim="helps-mood"),
            cells("judgements", 0, claim="helps-mood"),
        ),
    ),
    (
        "moderate on a trial beside an open study",
        both(ruled(certainty="moderate"), also("It was so."), ruled(certainty="moderate")),
    ),
]

QUESTION_FAULTS += [
    (
        "Q617",
        "odds ratio pooled with a difference",
        both(
            cells("uses", 2, use="pooled", reason=""),
            lambda mini: mini.repeat("uses", 2, row="lee2020-remission-d1-or", use="pooled"),
        ),
        "uses",
        5,
        1,
    ),
    (
        "Q617",
        "arm pooled with a contrast",
        both(cells("uses", 0, use="pooled"), cells("uses", 2, use="pooled", reason="")),
        "uses",
        4,
        1,
    ),
]

QUESTION_INNOCENT += [
    ("two arms pooled", both(cells("uses", 0, use="pooled"), cells("uses", 1, use="pooled"))),
]

CLAIM_FAULTS += [
    (
        "L320",
        "supported over trials that disagree",
        claim(verdict="supported", rationale="Trials disagree."),
        CLAIMS,
        2,
        1,
    ),
    ("L320", "second verdict against its reason", judged(verdict="supported", reason="No trial."), "judgements", 2, 1),
    (
        "L320",
        "second verdict without a denial",
        judged(verdict="unsupported", reason="One small trial saw it."),
        "judgements",
        2,
        1,
    ),
    (
        "L319",
        "claim made absolute",
        claim(verdict="supported", text="Ketamine always helps within hours."),
        CLAIMS,
        2,
        1,
    ),
    ("L319", "claim on everybody", claim(verdict="partly supported", text="Ketamine helps everyone."), CLAIMS, 2, 1),
    (
        "L319",
        "another condition than the id",
        both(
            claim(claim="helps-mood", text="Ketamine helps with migraine."),
            cells("appearances", 0, claim="helps-mood"),
        ),
        CLAIMS,
        2,
        1,
    ),
    ("L322", "number of another outcome", claim(rationale="Relapse was 40.0% after a day."), CLAIMS, 2, 1),
    ("L322", "count of another event", claim(rationale="Nausea was seen in 20 of 50."), CLAIMS, 2, 1),
]

CLAIM_INNOCENT += [
    (
        "denial of an absolute",
        ruled(verdict="supported", text="Ketamine does help, and not everybody.", rationale="Yes."),
    ),
    ("absolute that is overstated", claim(text="Ketamine always helps within hours.")),
    (
        "condition in the words",
        both(
            claim(claim="helps-mood", text="Ketamine helps mood."),
            cells("appearances", 0, claim="helps-mood"),
            cells("judgements", 0, claim="helps-mood"),
        ),
    ),
    ("number of its outcome", claim(rationale="Relapse was not counted; 40.0% responded after a day.")),
    ("outcome in another sentence", claim(rationale="Relapse was not counted. It was 40.0% after a day.")),
]
