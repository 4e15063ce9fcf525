"""Faults of the ledger, one a case, each with its file, line and column; and look-alikes that are right."""


def cells(table, row, /, **values):
    return lambda mini: [mini.cell(table, row, column, value) for column, value in values.items()]


def claim(**values):
    """Change the first claim, "Ketamine helps within hours."."""
    return cells("claims", 0, **values)


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
        claim(verdict="unsupported", certainty="none", rationale="One trial saw relief at most."),
    ),
    ("contradicted claim that denies", claim(verdict="contradicted", text="Nobody is helped.", findings=CONTRAST)),
    (
        "harm of the first arm",
        both(claim(kind="safety", verdict="supported", findings=CONTRAST), cells("effects", 0, favours="second")),
    ),
    ("high certainty of a mechanism", claim(certainty="high", kind="mechanism")),
    ("high certainty of a large trial", both(claim(certainty="high"), cells("studies", 0, n="500", n_analysed="500"))),
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
    ("less than and ampersand", claim(rationale="R&D in people of age < 65 and > 18.")),
    ("contradiction of two known claims", contradiction("works-fast;best-clinic,003,They differ.")),
]
