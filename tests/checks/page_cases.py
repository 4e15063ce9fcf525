"""Faults of pages, one a case, each with the line and column of its finding; and look-alikes that are right."""

PAGE = "chapters/depression.md"
TEXT = 12
"""Line on which an added text begins."""


def add(text):
    return lambda mini: mini.append(PAGE, f"\n{text}\n")


def page(old, new):
    return lambda mini: mini.edit(PAGE, old, new)


def whole(text):
    return lambda mini: mini.write(PAGE, text)


def first(text):
    """Put a text before the page."""
    return lambda mini: mini.write(PAGE, text + mini.read(PAGE))


NINE = "".join(f"- line {number}\n" for number in range(9))
SAYS = (
    "In the United States [call 988](tel:988) or [text 988](sms:988); "
    "elsewhere find a line in your country at [findahelpline.com](https://findahelpline.com)."
)
WATCHED = "People in these trials were watched closely, many of them in a ward."
CRISIS = f":::{{admonition}} If you may harm yourself\n:class: crisis\n{SAYS}\n:::\n"


def help_first(old="", new="", below="On suicide."):
    """Put the box with help below the title, with a change in it, and a text below."""
    assert old in CRISIS
    return lambda mini: mini.edit(PAGE, "\n\n", f"\n\n{CRISIS.replace(old, new, 1)}\n{below}\n\n")


def with_answer(mini):
    """Move an answer on the danger from the first page to the chapter."""
    mini.cell("questions", 0, "asks", "Do fewer people think of suicide within a day?")
    mini.cell("questions", 0, "page", "chapters/depression")
    mini.edit("index.md", "```{answer} response-one-day\n```\n", "")
    mini.append(PAGE, "\n```{answer} response-one-day\n```\n")


PAGE_FAULTS = [
    # N201: each kind, and the places where MyST prints it
    ("N201", "percentage after a no-break space", add("It helped 70\u00a0% of people."), (12, 11)),
    ("N201", "percentage with an escaped sign", add("It helped 70\\% of them."), (12, 11)),
    ("N201", "percentage as an entity", add("It helped 70&percnt; of them."), (12, 11)),
    ("N201", "percentage in words and digits", add("It helped 70 per cent of them."), (12, 11)),
    ("N201", "percentage split by emphasis", add("It helped 7**0%** of them."), (12, 11)),
    ("N201", "percentage after a line that begins with code", add("```x = 1``` is code.\n\nIt helped 70%."), (14, 11)),
    ("N201", "percentage in a heading", add("## It helped 70%"), (12, 14)),
    ("N201", "percentage in a cell", add("| a | b |\n|---|---|\n| c | 70% |"), (14, 7)),
    ("N201", "percentage in a box", add(":::{note}\nIt helped 70%.\n:::"), (13, 11)),
    ("N201", "percentage in the title of a box", add(":::{admonition} It helped 70%\ntext\n:::"), (12, 27)),
    ("N201", "percentage in a footnote", add("It may help.[^a]\n\n[^a]: It helped 70%."), (14, 17)),
    ("N201", "percentage in a quotation", add("> It helped 70%."), (12, 13)),
    ("N201", "percentage in a definition", add("word\n: It helped 70%."), (13, 13)),
    ("N201", "percentage in a link", add("It [helped 70%](../index.md)."), (12, 12)),
    ("N201", "percentage below front matter", first("---\nhtml_meta: {}\n--- \n\nNow 70%.\n\n"), (5, 5)),
    ("N201", "percentage below front matter with dots", first("---\nhtml_meta: {}\n...\n\nNow 70%.\n\n"), (5, 5)),
    ("N201", "percentage beside a bound number", page("{cite:p}`lee2020`\n", "{cite:p}`lee2020` and 70%\n"), (4, 23)),
    ("N201", "p with a capital", add("It was clear (P = .03)."), (12, 15)),
    ("N201", "p in words", add("It was clear, a p-value of 0.03."), (12, 17)),
    ("N201", "n with a capital", add("A trial (N = 40)."), (12, 10)),
    ("N201", "fold with a sign", add("It was 3\u00d7 as high."), (12, 8)),
    ("N201", "fold with an x", add("It was 3x higher."), (12, 8)),
    ("N201", "fraction of people", add("It helped 2/3 of them."), (12, 11)),
    ("N201", "fraction as one letter", add("It helped \u2154 of them."), (12, 11)),
    ("N201", "decimal with a comma", add("The difference was 3,2 on the scale."), (12, 20)),
    ("N201", "micrograms in Greek", add("They took 40 \u03bcg of it."), (12, 11)),
    ("N201", "milligrams in words", add("They took 40 milligrams of it."), (12, 11)),
    ("N201", "decimal with a point in the middle", add("The odds were 2\u00b74 in all."), (12, 15)),
    ("N201", "decimal without its zero", add("The size was .8 in all."), (12, 14)),
    ("N201", "percentage cut short", add("It helped 70 pct of them."), (12, 11)),
    ("N201", "number needed to treat", add("The number needed to treat was 5."), (12, 5)),
    ("N201", "number needed to harm, cut short", add("So the NNH = 12 at most."), (12, 8)),
    ("N201", "odds with a colon", add("The odds were 3:1 for it."), (12, 15)),
    # N202 to N204: a role over two lines is read as one
    (
        "N202",
        "wrong number over two lines",
        page("{stat}`40.0% <lee2020-response-d1-ketamine>`", "{stat}`41.0%\n<lee2020-response-d1-ketamine>`"),
        (3, 14),
    ),
    ("N202", "words that the finding does not hold", add("{stat}`No effect <kim2021-nocontrol>` was seen."), (12, 1)),
    ("N203", "unknown row over two lines", add("It was {stat}`40.0%\n<lee2020-nothing>`."), (12, 8)),
    # N210
    ("N210", "two thirds", add("It helped two thirds of the patients."), (12, 11)),
    ("N210", "two-thirds with a hyphen", add("It helped two-thirds of them."), (12, 11)),
    ("N210", "three quarters", add("Three quarters of adults felt better."), (12, 1)),
    ("N210", "half of the people", add("It helped half of the people."), (12, 11)),
    ("N210", "a third of those", add("A third of those treated fell asleep."), (12, 1)),
    ("N210", "one in four", add("One in four had nausea."), (12, 1)),
    ("N210", "nine out of ten", add("Nine out of ten felt better."), (12, 1)),
    ("N210", "seventy per cent", add("It helped seventy per cent."), (12, 11)),
    ("N210", "doubled", add("It doubled the hours of sleep."), (12, 4)),
    ("N210", "halved without a number", add("It halved the days in bed."), (12, 4)),
    ("N210", "twice as many", add("Twice as many slept well."), (12, 1)),
    ("N210", "threefold", add("There was a threefold rise."), (12, 13)),
    ("N210", "double the risk", add("They ran double the risk."), (12, 10)),
    ("N210", "points in words", add("The score fell by nine points more."), (12, 16)),
    ("N210", "percentage points in words", add("It rose by about two percentage points."), (12, 9)),
    # N208
    ("N208", "summary in small letters", first(":::{admonition} in short\n:class: note\nIt may help.\n:::\n"), (1, 1)),
    ("N208", "summary without its class", first(":::{admonition} In short\nIt may help.\n:::\n"), (1, 1)),
    (
        "N208",
        "summary with a class that begins alike",
        first(":::{admonition} In short\n:class: in-shorts\nIt may.\n:::\n"),
        (1, 1),
    ),
    # N211
    ("N211", "percentage in a role of strong words", add("It helped {strong}`70% of people`."), (12, 11)),
    ("N211", "percentage in a role of small letters", add("It helped{sup}`70%` them."), (12, 10)),
    ("N211", "ratio in the words of a reference", add("(x)=\n## More\n\nSee {ref}`1 in 3 people <x>`."), (15, 5)),
    ("N211", "percentage in a block of code", add("```text\nIt helped 70% of people.\n```"), (13, 1)),
    (
        "N211",
        "percentage in a block of a formula",
        add("```{math}\n70\\%\n```\n\n```\n1 in 3 people had it\n```"),
        (17, 1),
    ),
    ("N211", "percentage in the title of a link", add('See [the start](../index.md "It helped 70%").'), (12, 5)),
    (
        "N211",
        "percentage in the front matter",
        first('---\nhtml_meta:\n  description: "It ends in 63% of people"\n---\n\n'),
        (3, 1),
    ),
    ("N211", "percentage as code", add("It helped `70%` of them."), (12, 11)),
    ("N211", "ratio as code", add("It helped `1 in 3` of them."), (12, 11)),
    ("N211", "two thirds as code", add("It helped `two thirds` of them."), (12, 11)),
    ("N211", "percentage in the words of an image", add("![It helped 70%](../_static/a.png)"), (12, 1)),
    ("N211", "unbound without a cause", add("It helped {unbound}`70% <x>` of them."), (12, 11)),
    ("N211", "unbound with a note to oneself", add("It helped {unbound}`70% <TODO>` of them."), (12, 11)),
    ("N211", "unbound with two words", add("It helped {unbound}`70% <see paper>` of them."), (12, 11)),
    # P701: markup of other tools, or misspelt
    ("P701", "role with a blank", add("It was {stat} `40.0% <lee2020-response-d1-ketamine>`."), (12, 8)),
    ("P701", "role with straight quotes", add("It was {stat}'40.0% <lee2020-response-d1-ketamine>'."), (12, 8)),
    ("P701", "role with a bracket lost", add("It was stat}`40.0% <lee2020-response-d1-ketamine>`."), (12, 8)),
    ("P701", "role without its name", add("It was `40.0% <lee2020-response-d1-ketamine>` here."), (12, 8)),
    ("P701", "role of reStructuredText", add("See :cite:`lee2020` for more."), (12, 5)),
    ("P701", "role of a domain of reStructuredText", add("See :cite:p:`lee2020` for more."), (12, 5)),
    ("P701", "citation of Pandoc", add("It may help [@lee2020]."), (12, 13)),
    ("P701", "citation of Pandoc in the text", add("As @lee2020 say, it may help."), (12, 4)),
    ("P701", "citation of LaTeX", add("It may help \\cite{lee2020}."), (12, 13)),
    ("P701", "citation of LaTeX with a page", add("It may help \\citep[see][p. 2]{lee2020}."), (12, 13)),
    ("P701", "emphasis of LaTeX", add("It \\emph{may} help."), (12, 4)),
    ("P701", "footnote that is defined nowhere", add("It may help[^note]."), (12, 12)),
    ("P701", "link of a wiki", add("See [[Anxiety]] too."), (12, 5)),
    ("P701", "link with a blank before its address", add("See [the start] (../index.md) too."), (12, 15)),
    ("P701", "link to a reference that is not there", add("See [the start][home] too."), (12, 15)),
    ("P701", "image without an address", add("Look: ![a curve] here."), (12, 7)),
    ("P701", "variable of a template", add("There are {{ count }} of them."), (12, 11)),
    ("P701", "strong words never closed", add("It **may help."), (12, 4)),
    ("P701", "heading without a blank", add("##More"), (12, 1)),
    ("P701", "label without brackets closed", add("text\n(more)=here"), (13, 1)),
    ("P701", "directive of reStructuredText", add(".. note::\n   text"), (12, 1)),
    ("P701", "table without its rule", add("| a | b |\n| c | d |"), (12, 1)),
    ("P701", "entity without its end", add("It&nbsp may help."), (12, 3)),
    ("P701", "formula of another tool", add("It is $$x$$ here."), (12, 7)),
    ("P701", "role in a cell", add("| a | b |\n|---|---|\n| c | {term} `d` |"), (14, 7)),
    ("P701", "paragraph printed as code", add("    It may help people."), (12, 1)),
    ("P701", "paragraph printed as code in a list", add("* one\n\n        It may help people."), (14, 1)),
    ("P701", "role in a block of code", add("```\nIt was {stat}`40.0% <lee2020-response-d1-ketamine>`.\n```"), (13, 1)),
    ("P701", "citation in a block of code", add("~~~\ntext\nIt may help {cite:p}`lee2020`.\n~~~"), (14, 1)),
    ("P701", "citation in a box", add(":::{note}\nIt may help [@lee2020].\n:::"), (13, 13)),
    # P702
    ("P702", "role misspelt", add("See {cit:p}`lee2020`."), (12, 5)),
    ("P702", "role with a capital", add("It was {Stat}`40.0% <lee2020-response-d1-ketamine>`."), (12, 8)),
    ("P702", "role of another book", add("See {footcite}`lee2020`."), (12, 5)),
    ("P702", "directive misspelt", add(":::{admonitoin} Title\ntext\n:::"), (12, 1)),
    ("P702", "directive that the book does not have", add("```{plotly} x\n```"), (12, 1)),
    # P703
    ("P703", "box never closed", add(":::{note}\ntext"), (12, 1)),
    ("P703", "box closed with too few signs", add("::::{note}\ntext\n:::"), (12, 1)),
    ("P703", "code never closed", add("```python\nx = 1"), (12, 1)),
    ("P703", "comment never closed", add("<!-- later\n\ntext"), (12, 1)),
    ("P703", "front matter never closed", first("---\na: b\n\n"), (1, 1)),
    ("P703", "box in a list never closed", add("- item\n\n  :::{note}\n  text"), (14, 3)),
    # P704
    ("P704", "script", add("<script>alert(1)</script>"), (12, 1)),
    ("P704", "tag in a sentence", add("It <b>may</b> help."), (12, 4)),
    ("P704", "frame from elsewhere", add('<iframe src="https://example.org"></iframe>'), (12, 1)),
    ("P704", "raw directive", add("```{raw} html\n<p>It helps.</p>\n```"), (12, 1)),
    ("P704", "text of another file", add("```{include} ../index.md\n```"), (12, 1)),
    ("P704", "reStructuredText", add("```{eval-rst}\n.. note:: text\n```"), (12, 1)),
    ("P704", "row id without its role", add("It was 40 <lee2020-response-d1-ketamine> of them."), (12, 11)),
    # P705
    ("P705", "image without words", add("![](../_static/a.png)"), (12, 1)),
    ("P705", "image whose words are its file", add("![curve.png](../_static/curve.png)"), (12, 1)),
    ("P705", "image from elsewhere", add("![A falling curve](https://example.org/a.png)"), (12, 1)),
    ("P705", "image from elsewhere without a scheme", add("![A falling curve](//example.org/a.png)"), (12, 1)),
    ("P705", "figure without words", add("```{figure} ../_static/a.png\nA falling curve.\n```"), (12, 1)),
    ("P705", "figure from elsewhere", add("```{figure} https://example.org/a.png\n:alt: A curve\n```"), (12, 1)),
    # P706
    ("P706", "link to plain http", add("See [a page](http://example.org)."), (12, 5)),
    ("P706", "bare address of plain http", add("See <http://example.org>."), (12, 5)),
    ("P706", "link that shows no words", add("See [](https://example.org)."), (12, 5)),
    ("P706", "shortened address", add("See [a page](https://bit.ly/3abcde)."), (12, 5)),
    ("P706", "address that follows readers", add("See [a page](https://example.org/x?utm_source=book)."), (12, 5)),
    ("P706", "address with a person before its host", add("See [a page](https://nih.gov@example.org/x)."), (12, 5)),
    ("P706", "address in numbers", add("See [a page](https://192.0.2.7/x)."), (12, 5)),
    ("P706", "host in disguised letters", add("See [a page](https://xn--80ak6aa92e.com/x)."), (12, 5)),
    ("P706", "link to the machine's own files", add("See [a page](ftp://example.org/x)."), (12, 5)),
    # P707
    ("P707", "link to a page that is not there", add("See [anxiety](anxiety.md)."), (12, 5)),
    ("P707", "link to a page in another folder", add("See [the start](index.md)."), (12, 5)),
    ("P707", "link to a heading that is not there", add("See [the start](../index.md#away)."), (12, 5)),
    ("P707", "link to a heading of the page itself", add("See [below](#more)."), (12, 5)),
    ("P707", "link without an address", add("See [below]()."), (12, 5)),
    ("P707", "term that the glossary lacks", add("It eases {term}`anhedonia`."), (12, 10)),
    ("P707", "term shown in other words", add("It eases {term}`joyless days <anhedonia>`."), (12, 10)),
    ("P707", "label that no page has", add("See {ref}`more <deep-down>`."), (12, 5)),
    ("P707", "page by its name that is not there", add("See {doc}`anxiety`."), (12, 5)),
    ("P707", "file to take along that is not there", add("Take {download}`all <../evidence/all.csv>`."), (12, 6)),
    ("P707", "link in a cell", add("| a |\n|---|\n| [b](c.md) |"), (14, 3)),
    # P708
    ("P708", "zero-width space", add("It may\u200b help."), (12, 7)),
    ("P708", "soft hyphen", add("It may im\u00adprove."), (12, 10)),
    ("P708", "change of direction", add("It may \u202ehelp."), (12, 8)),
    ("P708", "byte-order mark at the start", first("\ufeff"), (1, 1)),
    ("P708", "byte-order mark within", add("\ufeffIt may help."), (12, 1)),
    ("P708", "full-width digits", add("It helped \uff17\uff10\uff05 of them."), (12, 11)),
    ("P708", "letter of another alphabet", add("The pl\u0430cebo helped."), (12, 7)),
    ("P708", "first letter of another alphabet", add("In \u0410nxiety it may help."), (12, 4)),
    ("P708", "lost letter", add("It may he\ufffdlp."), (12, 10)),
    ("P708", "control", add("It may \u0007help."), (12, 8)),
    # P709
    ("P709", "merge mark at the start", add("<<<<<<< HEAD\nIt may help."), (12, 1)),
    ("P709", "merge mark in the middle", add("It may help.\n=======\nIt may not."), (13, 1)),
    ("P709", "merge mark at the end", add("It may help.\n>>>>>>> branch"), (13, 1)),
    ("P709", "note to oneself", add("It may help. TODO: look up."), (12, 14)),
    ("P709", "note to oneself in words", add("It may help (check this)."), (12, 14)),
    ("P709", "source wanted", add("It may help [citation needed]."), (12, 13)),
    ("P709", "filler", add("Lorem ipsum dolor."), (12, 1)),
    ("P709", "doubled word", add("It may may help."), (12, 4)),
    ("P709", "doubled word over two lines", add("It may help the\nthe person."), (12, 13)),
    (
        "P709",
        "sentence twice",
        add(f"{WATCHED}\n\n{WATCHED}"),
        (14, 1),
    ),
    (
        "P709",
        "sentence twice in a paragraph",
        add(f"{WATCHED} It is so. {WATCHED}"),
        (12, 80),
    ),
    (
        "P709",
        "paragraph put into a comment",
        add("<!--\nIt helped {stat}`40.0% <lee2020-response-d1-ketamine>` of them.\n-->"),
        (12, 1),
    ),
    ("P709", "section put into a comment", add("<!--\n## Harms\n\nIt may harm.\n-->"), (12, 1)),
    ("P709", "doubled word with emphasis between", add("It may *may* help."), (12, 4)),
    # P710
    ("P710", "page without a title", page("# Depression\n", ""), (1, 1)),
    ("P710", "page whose title is a section", page("# Depression", "## Depression"), (1, 1)),
    ("P710", "second title", add("# Anxiety"), (12, 1)),
    ("P710", "level left out", add("### More"), (12, 1)),
    ("P710", "level left out below a section", add("## More\n\n#### Deep"), (14, 1)),
    ("P710", "number in a heading", add("## It was {unbound}`1 in 3 <as one article says>`"), (12, 11)),
    ("P710", "citation in a heading", add("## One trial {cite:p}`lee2020`"), (12, 14)),
    # P711
    ("P711", "page on suicide without help", add("Thoughts of suicide may ease."), (12, 13)),
    ("P711", "page on self-harm without help", add("| a |\n|---|\n| self-harm |"), (14, 3)),
    ("P711", "help below the first section", add(f"## Suicide\n\n{CRISIS}"), (12, 4)),
    (
        "P711",
        "help without its number",
        lambda mini: mini.edit(PAGE, "\n\n", f"\n\n{CRISIS.replace('988', '')}\nOn suicide.\n\n"),
        (8, 4),
    ),
    (
        "P711",
        "help whose words alone give the address",
        help_first("](https://findahelpline.com)", "](https://example.org)"),
        (8, 4),
    ),
    (
        "P711",
        "help whose number is no link",
        help_first("[call 988](tel:988) or [text 988](sms:988)", "call 988"),
        (8, 4),
    ),
    ("P711", "answer on suicide without help", with_answer, (12, 1)),
    ("P711", "claim on suicide without help", lambda mini: mini.cell("claims", 0, "text", "It stops suicide."), (6, 1)),
    # P716: the box is folded, hidden, moved or reworded
    ("P716", "folded", help_first("crisis\n", "crisis dropdown\n"), (3, 1)),
    ("P716", "folded by a toggle before", help_first("crisis\n", "toggle crisis\n"), (3, 1)),
    ("P716", "hidden by a class", help_first("crisis\n", "crisis d-none\n"), (3, 1)),
    ("P716", "class that only begins like it", help_first(":class: crisis", ":class: crisis-quiet"), (3, 1)),
    ("P716", "class taken away", help_first(":class: crisis\n", "", "It may help."), (3, 1)),
    ("P716", "another directive", help_first("{admonition} If you may harm yourself", "{margin}"), (3, 1)),
    ("P716", "option that opens nothing", help_first("crisis\n", "crisis\n:collapsible: true\n"), (3, 1)),
    ("P716", "within another box", lambda mini: mini.edit(PAGE, "\n\n", f"\n\n::::{{note}}\n{CRISIS}::::\n\n"), (4, 1)),
    (
        "P716",
        "within a quotation",
        lambda mini: mini.edit(PAGE, "\n\n", "\n\n> " + CRISIS.strip().replace("\n", "\n> ") + "\n\n"),
        (3, 1),
    ),
    (
        "P716",
        "below two paragraphs",
        lambda mini: mini.edit(PAGE, "\n\n", f"\n\nIt helps.\n\nOr not.\n\n{CRISIS}\n"),
        (7, 1),
    ),
    (
        "P716",
        "below another box",
        lambda mini: mini.edit(PAGE, "\n\n", f"\n\n:::{{note}}\nIt helps.\n:::\n\n{CRISIS}\n"),
        (7, 1),
    ),
    ("P716", "turned round", help_first("[call 988]", "do not [call 988]"), (5, 1)),
    ("P716", "with a sentence of its own", help_first("\n:::\n", "\nThe line is often busy.\n:::\n"), (5, 1)),
    ("P716", "with another title", help_first("If you may harm yourself", "Notes"), (3, 17)),
    # P717: a link whose words say another place
    ("P717", "number dialled is another", add("[Call 988](tel:998) now."), (12, 1)),
    ("P717", "number texted is another", add("Or [text 988](sms:989)."), (12, 4)),
    ("P717", "number that nobody looked up", add("[Call 116](tel:116) now."), (12, 1)),
    ("P717", "number without digits", add("[Call 988](tel:) now."), (12, 1)),
    ("P717", "address misspelt in the link", add("See [findahelpline.com](https://findahelplne.com)."), (12, 5)),
    ("P717", "address of another host", add("See [www.fda.gov](https://fda.example.org)."), (12, 5)),
    ("P717", "path of another page", add("See [fda.gov/safety](https://www.fda.gov/drugs)."), (12, 5)),
    ("P717", "DOI of another work", add("See [doi:10.1000/lee.2020](https://doi.org/10.1000/kim.2021)."), (12, 5)),
    ("P717", "title of another page", add("See [Home](depression.md) too."), (12, 5)),
    (
        "P717",
        "address of another page",
        lambda mini: (
            mini.write("chapters/bladder-liver.md", "# Organs\n"),
            add("See [bladder and liver](../index.md).")(mini),
        ),
        (12, 5),
    ),
    (
        "P717",
        "term that is another",
        add("```{glossary}\nplacebo\n  A.\nrelapse\n  B.\n```\n\nIt was a {term}`placebo <relapse>`."),
        (19, 10),
    ),
    # P718: tables
    ("P718", "bar lost", add("| a | b | c |\n|---|---|---|\n| d e | f |"), (14, 1)),
    ("P718", "bar too many", add("| a | b |\n|---|---|\n| c | d | e |"), (14, 1)),
    ("P718", "bar of the words not escaped", add("| a | b |\n|---|---|\n| c | `x | y` |"), (14, 1)),
    ("P718", "second of two rows", add("| a | b |\n|---|---|\n| c | d |\n| e |"), (15, 1)),
    ("P718", "row in a box", add(":::{note}\n| a | b |\n|---|---|\n| c |\n:::"), (15, 1)),
    # P719: counts above lists
    ("P719", "one item lost", add("Three trials found it.\n* one\n* two"), (12, 1)),
    ("P719", "one item too many", add("Two things count:\n\n1. one\n2. two\n3. three"), (12, 1)),
    ("P719", "count at the end", add("The label names four dangers:\n- a\n- b\n- c"), (12, 17)),
    ("P719", "count after another sentence", add("It is hard. Five steps remain.\n\n* a\n\n* b\n"), (12, 13)),
    (
        "P719",
        "items of several lines",
        add("Three small trials saw it.\n* one\n  goes on\n* two\n  * deeper\n"),
        (12, 1),
    ),
    # P720: a page against itself
    (
        "P720",
        "trials counted twice",
        add("Four small trials found no clear gain.\n\nOf it three small trials found no clear gain."),
        (14, 7),
    ),
    (
        "P720",
        "count in digits",
        add("Two reviews call it of low worth.\n\nIn all 3 reviews call it of low worth."),
        (14, 8),
    ),
    ("P720", "days and weeks", add("It lasts three to five days.\n\nIt lasts three to five weeks."), (14, 10)),
    ("P720", "hours and days", add("Gone in 2 or 3 hours; others say 2 or 3 days."), (12, 34)),
    # P721
    ("P721", "title of another page", lambda mini: mini.write("chapters/anxiety.md", "# Depression\n"), (1, 1)),
    (
        "P721",
        "title in another order",
        lambda mini: (
            mini.write("chapters/anxiety.md", "# Sleep and pain\n"),
            mini.edit(PAGE, "# Depression", "# Pain and sleep"),
        ),
        (1, 1),
    ),
    ("P721", "title in other letters", lambda mini: mini.write("chapters/anxiety.md", "# DEPRESSION\n"), (1, 1)),
    # P722
    ("P722", "label twice", add("(deep)=\n## One\n\ntext\n\n(deep)=\n## Two"), (17, 1)),
    ("P722", "footnote that nothing calls", add("[^lost]: It may harm."), (12, 1)),
    ("P722", "second of two footnotes", add("It may help.[^a]\n\n[^a]: In trials.\n[^b]: It may harm."), (15, 1)),
    # P712
    ("P712", "page outside the contents", lambda mini: mini.write("_toc.yml", "root: index\n"), (1, 1)),
    (
        "P712",
        "page whose line in the contents is a comment",
        lambda mini: mini.write("_toc.yml", "root: index\nchapters:\n# - file: chapters/depression\n"),
        (1, 1),
    ),
    (
        "P712",
        "another page in its place",
        lambda mini: mini.write("_toc.yml", "root: index\nchapters:\n- file: chapters/anxiety\n"),
        (1, 1),
    ),
    # P714
    ("P714", "setting of MyST", first("---\nmyst:\n  enable_extensions: [html_image]\n---\n\n"), (2, 1)),
    ("P714", "page out of the contents", first("---\norphan: true\n---\n\n"), (2, 1)),
    ("P714", "page that is run", first("---\nhtml_meta:\n  a: x\nkernelspec:\n  name: python3\n---\n\n"), (4, 1)),
    # P713
    (
        "P713",
        "page that says that a program makes it",
        first("% This page is made by `make generated`; change the source, not the page.\n\n"),
        (1, 1),
    ),
]

PAGE_INNOCENT = [
    ("number of a section", add("See section 5.1 and table 2.3 of the label.")),
    ("fifty-fifty and round the clock", add("The odds look 50/50, and help is there 24/7.")),
    ("version and licence", add("Made with Python 3.11 and version 2.4, under CC BY 4.0.")),
    ("date in slashes", add("Written on 12/11/2024.")),
    ("address with a decimal", add("The file is at <https://example.org/v1.2/70%25>.")),
    (
        "bound number over two lines",
        lambda mini: mini.edit(PAGE, "{stat}`40.0% <lee2020-", "{stat}`40.0%\n<lee2020-"),
    ),
    (
        "no-break space before the sign",
        lambda mini: mini.edit(PAGE, "{stat}`40.0% <", "{stat}`40.0\u00a0% <"),
    ),
    (
        "citation with words around its key",
        lambda mini: mini.edit(PAGE, "{cite:p}`lee2020`", "{cite:p}`{see}lee2020{p. 3}`"),
    ),
    ("words of a finding", add("{stat}`There was no comparator <kim2021-nocontrol>`.")),
    ("response told as what it is", add("Response means that the score at least halved.")),
    ("others' words in quotation marks", add('The article says "one in three".')),
    ("half an hour, half a dose, halves", add("For half an hour they took half a tablet; its two halves differ.")),
    ("double-blind", add("It was a double-blind trial with a second dose.")),
    ("one of three", add("One of the three trials was small; two of them were not.")),
    ("name of a variable as code", add("Set `alpha = 0.05` and `share(70)` in the file `a-1.2.csv`.")),
    ("percent of code", add("`{stat}` is a role; write `{cite:p}` too.")),
    ("at sign of an address", add("Write to <mailto:ada@example.org>.")),
    ("links that call and text", add("[Call 988](tel:988) or [text 988](sms:988).")),
    ("handle of a person", add("They write as `@ada` there.")),
    ("brackets in words", add("The score [of ten] fell.")),
    ("stars of a footnote mark", add("It may help.[^a]\n\n[^a]: In small trials.")),
    ("comparison of code", add("`a == b` holds.")),
    ("comment of HTML", add("<!-- for editors: TODO -->")),
    ("comment of MyST", add("% TODO: It helped 70% of people.")),
    ("comment of HTML in a sentence", add("It may <!-- 70% --> help.")),
    ("autolink", add("See <https://example.org/a_b?c=1>.")),
    ("words that may double", add("She said that that may help; they had had enough.")),
    ("same word after a full stop", add("It may help. Help is near.")),
    ("same word in another case", add("Long long-term use.")),
    ("box of colons in a box", add("::::{note}\n:::{tip}\ntext\n:::\n::::")),
    ("fence in a fence", add("````markdown\n```python\nx = 1\n```\n````")),
    ("line that begins with code", add("```x = 1``` sets a value.")),
    ("two-line heading", add("More\n----")),
    ("front matter", first("---\nhtml_meta:\n  description: A page\n---\n\n")),
    ("front matter with a blank behind", first("---\nhtml_meta: {}\n--- \n\n")),
    ("image with words", add("![A curve that falls over two weeks](../_static/a.png)")),
    ("page on suicide with help", help_first()),
    (
        "help with a second sentence that was agreed on",
        help_first("\n:::\n", "\nDo not wait for an appointment.\n:::\n"),
    ),
    (
        "help below one paragraph",
        lambda mini: mini.edit(PAGE, "\n\n", f"\n\nIt is short.\n\n{CRISIS}\nOn suicide.\n\n"),
    ),
    ("time of the clock and a scale", add("At 10:30 they took it, on a scale of 1:50.")),
    ("point of a list", add("It holds three to five points, and ends at 9 points.")),
    ("number needed to treat as a term", add("The number needed to treat is a hundred divided by it.")),
    ("role without a number", add("It {strong}`may` help, H{sub}`2`O is water.")),
    ("code that computes", add("```python\nshare = round(100 * 40 / 100)\n```")),
    ("title of a link without a number", add('See [the start](../index.md "The first page").')),
    ("address with a question", add("See [a page](https://example.org/x?term=sleep).")),
    ("Greek letter of a receptor", add("It acts on GABA-\u03b1 and \u03b2-blockers.")),
    ("short sentence twice", add("It may help. So it is.\n\nIt may help.")),
    ("comment of editors", add("<!-- for editors: see the table; 45% was asked about -->")),
    ("footnotes that are called", add("It may.[^a] Or not.[^b]\n\n[^a]: One.\n[^b]: Two.")),
    ("numbers that the list holds", add("Call [911](tel:911), [112](tel:112) or [999](tel:999).")),
    ("address with www in the link", add("See [nami.org](https://www.nami.org).")),
    ("address with a longer path in the link", add("See [fda.gov/safety](https://www.fda.gov/safety/medwatch).")),
    ("words that name no page", add("See [the first page](../index.md) and [more](../index.md#home).")),
    ("DOI that the link leads to", add("See [doi:10.1000/lee.2020](https://doi.org/10.1000/LEE.2020).")),
    ("plural of a term", add("```{glossary}\nplacebo\n  A.\n```\n\nThey were {term}`placebos <placebo>`.")),
    ("bar with a backslash", add("| a | b |\n|---|---|\n| c \\| d | e |")),
    ("table without outer bars", add("a | b\n---|---\nc | d")),
    ("empty cells", add("| a | b |\n|---|---|\n|  | |\n| c |  |")),
    ("count that fits its list", add("Three trials found it.\n* one\n  goes on\n* two\n  * deeper\n\n* three")),
    ("count of something else", add("It was given to twenty people in two trials.\n* one\n* two\n* three")),
    ("one of a number", add("Two of the trials were small.\n* one\n* two\n* three")),
    ("counts of different things", add("Four small trials found no clear gain.\n\nThree small trials found a gain.")),
    ("lengths of time of different things", add("It lasts three to five days; courses last two to four weeks.")),
    ("code between fences", add("```python\n    x = 1\n```")),
    ("words that go on in a list", add("* one\n  goes on\n      and on")),
    ("list with dashes", add(NINE)),
    ("ruled line", add("text\n\n---\n\ntext")),
    ("row of equals below a title", lambda mini: mini.edit(PAGE, "# Depression", "Depression\n==========")),
    ("apostrophes and quotes", add("It's \"so\" and 'so' in the clinic's words.")),
    ("label of a section", add("(more)=\n## More")),
    ("link to a page and its heading", add("See [the start](../index.md#home) and [above](#depression).")),
    ("link to a label", add("(deep)=\n## More\n\nSee [more](#deep), {ref}`it <deep>`, [a row](#lee2020-score-d1).")),
    ("link from the top folder", add("See [the start](/index.md).")),
    ("term in another case", add("```{glossary}\nanhedonia\n  No joy.\n```\n\nIt eases {term}`Anhedonia`.")),
    ("file to take along", add("Take {download}`the claims <../evidence/claims.csv>`.")),
    (
        "all pages in the contents",
        lambda mini: mini.write(
            "_toc.yml", "root: index\nchapters:\n- file: chapters/depression\n- file: notebooks/question\n"
        ),
    ),
    ("emoji joined by a letter", add("It may help \u2764\ufe0f.")),
]


def care(change):
    """Change the part on help in a crisis."""
    return lambda words: change(words["crisisHelp"])


CARE_FAULTS = [
    ("P715", "taken out", lambda words: words["crisisHelp"].update(words=[])),
    ("P715", "chapter set apart", care(lambda c: c["apart"].append("chapters/depression"))),
    ("P715", "all chapters set apart", care(lambda c: c["apart"].append("chapters/"))),
    ("P715", "page of the reference part named like a folder", care(lambda c: c["apart"].append("chapters/reference"))),
    ("P715", "taken out", lambda words: words.pop("crisisHelp") and None),
    ("P715", "no pages apart", care(lambda c: c.update(apart=[]))),
    ("P715", "words that do not find it", care(lambda c: c.update(words=["self[- ]harm"]))),
    ("P715", "number no longer asked for", care(lambda c: c.update(holds=["findahelpline.com"]))),
    ("P715", "address no longer asked for", care(lambda c: c.update(holds=["988"]))),
    ("P715", "sentences struck", care(lambda c: c.pop("says") and None)),
]
