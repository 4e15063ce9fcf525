"""Invented works: as our bibliography prints them, as the registries hold them, and what the verifier must say."""

from kapbook.registries.compare import Claim
from kapbook.registries.people import Person
from tests.registries.loopback import World

PEOPLE = (Person("Lee", "Ada B"), Person("Roe", "Jan"))


def claim(key: str, **changes: object) -> Claim:
    fields: dict = {
        "key": key,
        "type": "article",
        "title": f"Invented trial of a drug against saline, number {key}: a randomised trial",
        "authors": PEOPLE,
        "year": "2020",
        "journal": "Journal of Invented Trials",
        "volume": "12",
        "number": "3",
        "pages": "101–109",
        "doi": f"10.1000/{key}",
    }
    return Claim(**{**fields, **changes})


def message(of: Claim, **changes: object) -> dict:
    """The work in Crossref's format."""
    people = [{"family": p.family, "given": p.given, "sequence": "additional"} for p in of.authors]
    plain = {
        "DOI": of.doi,
        "type": "journal-article",
        "title": [of.title],
        "author": people,
        "container-title": [of.journal],
        "short-container-title": ["J Invent Trials"],
        "published-print": {"date-parts": [[int(of.year), 3]]},
        "issued": {"date-parts": [[int(of.year), 3]]},
        "volume": of.volume,
        "issue": of.number,
        "page": of.pages.replace("–", "-"),
        "update-policy": "https://doi.org/10.1000/policy",
        "reference": [{"key": "1", "unstructured": "Somebody. Something. 2001."}],
    }
    return {**plain, **changes}


def summary(of: Claim, **changes: object) -> dict:
    """The work in the format of the E-utilities."""
    plain = {
        "uid": of.pmid,
        "title": f"{of.title}.",
        "authors": [
            {"name": f"{p.family} {''.join(w[0] for w in p.given.split())}", "authtype": "Author"} for p in of.authors
        ],
        "pubdate": f"{of.year} Mar",
        "epubdate": "",
        "source": "J Invent Trials",
        "fulljournalname": "Journal of invented trials",
        "volume": of.volume,
        "issue": of.number,
        "pages": "101-9",
        "pubtype": ["Journal Article"],
        "articleids": [{"idtype": "pubmed", "value": of.pmid}, {"idtype": "doi", "value": of.doi}],
        "references": [],
    }
    return {**plain, **changes}


def notice(kind: str, source: str = "publisher") -> list[dict]:
    return [{"DOI": "10.1000/notice", "type": kind, "source": source, "updated": {"date-parts": [[2024, 5, 6]]}}]


def registration(nct: str = "NCT00000001", **status: object) -> dict:
    """A study in the format of ClinicalTrials.gov, version 2."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct, "briefTitle": "Invented drug with talking therapy"},
            "statusModule": {"overallStatus": "RECRUITING", "studyFirstSubmitDate": "2024-01-02", **status},
            "outcomesModule": {"primaryOutcomes": [{"measure": "Score", "timeFrame": "day 28"}]},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Invented University"}},
            "designModule": {"enrollmentInfo": {"count": 60, "type": "ESTIMATED"}},
        },
        "hasResults": False,
    }


def build() -> tuple[World, dict[str, tuple[Claim, str]]]:
    """A world with each kind of work, and the state in which each must end."""
    world, expected = World(), {}

    def crossref(of: Claim, state: str, **changes: object) -> None:
        expected[of.key] = (of, state)
        world.crossref[of.doi.casefold()] = message(of, **changes)

    crossref(claim("plain"), "verified")
    crossref(claim("retracted"), "retracted", **{"updated-by": notice("retraction", "retraction-watch")})
    crossref(claim("corrected"), "corrected", **{"updated-by": notice("correction")})
    crossref(claim("concern"), "concern", **{"updated-by": notice("expression_of_concern")})
    crossref(claim("newversion"), "verified", **{"updated-by": notice("new_version")})
    stranger = {"title": ["Soil moisture in northern orchards"], "author": [{"family": "Qvist", "given": "Nils"}]}
    crossref(claim("wrongpaper"), "differs", **stranger, **{"container-title": ["Orchards"]})
    crossref(
        claim("wrongyear"),
        "differs",
        **{"published-print": {"date-parts": [[2017]]}, "issued": {"date-parts": [[2017]]}},
    )
    online = {"published-online": {"date-parts": [[2019, 12, 1]]}, "issued": {"date-parts": [[2019, 12, 1]]}}
    crossref(claim("onlinefirst"), "verified", **online)
    group = [{"name": "The INVENT Study Group", "sequence": "first"}, *message(claim("x"))["author"]]
    crossref(claim("consortium"), "verified", author=group)
    crossref(
        claim("cyrillic", authors=(Person("Shcherbakov", "Yuri"), Person("Tsoy", "Anna"))),
        "verified",
        author=[{"family": "Щербаков", "given": "Юрий"}, {"family": "Цой", "given": "Анна"}],
    )
    crossref(
        claim("chinese", authors=(Person("Zhang", "Wei"), Person("Li", "Na"))),
        "verified",
        author=[{"family": "张", "given": "伟"}, {"family": "李", "given": "娜"}],
    )
    for key, doi in {
        "parentheses": "10.1016/S0000-0000(20)30001-2",
        "comma": "10.1000/a,b;c",
        "angles": "10.1002/(SICI)1000-0001(199901)1:1<1::AID-X1>3.0.CO;2-A",
        "hash": "10.1000/a#b?c=d",
    }.items():
        crossref(claim(key, doi=doi), "verified")
    entities = {
        "title": ["Invented &lt;i&gt;trial&lt;/i&gt; of a drug against saline, number <b>markup</b>"],
        "subtitle": ["a randomised trial"],
    }
    crossref(claim("markup"), "verified", **entities)

    both = claim("pubmedtells", pmid="111")
    crossref(both, "retracted")
    link = [{"refsource": "J Invent Trials. 2024", "reftype": "Retraction in", "pmid": 222, "note": ""}]
    world.summaries["pubmed:111"] = summary(both, pubtype=["Journal Article", "Retracted Publication"], references=link)
    erratum = claim("erratum", doi="", pmid="112")
    expected["erratum"] = (erratum, "corrected")
    link = [{"refsource": "J Invent Trials. 2021;13(1):1", "reftype": "Erratum in", "pmid": "", "note": ""}]
    world.summaries["pubmed:112"] = summary(erratum, references=link, articleids=[])
    other = claim("otherpmid", pmid="113")
    crossref(other, "differs")
    world.summaries["pubmed:113"] = summary(
        claim("somebodyelse", pmid="113", title="Orchards in winter", authors=(Person("Qvist", "N"),))
    )
    onlypmc = claim("onlypmc", doi="", pmcid="PMC114")
    expected["onlypmc"] = (onlypmc, "verified")
    world.summaries["pmc:114"] = summary(onlypmc, articleids=[{"idtype": "pmcid", "value": "PMC114"}])

    data = claim("datacite", doi="10.5072/osf.io/abc", type="misc", journal="", volume="", number="", pages="")
    expected["datacite"] = (data, "verified")
    world.agencies[data.doi] = "DataCite"
    world.datacite[data.doi] = {
        "doi": data.doi,
        "titles": [{"title": data.title}],
        "creators": [{"name": "Lee, Ada B."}, {"name": "Roe, Jan", "familyName": "Roe", "givenName": "Jan"}],
        "publicationYear": 2020,
        "types": {"resourceTypeGeneral": "Preprint"},
        "state": "findable",
    }
    expected["nowhere"] = (claim("nowhere"), "not found")
    expected["otheragency"] = (claim("otheragency", doi="10.1400/x"), "unreachable")
    world.agencies["10.1400/x"] = "mEDRA"
    return world, expected


def add_pages(world: World, expected: dict[str, tuple[Claim, str]]) -> None:
    """Works without an identifier; called when the server has its address."""

    def page(key: str, state: str, html: str) -> None:
        of = claim(key, doi="", url=f"{world.base}/page/{key}", type="misc", journal="")
        expected[key] = (of, state)
        if html:
            world.pages[key] = html.replace("TITLE", of.title)

    page("shown", "verified", "<html><head><title>Home</title></head><body><h1>TITLE</h1><p>Text.</p></body></html>")
    page("moved", "differs", "<html><head><title>Orchards and their keepers</title></head><body>Apples.</body></html>")
    page("gone", "not found", "")
    page("guarded", "unreachable", "<html><head><title>Just a moment...</title></head></html>")
