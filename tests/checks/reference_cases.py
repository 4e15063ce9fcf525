"""Faults of references, one a case, each with the line and column of its finding; and look-alikes that are right."""

BIB = "references.bib"
VERIFIED = "evidence/verifications.csv"


def bib(old, new):
    return lambda mini: mini.edit(BIB, old, new)


def title(text):
    """Give the second work another title."""
    return bib("{{Ketamine with talking therapy in twenty people}}", text)


def author(text):
    """Give the first work other authors."""
    return bib("{Lee, Ada and Roe, Jan}", text)


def both(*harms):
    return lambda mini: [harm(mini) for harm in harms]


def cell(table, row, column, value):
    return lambda mini: mini.cell(table, row, column, value)


def entry(key, **fields):
    body = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items())
    return lambda mini: mini.append(BIB, f"\n@article{{{key}{body}\n}}\n")


TWIN = dict(author="Kim, Bo", journal="J", year="2020", doi="10.1000/twin")
TWENTY = "Ketamine with talking therapy in twenty people"

REFERENCE_FAULTS = [
    # C111: what pybtex cannot read, with the remedy that fits
    ("C111", "brace opened too often", bib("{{Ketamine with", "{{{Ketamine with"), (14, 3), "close each brace"),
    (
        "C111",
        "brace closed too early",
        bib("saline for depression}}", "saline for depression}}}"),
        (3, 54),
        "too early",
    ),
    ("C111", "quote not closed", bib("year = {2021}", 'year = "2021'), (16, 3), "quote"),
    ("C111", "entry not closed", bib("kim.2021}\n}", "kim.2021}\n"), (17, 3), "after its last field"),
    ("C111", "entry not closed after a comma", bib("kim.2021}\n}", "kim.2021},\n"), (17, 3), "after its last field"),
    ("C111", "comma missing", bib("year = {2021},", "year = {2021}"), (17, 3), "comma"),
    ("C111", "undefined macro", bib("year = {2021}", "year = twenty"), (16, 3), "braces"),
    ("C111", "field twice", bib("year = {2021}", "year = {2021},\n  Year = {2022}"), (17, 3), "remove one"),
    ("C111", "five authors with commas only", author("{Lee, Ada, Poe, Jan, Roe}"), (2, 3), "'and' between people"),
    ("C111", "per cent sign that LaTeX reads", title("{{Effect of 50% oxide}}"), (14, 3), "\\%"),
    ("C111", "words outside of entries", bib("@article{kim2021", "see below\n@article{kim2021"), (12, 1), "%"),
    # C103: a key that stands twice, however it is indented
    (
        "C103",
        "repeated key after a blank",
        lambda mini: mini.append(BIB, "\n @article{lee2020,\n  title = {{X}}\n}\n"),
        (26, 1),
        "rename",
    ),
    # C104, C105
    ("C104", "PMID of another entry", bib("doi = {10.1000/kim.2021}", "pmid = {12345678}"), (17, 3), "keep one"),
    ("C104", "PMCID of another entry", bib("doi = {10.1000/kim.2021}", "pmcid = {PMC1234567}"), (17, 3), "keep one"),
    ("C105", "title with a subtitle", entry("kim2020", title=f"{{{TWENTY}: a series}}", **TWIN), (27, 3), "keep one"),
    (
        "C105",
        "title in other accents",
        entry("kim2020", title="{Ketamine with talking th{\\'e}rapy in twenty people}", **TWIN),
        (27, 3),
        "",
    ),
    # C107, C108: identifiers
    ("C107", "DOI in double braces", bib("{10.1000/kim.2021}", "{{10.1000/kim.2021}}"), (17, 3), "one pair"),
    ("C107", "DOI with a LaTeX escape", bib("kim.2021}\n", "kim\\_2021}\n"), (17, 3), "without them"),
    ("C107", "DOI with a bracket too many", bib("10.1000/kim.2021", "10.1000/kim(2021"), (17, 3), "copy"),
    ("C107", "DOI with a zero-width sign", bib("10.1000/kim.2021", "10.1000/kim\u200b.2021"), (17, 3), "copy"),
    ("C108", "ISBN of 13 digits", bib("doi = {10.1000/kim.2021}", "isbn = {978-0-306-40615-8}"), (17, 3), "copy"),
    ("C108", "ISBN of 10 digits", bib("doi = {10.1000/kim.2021}", "isbn = {0306406153}"), (17, 3), "copy"),
    ("C108", "ISBN cut short", bib("doi = {10.1000/kim.2021}", "isbn = {97803064061}"), (17, 3), "copy"),
    ("C108", "PMID in wide digits", bib("pmid = {12345678}", "pmid = {１２３４５}"), (8, 3), "copy"),
    # C117: what a reader would see as it stands
    ("C117", "subscript as a tag", title("{{Ketamine and CO<sub>2</sub>}}"), (14, 3), "source"),
    ("C117", "entity of HTML", title("{{Ketamine &amp; therapy}}"), (14, 3), "source"),
    ("C117", "numbered entity", title("{{Ketamine &#8211; therapy}}"), (14, 3), "source"),
    ("C117", "mathematics", title("{{Ketamine $\\less$i$\\greater$in vivo$\\less$/i$\\greater$}}"), (14, 3), "source"),
    ("C117", "LaTeX command that is not decoded", title("{{Ketamine \\textsubscript{2}}}"), (14, 3), "source"),
    ("C117", "soft hyphen", title("{{Keta\u00admine with talking}}"), (14, 3), "source"),
    ("C117", "zero-width blank", title("{{Ketamine\u200b with talking}}"), (14, 3), "source"),
    (
        "C117",
        "byte-order mark in a journal",
        bib("{Journal of Trials},\n  year = {2021}", "{\ufeffJ},\n  year = {2021}"),
        (15, 3),
        "",
    ),
    ("C117", "ligature", title("{{E\ufb00ects of ketamine}}"), (14, 3), "source"),
    ("C117", "word broken at a line's end", title("{{Ketamine with talk- ing therapy}}"), (14, 3), "source"),
    ("C117", "accent as a sign of its own", title("{{Ketamine in Que\u0301bec}}"), (14, 3), "source"),
    ("C117", "no-break hyphen", title("{{Ketamine\u2011assisted}}"), (14, 3), "source"),
    ("C117", "hidden sign in a name", author("{L\u200bee, Ada}"), (2, 3), "source"),
    # C118: capitals that the style takes
    ("C118", "abbreviation in single braces", title("{Ketamine for PTSD}"), (14, 3), "double braces"),
    ("C118", "country", title("{Ketamine in US veterans}"), (14, 3), "double braces"),
    ("C118", "only a part protected", title("{Ketamine for {PTSD} and the NMDA receptor}"), (14, 3), "double braces"),
    ("C118", "two protected parts", title("{{Ketamine} in Norway for {PTSD}}"), (14, 3), "double braces"),
    # C119: authors that split wrongly
    ("C119", "semicolons", author("{Lee, Ada; Roe, Jan}"), (2, 3), "'and' between"),
    ("C119", "semicolon without commas", author("{Ada Lee; Jan Roe}"), (2, 3), "'and' between"),
    ("C119", "body in single braces", author("{World Health Organization}"), (2, 3), "double braces"),
    ("C119", "body with 'of'", author("{Department of Health}"), (2, 3), "double braces"),
    ("C119", "firm with a comma", author("{Janssen Pharmaceuticals, Inc}"), (2, 3), "double braces"),
    ("C119", "et al.", author("{Lee, Ada et al.}"), (2, 3), "and others"),
    ("C119", "et al. as a person", author("{Lee, Ada and {et al.}}"), (2, 3), "and others"),
    ("C119", "'and' missing", author("{Lee, Ada Roe, Jan}"), (2, 3), "'and' between"),
    ("C119", "'and' doubled", author("{Lee, Ada and and Roe, Jan}"), (2, 3), "doubled"),
    ("C119", "ampersand", author("{Lee, Ada \\& Roe, Jan}"), (2, 3), ""),
    ("C119", "'and' at the end", author("{Lee, Ada and}"), (2, 3), "doubled"),
    ("C119", "person twice", author("{Lee, Ada and Roe, Jan and Lee, Ada}"), (2, 3), "remove"),
    # C120: addresses
    (
        "C120",
        "blank in an address",
        bib("doi = {10.1000/kim.2021}", "url = {https://trials.example.org/a b}"),
        (17, 3),
        "",
    ),
    ("C120", "escaped sign", bib("doi = {10.1000/kim.2021}", "url = {https://trials.example.org/a\\_b}"), (17, 3), ""),
    ("C120", "no host", bib("doi = {10.1000/kim.2021}", "url = {https:///a}"), (17, 3), ""),
    ("C120", "no scheme", bib("doi = {10.1000/kim.2021}", "url = {www.example.org}"), (17, 3), ""),
    (
        "C120",
        "letter that is not encoded",
        bib("doi = {10.1000/kim.2021}", "url = {https://trials.example.org/é}"),
        (17, 3),
        "",
    ),
    (
        "C120",
        "stray per cent sign",
        bib("doi = {10.1000/kim.2021}", "url = {https://trials.example.org/50%}"),
        (17, 3),
        "",
    ),
    # C122, C123, C124
    (
        "C122",
        "url of another DOI",
        bib("doi = {10.1000/kim.2021}", "doi = {10.1000/kim.2021},\n  url = {https://doi.org/10.1000/other}"),
        (18, 3),
        "correct the url",
    ),
    (
        "C122",
        "url of another entry",
        bib("doi = {10.1000/kim.2021}", "url = {https://pubmed.ncbi.nlm.nih.gov/12345678/}"),
        (17, 3),
        "correct the url",
    ),
    (
        "C123",
        "year that only the entry gives",
        entry("doe2019", author="Doe, Al", title="{A lonely title}", journal="J", year="2020", doi="10.1000/x"),
        (30, 3),
        "rename",
    ),
    ("C124", "title tells of a retraction", title("{{RETRACTED: Ketamine with talking therapy}}"), (14, 3), "note"),
    ("C124", "retraction at the end", title("{{Ketamine with talking therapy (Retracted article)}}"), (14, 3), "note"),
    ("C124", "title tells of a concern", title("{{Expression of Concern: Ketamine with therapy}}"), (14, 3), "note"),
]

ROW_FAULTS = [
    ("C121", "identifier of another DOI", cell("verifications", 0, "identifier", "doi:10.1000/other"), 2),
    ("C121", "identifier of another entry", cell("verifications", 1, "identifier", "doi:10.1000/lee.2020"), 3),
    (
        "C121",
        "address of another PMID",
        cell("verifications", 0, "checked_against", "https://pubmed.ncbi.nlm.nih.gov/23456789/"),
        2,
    ),
    (
        "C121",
        "address of another article on PubMed Central",
        cell("verifications", 0, "checked_against", "https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/"),
        2,
    ),
    (
        "C124",
        "expression of concern without a word",
        cell("verifications", 0, "retraction", "expression of concern"),
        2,
    ),
    (
        "C125",
        "question draws on a work of which nobody sought notices",
        cell("verifications", 0, "retraction", "not checked"),
        2,
    ),
]

REFERENCE_INNOCENT = [
    (
        "old DOI with angle brackets and a semicolon",
        bib("10.1000/kim.2021", "10.1002/(SICI)1097(199806)14:1<1::AID-X>3.0.CO;2-A"),
    ),
    ("blank before an entry", bib("@article{kim2021", " @article{kim2021")),
    ("name of a month", bib("year = {2021}", "month = jan,\n  year = {2021}")),
    (
        "string that is defined",
        both(
            bib("{Journal of Trials}", "jt"),
            bib("@article{lee2020", "@string{jt = {Journal of Trials}}\n@article{lee2020"),
        ),
    ),
    ("comment between entries", bib("@article{kim2021", "% checked by two\n@article{kim2021")),
    ("entry in a comment", bib("@article{kim2021", "@comment{old}\n@article{kim2021")),
    ("quotes round a value", bib("{Journal of Trials}", '"Journal of Trials"')),
    ("number without braces", bib("year = {2021}", "year = 2021")),
    ("AND in capitals", author("{Lee, Ada AND Roe, Jan}")),
    ("and others", author("{Lee, Ada and others}")),
    ("junior", author("{Lee, Jr, Ada and Roe, III, Jan}")),
    ("family name of two words", author("{Lee, Ada and van der Roe, Jan}")),
    ("given name first", author("{Ada Lee and Jan Roe}")),
    ("abbreviation protected", title("{Ketamine for {PTSD}}")),
    (
        "escaped ampersand",
        bib("{Journal of Trials},\n  year = {2021}", "{Child \\& Adolescent Trials},\n  year = {2021}"),
    ),
    ("escaped per cent sign", title("{{Ketamine in 50\\% oxide}}")),
    ("hyphen before and", title("{{Pre- and post-treatment with ketamine}}")),
    ("less than in a title", title("{{Ketamine in people of age < 65}}")),
    ("accent in LaTeX", author("{Lee, Ada and Bla{\\v{z}}ek, Jan}")),
    ("ISBN of 13 digits", bib("doi = {10.1000/kim.2021}", "isbn = {978-0-306-40615-7}")),
    ("ISBN that ends in X", bib("doi = {10.1000/kim.2021}", "isbn = {0-8044-2957-X}")),
    (
        "address of the same DOI with a tail",
        bib("kim.2021}\n", "kim.2021},\n  url = {https://trials.example.org/10.1000/kim.2021/full}\n"),
    ),
    ("address with a query", bib("kim.2021}\n", "kim.2021},\n  url = {https://trials.example.org/a?b=c&d=%20e#f}\n")),
    ("retraction as a subject", title("{{Ketamine in people with lid retraction}}")),
    (
        "seen in the list of references of another work",
        cell("verifications", 1, "checked_against", "https://trials.example.org/doi/10.1000/other/references"),
    ),
]
