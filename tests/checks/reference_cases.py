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


def several(*works):
    """Append entries of one journal, key and fields each."""
    return both(*(entry(key, **fields) for key, fields in works))


def volume(year, number, name="Journal of Pain", **fields):
    """An entry of a year and volume; its first line is its title, its second the journal."""
    return f"doe{year}", dict(title=f"{{Work of {year}}}", journal=name, year=str(year), volume=str(number), **fields)


def numbered(year, pmid):
    return f"doe{year}{pmid[-1]}", dict(title=f"{{Work {pmid}}}", year=str(year), pmid=pmid)


IN_TRIALS = {"journal": "Journal of Trials"}


def spelt(name, key="doe2019"):
    """A third entry, of a journal so spelt; kim2021 and lee2020 have the Journal of Trials."""
    return entry(key, title="{A third work}", journal=name)


def paged(**fields):
    """Give the first work a volume, number and pages (line 7 on)."""
    listed = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return bib("  pages = {10--19},\n", listed)


STEADY = [volume(2013, 43), volume(2014, 44), volume(2016, 46)]
GROWING = [volume(2013, 40), volume(2014, 44), volume(2016, 49)]
KRYSTAL = [(f"doe20{n}", dict(author="Krystal, John H and Lee, Ada", title=f"{{Work {n}}}")) for n in (11, 12)]

REFERENCE_FAULTS += [
    # C119: what is no name, and what is no family name
    ("C119", "degrees after a given name", author("{Lee, Ada and Roe, Jan MD PhD}"), (2, 3), "names alone"),
    ("C119", "degree after a family name", author("{Lee PhD, Ada and Roe, Jan}"), (2, 3), "names alone"),
    ("C119", "title before a given name", author("{Lee, Dr. Ada and Roe, Jan}"), (2, 3), "names alone"),
    ("C119", "fellowship", author("{Lee, Ada FRCPsych}"), (2, 3), "names alone"),
    ("C119", "names in capitals", author("{LEEDS, ADA and Roe, Jan}"), (2, 3), "small letters"),
    ("C119", "initials after the family name without a comma", author("{Lee A B and Roe, Jan}"), (2, 3), "Given"),
    ("C119", "given name and initial for a family name", author("{John H, Lee and Roe, Jan}"), (2, 3), "Given"),
    ("C119", "initials for a family name", author("{JH, Lee and Roe, Jan}"), (2, 3), "Given"),
    (
        "C119",
        "given and family name exchanged against two other entries",
        both(several(*KRYSTAL), author("{John, Krystal and Roe, Jan}")),
        (2, 3),
        "Given",
    ),
    # C123
    (
        "C123",
        "year that key and verification deny",
        both(bib("{2021}", "{2022}"), cell("studies", 1, "year", "2022")),
        (16, 3),
        "rename",
    ),
    ("C123", "authors in another order", author("{Roe, Jan and Lee, Ada}"), (2, 3), "order of the source"),
    # C126
    ("C126", "pages with their own mark", paged(pages="pp. 10--19"), (6, 3), "alone"),
    ("C126", "page with its own mark", paged(pages="p. e12"), (6, 3), "alone"),
    ("C126", "volume with its own mark", paged(volume="Vol. 42", pages="1--9"), (6, 3), "alone"),
    ("C126", "number with its own mark", paged(number="No. 6", pages="1--9"), (6, 3), "alone"),
    ("C126", "volume that holds the issue", paged(volume="42(6)", number="6"), (6, 3), "a field each"),
    ("C126", "volume that holds issue and pages", paged(volume="42:10-19"), (6, 3), "a field each"),
    ("C126", "issue in brackets", paged(volume="42", number="42(6)"), (7, 3), "a field each"),
    ("C126", "pages that hold volume and issue", paged(pages="42(6):10--19"), (6, 3), "a field each"),
    ("C126", "pages that are the year", paged(pages="2020"), (6, 3), "copy the pages"),
    ("C126", "pages that are the volume", paged(volume="376", pages="376"), (7, 3), "copy the pages"),
    # C127
    ("C127", "letter lost", spelt("Journal of Trxals"), (28, 3), "one way"),
    ("C127", "letters exchanged", spelt("Journal of Tirals"), (28, 3), "one way"),
    ("C127", "other case", spelt("Journal Of TRIALS"), (28, 3), "one way"),
    ("C127", "article before the name", spelt("The Journal of Trials"), (28, 3), "one way"),
    ("C127", "abbreviated", spelt("J Trials"), (28, 3), "one way"),
    ("C127", "abbreviated with full stops", spelt("J. of Tri."), (28, 3), "one way"),
    # C128
    ("C128", "title in capitals", title("{{KETAMINE WITH TALKING THERAPY IN TWENTY PEOPLE}}"), (14, 3), "as the work"),
    ("C128", "tail of an index", title("{{Ketamine with talking therapy - PubMed}}"), (14, 3), "as the work"),
    ("C128", "tail of the journal", title("{{Ketamine with talking therapy | Journal of Trials}}"), (14, 3), ""),
    (
        "C128",
        "tail of an owner of a host",
        title("{{Ketamine with talking therapy \u2013 DOI Foundation}}"),
        (14, 3),
        "",
    ),
    ("C128", "mark of an online page", title("{{Ketamine with talking therapy [Internet]}}"), (14, 3), "as the work"),
    ("C128", "mark of a file", title("{{Ketamine with talking therapy (PDF)}}"), (14, 3), "as the work"),
    ("C128", "address", title("{{Ketamine with therapy, doi:10.1000/kim.2021}}"), (14, 3), "as the work"),
    ("C128", "full stop", title("{{Ketamine with talking therapy in twenty people.}}"), (14, 3), "as the work"),
    ("C128", "word twice", title("{{Ketamine with with talking therapy}}"), (14, 3), "as the work"),
    # C129
    ("C129", "volume misspelt", paged(volumx="42"), (6, 3), "'volume'"),
    ("C129", "pages misspelt", bib("pages = {10--19}", "page = {10--19}"), (6, 3), "'pages'"),
    ("C129", "field of another tool", bib("pages = {10--19}", "mendeley-groups = {x}"), (6, 3), "remove it"),
    # C130
    (
        "C130",
        "volume with exchanged digits in a steady journal",
        several(*STEADY, volume(2015, 54)),
        (51, 3),
        "volume and year",
    ),
    ("C130", "year two years off in a steady journal", several(*STEADY, volume(2018, 46)), (51, 3), "volume and year"),
    ("C130", "volume below three older ones", several(*GROWING, volume(2019, 4)), (51, 3), "volume and year"),
    ("C130", "volume above three younger ones", several(*GROWING, volume(2011, 94)), (51, 3), "volume and year"),
    ("C130", "year in a DOI", bib("10.1000/kim.2021", "10.1016/j.jad.2012.02.034"), (17, 3), "DOI and year"),
    (
        "C130",
        "year in a DOI after print",
        bib("10.1000/kim.2021", "10.3389/fpsyt.2024.824077"),
        (17, 3),
        "DOI and year",
    ),
    (
        "C130",
        "PMID that older works have passed",
        several(*(numbered(2015, f"1100000{n}") for n in range(3)), numbered(2019, "1000009")),
        (47, 3),
        "PMID",
    ),
    (
        "C130",
        "PMID that younger works have not reached",
        several(*(numbered(2015, f"1100000{n}") for n in range(3)), numbered(2012, "12000009")),
        (47, 3),
        "PMID",
    ),
    (
        "C130",
        "PMCID that older works have passed",
        several(
            *((f"doe2015{n}", dict(title=f"{{Work {n}}}", year="2015", pmcid=f"PMC110000{n}")) for n in range(3)),
            ("doe2019", dict(title="{Late work}", year="2019", pmcid="PMC1000009")),
        ),
        (47, 3),
        "PMCID",
    ),
    # C131
    (
        "C131",
        "one page of one volume twice",
        several(
            volume(2015, 45, pages="10--19"), ("roe2015", {**volume(2015, 45, pages="10")[1], "title": "{Other words}"})
        ),
        (39, 3),
        "keep one",
    ),
    (
        "C131",
        "title without its article, at another address",
        both(
            bib("{{Ketamine against", "{{The ketamine against"),
            entry(
                "lee2020b",
                author="Lee, Ada",
                title="{Ketamine against saline for depression}",
                year="2020",
                **IN_TRIALS,
            ),
        ),
        (28, 3),
        "keep one",
    ),
    (
        "C131",
        "title with a word changed",
        entry(
            "kim2021b", author="Kim, Bo", title=f"{{{TWENTY.replace('talking', 'speaking')}}}", year="2021", **IN_TRIALS
        ),
        (28, 3),
        "keep one",
    ),
]

ROW_FAULTS += [
    ("C114", "checked before the work was printed", cell("verifications", 1, "checked_on", "2020-12-31"), 3),
    (
        "C121",
        "identifier by which another work was looked up",
        both(
            bib("  doi = {10.1000/kim.2021}\n", "  url = {https://trials.example.org/kim2021}\n"),
            bib("  doi = {10.1000/lee.2020},\n", ""),
            cell("verifications", 0, "identifier", "doi:10.1000/one"),
            cell("verifications", 1, "identifier", "doi:10.1000/ONE"),
        ),
        3,
    ),
]

ROW_FAULTS += [
    ("C132", "key misspelt in a reason", cell("judgements", 0, "reason", "One small trial (lee2021)."), 2),
    ("C132", "key of a work left out in a note", cell("studies", 1, "note", "See roe2019 for more."), 3),
    ("C132", "row that is gone", cell("uses", 2, "reason", "same people as lee2020-response-d2-rd"), 4),
]

ENTRY_INNOCENT = [
    ("key in a reason", cell("judgements", 0, "reason", "One small trial (lee2020).")),
    ("beginning of several ids", cell("uses", 2, "reason", "as lee2020-response-d1 says")),
    ("address in a note", cell("studies", 1, "note", "https://trials.example.org/roe2019 and copy/doe2018.html")),
    ("initials apart and glued in a given name", author("{Lee, A B and Roe, JM and Doe, M D}")),
    ("family name that is a degree elsewhere", author("{Ma, Ada and Do, Jan and Ba, Bo}")),
    ("lineage in capitals", author("{Lee, III, Ada and Roe, VIII, Jan}")),
    ("family name of one letter", author("{O, Jane and Roe, Jan}")),
    ("given name that is a family name elsewhere", author("{Lee, Roe and Roe, Lee}")),
    ("body in capitals", author("{{COVID COLLABORATIVE GROUP}}")),
    ("article number", paged(volume="376", pages="e067194")),
    ("supplement", paged(volume="42", number="S1", pages="S10--S19")),
    ("number of two issues", paged(volume="42", number="3-4", pages="10--19")),
    ("volume of a year", paged(volume="2020", pages="11--19")),
    ("page that begins with a letter P", paged(pages="P10--P19")),
    ("journal with a longer name", spelt("Journal of Trials in Pain")),
    ("journal of a like name", spelt("Journal of Trades")),
    ("short names a letter apart", both(spelt("Pain"), spelt("Gain", "doe2018"))),
    ("trial registrations", both(spelt("Trial registration 12"), spelt("Trial registration 13", "doe2018"))),
    ("abbreviation in capitals", title("{{MADRS and PHQ}}")),
    ("title that asks", title("{{Does ketamine help? A trial}}")),
    ("title with a dash", title("{{Ketamine - a review}}")),
    ("title that ends with et al.", title("{{Ketamine again: reply to Roe et al.}}")),
    ("title that names an index", title("{{Ketamine in PubMed}}")),
    ("word twice with a hyphen", title("{{Ketamine add-on on on-road driving}}")),
    ("field of a language", paged(language="en", pages="10--19")),
    ("volume in its place", several(*STEADY, volume(2015, 45))),
    ("journal that skipped a volume", several(*STEADY, volume(2018, 49))),
    ("two volumes in a year", several(*GROWING, volume(2015, 45), ("roe2015", volume(2015, 46)[1]))),
    ("DOI with the year of acceptance", bib("10.1000/kim.2021", "10.1016/j.jad.2019.02.034")),
    ("DOI with a number like a year", bib("10.1000/kim.2021", "10.1002/cpt.2002")),
    ("PMID given late", several(*(numbered(2015, f"1100000{n}") for n in range(3)), numbered(2014, "11000009"))),
    (
        "two works of one author and year",
        entry("kim2021b", author="Kim, Bo", title="{Ketamine and sleep}", year="2021", **IN_TRIALS),
    ),
    (
        "checked in the year of print",
        both(
            entry("doe2026", title="{A work}", year="2026"),
            lambda mini: mini.repeat("verifications", 1, study="doe2026", checked_on="2026-01-02"),
        ),
    ),
]


def coded(key, doi, journal="Neuron", **fields):
    return key, dict(title=f"{{Work of {key}}}", journal=journal, year="2020", doi=doi, **fields)


THREE = [coded("doe2020a", "10.1038/npp.11"), coded("doe2020b", "10.1038/npp.12")]
NUMBERED = [
    coded("doe2020a", "10.3389/fp.2020.11001", pages="11001"),
    coded("doe2020b", "10.3389/fp.2020.11002", pages="11002"),
]

REFERENCE_FAULTS += [
    (
        "C130",
        "journal of another DOI",
        several(*THREE, coded("doe2020c", "10.1038/npp.13", "Brain")),
        (44, 3),
        "journal",
    ),
    (
        "C130",
        "digits of an article number exchanged",
        several(*NUMBERED, coded("doe2020c", "10.3389/fp.2020.12345", pages="12354")),
        (47, 3),
        "pages and DOI",
    ),
]

ENTRY_INNOCENT += [
    (
        "one publisher's code for many journals",
        several(*THREE, coded("doe2020c", "10.1038/npp.13", "Brain"), coded("doe2020d", "10.1038/npp.14", "Pain")),
    ),
    ("codes of two journals", several(*THREE, coded("doe2020c", "10.1038/mp.13", "Brain"))),
    ("article number in its DOI", several(*NUMBERED)),
    (
        "numbers that no DOI of the journal holds",
        several(coded("doe2020a", "10.1038/s1", pages="11001"), coded("doe2020b", "10.1038/s2", pages="11002")),
    ),
]


def by(*names):
    """Two more entries by these people."""
    listed = " and ".join(names)
    return several(*((f"doe20{n}", dict(author=listed, title=f"{{Work {n}}}")) for n in (11, 12)))


REFERENCE_FAULTS += [
    (
        "C119",
        "family name with a letter too many",
        both(by("Krystal, John H"), author("{Lee, Ada and Krystall, John H}")),
        (2, 3),
        "spell",
    ),
    (
        "C119",
        "letters of a family name exchanged",
        both(by("Krystal, John H"), author("{Lee, Ada and Krytsal, John H}")),
        (2, 3),
        "spell",
    ),
    (
        "C119",
        "letter of a family name exchanged",
        both(by("Krystal, John H"), author("{Lee, Ada and Krysdal, John H}")),
        (2, 3),
        "spell",
    ),
    ("C119", "given name lost", author("{Lee, Ada and Roe}"), (2, 3), "singleNames"),
]

ENTRY_INNOCENT += [
    ("accent that an entry leaves out", both(by("Brutsch\u00e9, Nancy"), author("{Lee, Ada and Brutsche, Nancy}"))),
    ("another person of like name", both(by("Krystal, John H"), author("{Lee, Ada and Krystall, Jane}"))),
    ("short names of one letter apart", both(by("Lin, Jiang"), author("{Lee, Ada and Lim, Jiang}"))),
    ("single name that is declared", author("{Lee, Ada and Misbahuddin}")),
    ("single name in braces", author("{Lee, Ada and {Madonna}}")),
    ("single name alone", author("{Lee}")),
]
