"""Bound numbers whose words do not fit their row, one a case, with line and column; and sentences that are right."""

from tests.checks.page_cases import PAGE, add, page

KETAMINE, SALINE = "lee2020-response-d1-ketamine", "lee2020-response-d1-saline"
K, S = f"{{stat}}`40.0% <{KETAMINE}>`", f"{{stat}}`20.0% <{SALINE}>`"
FALL = "{stat}`4.0 points <lee2020-score-d1.size>`"
CI = "{stat}`-6.0 to -2.0 <lee2020-score-d1.ci>`"


def with_row(table, row, text, **changes):
    """Add a row like another one, then a text that binds it."""

    def harm(mini):
        mini.repeat(table, row, **changes)
        mini.append(PAGE, f"\n{text}\n")

    return harm


REMISSION = dict(outcome="remission", definition="few symptoms", value="30.0", events="15")
REM_K = dict(id="lee2020-remission-d1-ketamine", **REMISSION)
LATE = dict(id="lee2020-response-w4-ketamine", timepoint="week 4", timepoint_days="28", value="30.0", events="15")
OTHER = dict(id="lee2020-response-d1-itt", definition="half, all randomised", value="36.0", events="18", n="50")
BOX = ":::{admonition} In short\n:class: in-short\nOne day on, it was %s.\n:::\n\n"


AGREEMENT_FAULTS = [
    # N212
    (
        "N212",
        "study that the page cites nowhere",
        page("{cite:p}`kim2021`", "In the open study {stat}`55.0% <kim2021-response-w4-kap>` did."),
        (10, 19),
    ),
    (
        "N212",
        "study that another sentence cites",
        add("It was {stat}`55.0% <kim2021-response-w4-kap>` {cite:p}`lee2020`."),
        (12, 8),
    ),
    (
        "N212",
        "interval of a study that another sentence cites",
        add(f"It fell, {CI}, in one trial {{cite:t}}`kim2021`."),
        (12, 10),
    ),
    # N213
    ("N213", "arms exchanged", add(f"It was {S} on ketamine and {K} on saline."), (12, 8)),
    ("N213", "arms exchanged before the numbers", add(f"On ketamine {S} responded, on saline {K}."), (12, 13)),
    ("N213", "other name of the arm", add(f"After salt water {K} responded; with ketamine it was {S}."), (12, 18)),
    (
        "N213",
        "heads of columns exchanged",
        add(f"| What | Saline | Ketamine |\n|---|---|---|\n| Response | {K} | {S} |"),
        (14, 14),
    ),
    (
        "N213",
        "number of people of the other arm",
        add(f"{{stat}}`50 <{KETAMINE}.n>` people on saline and {S} of them."),
        (12, 1),
    ),
    # N214
    ("N214", "remission told of a response", add(f"Remission was {K} against {S}."), (12, 15)),
    ("N214", "remitted told of a response", add(f"On ketamine {K} were in remission, against {S}."), (12, 13)),
    ("N214", "relapse told of a response", add(f"On ketamine {K} relapsed against {S} on saline."), (12, 13)),
    (
        "N214",
        "response told of a remission",
        with_row("outcomes", 0, "On ketamine {stat}`30.0% <lee2020-remission-d1-ketamine>` responded.", **REM_K),
        (12, 13),
    ),
    (
        "N214",
        "head of a column of another outcome",
        add(f"| Arm | Remission |\n|---|---|\n| Ketamine | {K} |\n| Saline | {S} |"),
        (14, 14),
    ),
    # N215
    (
        "N215",
        "week 4 told as a day",
        with_row("outcomes", 0, "A day later {stat}`30.0% <lee2020-response-w4-ketamine>` responded.", **LATE),
        (12, 13),
    ),
    (
        "N215",
        "a day told as week 4",
        with_row("outcomes", 0, f"At week 4 {K} responded, against {S}.", **LATE),
        (12, 11),
    ),
    (
        "N215",
        "a day told as four weeks",
        with_row("outcomes", 0, f"After four weeks {K} responded, against {S}.", **LATE),
        (12, 18),
    ),
    (
        "N215",
        "a day in a column of week 4",
        with_row("outcomes", 0, f"| Arm | Week 4 |\n|---|---|\n| Ketamine | {K} |\n| Saline | {S} |", **LATE),
        (14, 14),
    ),
    # N216
    ("N216", "lower told as higher", add(f"The score was {FALL} higher on ketamine."), (12, 15)),
    ("N216", "a fall by less", add(f"The score fell by {FALL} less on ketamine."), (12, 19)),
    ("N216", "higher after saline turned round", add(f"The score was {FALL} lower on saline."), (12, 15)),
    (
        "N216",
        "more told as fewer",
        add("{stat}`20.0 percentage points <lee2020-response-d1-rd>` fewer responded."),
        (12, 1),
    ),
    (
        "N216",
        "odds told as less",
        add("Remission was {stat}`2.0 <lee2020-remission-d1-or>` times less likely."),
        (12, 15),
    ),
    ("N216", "in favour of the other arm", add(f"The gap was {FALL} in favour of saline."), (12, 13)),
    # N217
    ("N217", "percentage of a difference in points", add("It fell by {stat}`4.0 <lee2020-score-d1.size>`%."), (12, 12)),
    ("N217", "points of a percentage", add(f"It was {{stat}}`40.0 <{KETAMINE}>` points, {S} on saline."), (12, 8)),
    ("N217", "milligrams of a dose for each kilogram", add("They took {stat}`0.5 <lee2020-dose>` hours."), (12, 11)),
    ("N217", "people as a percentage", add(f"They were {{stat}}`50 <{KETAMINE}.n>`%."), (12, 11)),
    # N218
    (
        "N218",
        "summary with another analysis",
        lambda mini: (
            mini.repeat("outcomes", 0, **OTHER),
            mini.edit(PAGE, "\n\n", f"\n\n{BOX % '{stat}`36.0% <lee2020-response-d1-itt>`'}"),
        ),
        (5, 20),
    ),
    (
        "N218",
        "summary with another analysis, rounded",
        lambda mini: (
            mini.repeat("outcomes", 0, **OTHER),
            mini.edit(PAGE, f"`40.0% <{KETAMINE}>`", f"`40 in 100 <{KETAMINE}.rounded>`"),
            mini.edit(PAGE, "\n\n", f"\n\n{BOX % '{stat}`36 in 100 <lee2020-response-d1-itt.rounded>`'}"),
        ),
        (5, 20),
    ),
    (
        "N218",
        "summary with another count",
        lambda mini: (
            mini.repeat("outcomes", 0, **OTHER),
            mini.edit(PAGE, f"`40.0% <{KETAMINE}>`", f"`20 of 50 <{KETAMINE}.of>`"),
            mini.edit(PAGE, "\n\n", f"\n\n{BOX % '{stat}`18 of 50 <lee2020-response-d1-itt.of>`'}"),
        ),
        (5, 20),
    ),
    # N219
    ("N219", "probably with low certainty", add("It probably helps (low certainty)."), (12, 20)),
    ("N219", "may with high certainty", add("It may help; the certainty is high."), (12, 18)),
    ("N219", "not known with moderate certainty", add("We do not know if it helps (moderate certainty)."), (12, 29)),
    ("N219", "certainty of another question", add(f"It was {K} against {S} (very low certainty)."), (12, 8)),
    # N220
    ("N220", "one arm twice", add(f"It was {K} on ketamine and {K} in all."), (12, 69)),
    ("N220", "one arm twice in a row", add(f"| a | b | c |\n|---|---|---|\n| x | {K} | {K} |"), (14, 54)),
    ("N220", "one interval twice", add(f"It fell by {FALL} ({CI} and {CI})."), (12, 103)),
    # N221
    (
        "N221",
        "arms of two outcomes",
        with_row("outcomes", 0, f"It was {{stat}}`30.0% <lee2020-remission-d1-ketamine>` against {S}.", **REM_K),
        (12, 62),
    ),
    (
        "N221",
        "arms of two times",
        with_row("outcomes", 0, f"It was {{stat}}`30.0% <lee2020-response-w4-ketamine>` v {S}.", **LATE),
        (12, 55),
    ),
    (
        "N221",
        "arms of two studies",
        add(f"It was {{stat}}`55.0% <kim2021-response-w4-kap>` against {S} {{cite:p}}`kim2021,lee2020`."),
        (12, 56),
    ),
    (
        "N221",
        "interval of another row",
        add(f"The odds were {{stat}}`2.0 <lee2020-remission-d1-or>` ({CI})."),
        (12, 54),
    ),
]
AGREEMENT_FAULTS += [
    # N222
    (
        "N222",
        "number of a row declared unbound",
        add("It was {unbound}`40.0% <as the trial printed it>` {cite:p}`lee2020`."),
        (12, 8),
    ),
    (
        "N222",
        "number of a row declared unbound in a cell",
        add("| a |\n|---|\n| {unbound}`20.0% <as the trial printed it>` {cite:p}`lee2020` |"),
        (14, 3),
    ),
    ("N222", "dose of a row declared unbound", add("{unbound}`0.5 mg/kg <as was given>` {cite:t}`lee2020`."), (12, 1)),
    # N223
    ("N223", "more told as fewer", add(f"On ketamine {K} responded, fewer than the {S} on saline."), (12, 13)),
    ("N223", "less told as higher", add(f"On saline it was {S}, which is higher than {K}."), (12, 18)),
    ("N223", "more told as lower", add(f"Response was {K} and so lower than {S}."), (12, 14)),
]

AGREEMENT_INNOCENT = [
    ("more than the other arm", add(f"On ketamine {K} responded, more than the {S} on saline.")),
    ("fewer than the other arm", add(f"On saline {S} responded, fewer than {K} on ketamine.")),
    ("more than a number", add(f"On ketamine {K} responded, and more than {S} on saline.")),
    ("unbound number of no row", add("It was {unbound}`41.0% <as one article has it>` {cite:p}`lee2020`.")),
    ("arms in their order", add(f"It was {K} on ketamine and {S} on saline.")),
    ("arms before their numbers", add(f"On ketamine {K} responded, on saline {S}.")),
    ("comparator after its number", add(f"It was {K}, against {S} on salt water.")),
    ("trials named by their comparator", add(f"In trials with saline it was {K} and {S}.")),
    ("heads of columns", add(f"| What | Ketamine | Saline |\n|---|---|---|\n| Response | {K} | {S} |")),
    ("response and remission in one sentence", add(f"Remission was not counted; {K} responded against {S}.")),
    ("lower on ketamine", add(f"The score was {FALL} lower on ketamine than on saline.")),
    ("fell by more", add(f"The score fell by {FALL} more on ketamine.")),
    ("higher on the other arm", add(f"The score was {FALL} higher on saline.")),
    ("more responded", add("{stat}`20.0 percentage points <lee2020-response-d1-rd>` more responded.")),
    ("in favour of the drug", add(f"The gap was {FALL} in favour of ketamine.")),
    ("difference with its interval", add(f"It fell by {FALL} (interval {CI}).")),
    ("may with low certainty", add("It may help (low certainty).")),
    ("not known with very low certainty", add("We do not know whether it helps (very low certainty).")),
    ("certainty of the question", add(f"It was {K} against {S} (low certainty).")),
    ("certainty that a review gives", add(f"The review rates {K} against {S} as of very low certainty.")),
    ("time in other words", add(f"Within 24 hours {K} responded, against {S}.")),
    ("one number in two sentences", add(f"It was {K} against {S}. Of all, {K} is less.")),
    ("unit of the row", add("It fell {stat}`4.0 <lee2020-score-d1.size>` points on {stat}`0.5 <lee2020-dose>` mg/kg.")),
    (
        "summary with the same row",
        lambda mini: mini.edit(PAGE, "\n\n", f"\n\n{BOX % (K + ', against ' + S)}"),
    ),
]
