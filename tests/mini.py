"""A small project without a fault, to which tests do one harm at a time."""

import csv
import json
import shutil
from pathlib import Path

import nbformat

from kapbook import evidence
from kapbook.checks.run import check
from kapbook.evidence import tables
from kapbook.evidence.record import Contents
from kapbook.prose.notebooks import seal_of_outputs
from kapbook.publish.notebooks import clean

BIB = """\
@article{lee2020,
  author = {Lee, Ada and Roe, Jan},
  title = {{Ketamine against saline for depression}},
  journal = {Journal of Trials},
  year = {2020},
  pages = {10--19},
  doi = {10.1000/lee.2020},
  pmid = {12345678},
  pmcid = {PMC1234567}
}

@article{kim2021,
  author = {Kim, Bo},
  title = {{Ketamine with talking therapy in twenty people}},
  journal = {Journal of Trials},
  year = {2021},
  doi = {10.1000/kim.2021}
}

@unpublished{article003,
  author = {{Author not named}},
  title = {{An article on ketamine}},
  note = {Undated popular article}
}
"""

PAGE = """\
# Depression

Response was {stat}`40.0% <lee2020-response-d1-ketamine>` against {stat}`20.0% <lee2020-response-d1-saline>`.
{cite:p}`lee2020`

```{claim} works-fast
```

The average fell by {stat}`4.0 points <lee2020-score-d1.size>` ({stat}`-6.0 to -2.0 <lee2020-score-d1.ci>`).
{cite:p}`kim2021`
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt"><path d="M 0 0 L 9 9"/></svg>'
NAME = "a-small-book"
"""Name of the small book's files to take away."""

SEEN = "https://pubmed.ncbi.nlm.nih.gov/12345678"
ROWS = {
    "studies": [
        dict(
            study="lee2020",
            first_author="Lee",
            year="2020",
            topic="ketamine",
            design="randomised trial",
            tested="ketamine",
            population="adults",
            condition="depression",
            n="100",
            n_analysed="100",
            comparator="saline",
            control="saline",
            blinding="double",
            blinding_held="not tested",
            funding="public",
            country="Norway",
            registration="none",
            certainty_note="small",
        ),
        dict(
            study="kim2021",
            first_author="Kim",
            year="2021",
            topic="psychotherapy",
            design="open-label trial",
            tested="ketamine with psychotherapy",
            population="adults",
            condition="depression",
            n="20",
            comparator="none",
            blinding="open",
            blinding_held="not applicable",
            funding="public",
            country="Norway",
            registration="none",
            certainty_note="no control",
        ),
    ],
    "outcomes": [
        dict(
            id="lee2020-response-d1-ketamine",
            study="lee2020",
            outcome="response",
            outcome_group="response",
            definition="half",
            population="all",
            arm="ketamine",
            role="treatment",
            n="50",
            events="20",
            value="40.0",
            unit="percent",
            timepoint="24 hours",
            timepoint_days="1",
            basis="printed",
            locator="Table 2",
            seen_at=SEEN,
        ),
        dict(
            id="lee2020-response-d1-saline",
            study="lee2020",
            outcome="response",
            outcome_group="response",
            definition="half",
            population="all",
            arm="saline",
            role="control",
            n="50",
            events="10",
            value="20.0",
            unit="percent",
            timepoint="24 hours",
            timepoint_days="1",
            basis="printed",
            locator="Table 2",
            seen_at=SEEN,
        ),
        dict(
            id="kim2021-response-w4-kap",
            study="kim2021",
            outcome="response",
            outcome_group="response",
            definition="half",
            arm="ketamine and therapy",
            role="single",
            n="20",
            value="55.0",
            unit="percent",
            timepoint="week 4",
            timepoint_days="28",
            basis="printed",
            locator="abstract",
            seen_at="https://trials.example.org/kim2021",
        ),
    ],
    "effects": [
        dict(
            id="lee2020-response-d1-rd",
            study="lee2020",
            outcome="response",
            outcome_group="response",
            definition="half",
            contrast="ketamine v saline",
            measure="RD",
            value="20.0",
            unit="percentage points",
            better="higher",
            favours="first",
            timepoint="24 hours",
            timepoint_days="1",
            primary="yes",
            basis="computed",
            computed_from="lee2020-response-d1-ketamine;lee2020-response-d1-saline",
            locator="Table 2",
            seen_at=SEEN,
        ),
        dict(
            id="lee2020-score-d1",
            study="lee2020",
            outcome="score",
            outcome_group="depression score",
            definition="MADRS",
            contrast="ketamine v saline",
            measure="MD",
            value="-4.0",
            unit="points",
            ci_low="-6.0",
            ci_high="-2.0",
            p_value="0.001",
            better="lower",
            favours="first",
            timepoint="day 1",
            timepoint_days="1",
            primary="yes",
            basis="printed",
            locator="Table 3",
            seen_at=SEEN,
        ),
        dict(
            id="lee2020-remission-d1-or",
            study="lee2020",
            outcome="remission",
            outcome_group="remission",
            definition="MADRS",
            contrast="ketamine v saline",
            measure="OR",
            value="2.0",
            unit="ratio",
            ci_low="1.0",
            ci_high="4.0",
            better="higher",
            favours="first",
            timepoint="day 1",
            timepoint_days="1",
            primary="no",
            basis="printed",
            locator="Table 3",
            seen_at=SEEN,
        ),
    ],
    "adverse_events": [
        dict(
            id="lee2020-nausea-ketamine",
            study="lee2020",
            event="Nausea",
            grouped="no",
            arm="ketamine",
            role="treatment",
            n="50",
            events="5",
            value="10.0",
            unit="percent",
            timepoint="one day",
            basis="printed",
            locator="Table 4",
            seen_at=SEEN,
        ),
    ],
    "surveys": [
        dict(
            id="lee2020-illness-2019",
            study="lee2020",
            indicator="mental illness",
            population="adults",
            year="2019",
            value="20.0",
            unit="percent",
            series="NSDUH to 2019",
            basis="printed",
            locator="Figure 1",
            seen_at=SEEN,
        ),
        dict(
            id="lee2020-illness-2021",
            study="lee2020",
            indicator="mental illness",
            population="adults",
            year="2021",
            value="22.0",
            unit="percent",
            series="NSDUH from 2021",
            basis="printed",
            locator="Figure 1",
            seen_at=SEEN,
        ),
    ],
    "quantities": [
        dict(
            id="lee2020-dose",
            study="lee2020",
            quantity="dose",
            species="human",
            route="intravenous",
            value="0.5",
            low="0.4",
            high="0.6",
            unit="mg/kg",
            n="50",
            locator="methods section",
            seen_at=SEEN,
        ),
    ],
    "statements": [
        dict(
            id="kim2021-nocontrol",
            study="kim2021",
            statement="There was no comparator.",
            species="human",
            locator="abstract",
            seen_at="https://trials.example.org/kim2021",
        ),
    ],
    "verifications": [
        dict(
            study=key,
            identifier=f"doi:10.1000/{key[:-4]}.{key[-4:]}",
            checked_on="2026-11-01",
            checked_against=f"https://trials.example.org/{key}",
            matched="title;year;author;journal",
            retraction="none found",
        )
        for key in ("lee2020", "kim2021")
    ],
    "hosts": [
        dict(host="doi.org", kind="index", owner="DOI Foundation"),
        dict(host="colab.research.google.com", kind="tool", owner="Colab"),
        dict(host="findahelpline.com", kind="organisation", owner="Find A Helpline"),
        dict(host="github.com", kind="tool", owner="GitHub"),
        dict(host="mybinder.org", kind="tool", owner="Binder"),
        dict(host="pubmed.ncbi.nlm.nih.gov", kind="index", owner="PubMed"),
        dict(host="trials.example.org", kind="publisher", owner="Journal of Trials"),
    ],
    "articles": [
        dict(article="003", article_key="article003", title="An article on ketamine", author="not named", lines="3")
    ],
    "sections": [dict(article="003", order="1", section="Speed", first_line="1", last_line="3", silent_lines="2")],
    "claims": [
        dict(
            claim="works-fast",
            text="Ketamine helps within hours.",
            kind="speed",
            about="drug",
            verdict="overstated",
            certainty="low",
            rationale="Response was 40.0% against 20.0% after a day in one trial.",
            evidence="lee2020",
            findings="lee2020-response-d1-ketamine;lee2020-response-d1-saline",
            questions="response-one-day",
            chapter="chapters/depression",
        ),
        dict(
            claim="best-clinic",
            text="The clinics of one city are excellent.",
            kind="promotion",
            about="other",
            verdict="not a factual claim",
            certainty="none",
            rationale="Praise, with nothing to check.",
            chapter="chapters/depression",
        ),
    ],
    "judgements": [
        dict(
            claim="works-fast",
            verdict="overstated",
            certainty="low",
            reason="One small trial (lee2020).",
            first_verdict="overstated",
            first_certainty="low",
        ),
    ],
    "appearances": [
        dict(claim="works-fast", article="003", section="Speed", line="1", wording="faithful"),
        dict(claim="best-clinic", article="003", section="Speed", line="3", wording="faithful"),
    ],
    "contradictions": [],
    "trials": [
        dict(
            trial="NCT00000001",
            name="Lee",
            works="lee2020",
            planned="100",
            randomised="100",
            arms="ketamine v saline",
            masked="double",
            masking_checked="not tested",
            sponsor="a university",
            sponsor_kind="public",
            primary_registered="score at one day",
            registered_on="2019-01-01",
            primary_published="score at one day",
            primary_met="yes",
            locator="registry record",
            seen_at=SEEN,
        ),
    ],
    "appraisals": [
        dict(
            trial="NCT00000001",
            domain=domain,
            judgement="some concerns",
            reason="masking was not tested",
            judged_by="us",
            read="abstract",
        )
        for domain in ("randomisation", "deviations", "missing data", "measurement", "reported result")
    ],
    "questions": [
        dict(
            question="response-one-day",
            asks="Do more people respond within a day of ketamine than of saline?",
            page="index",
            condition="depression",
            drug="ketamine",
            comparator="saline",
            outcome="response",
            from_days="1",
            to_days="1",
            designs="randomised trial",
            answer="Ketamine may help more people within a day.",
            certainty="low",
            reasons="start high; risk of bias -1: masking was not tested; imprecision -1: 100 people",
            searched_on="2026-11-01",
        ),
    ],
    "gradings": [
        dict(
            question="response-one-day",
            certainty="low",
            reasons="start high; risk of bias -1: masking was not tested; imprecision -1: few people",
            first_certainty="low",
        ),
    ],
    "uses": [
        dict(question="response-one-day", row="lee2020-response-d1-ketamine", use="shown"),
        dict(question="response-one-day", row="lee2020-response-d1-saline", use="shown"),
        dict(
            question="response-one-day",
            row="lee2020-response-d1-rd",
            use="set aside",
            reason="computed from the two arms shown",
        ),
    ],
}


class Mini:
    """The small project on disk, with ways to harm and to check it."""

    def __init__(self, folder: Path):
        self.root = folder

    @classmethod
    def write_new(cls, folder: Path, root: Path) -> "Mini":
        """Write the project into a new folder, with the descriptor of the checkout `root`."""
        mini = cls(folder)
        (folder / "evidence").mkdir(parents=True)
        (folder / "chapters").mkdir()
        (folder / "notebooks").mkdir()
        package = json.loads((root / "evidence/datapackage.json").read_text(encoding="utf-8"))
        package["seriesBreaks"] = [{"series": "NSDUH", "firstYear": 2021, "reason": "survey by web"}]
        package["noticesOwed"], package["keyYears"] = [], {}
        package["book"] = {"file": NAME, "publisher": "The makers of the small book"}
        (folder / "evidence/datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        shutil.copy(root / "evidence/words.json", folder / "evidence")
        for table, rows in ROWS.items():
            columns = evidence.columns(package, table)
            with (folder / f"evidence/{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        mini.write("references.bib", BIB)
        mini.write("chapters/depression.md", PAGE)
        mini.write("index.md", "# Home\n\n```{answer} response-one-day\n```\n")
        mini.write_notebook()
        return mini

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first occurrence of `old`, which must be there."""
        text = self.read(path)
        assert old in text, f"'{old}' is not in {path}"
        self.write(path, text.replace(old, new, 1))

    def append(self, path: str, text: str) -> None:
        self.write(path, self.read(path) + text)

    def cell(self, table: str, row: int, column: str, value: str) -> None:
        """Set one cell of a table (row counted from 0)."""
        path = self.root / f"evidence/{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[row][column] = value
        self._rewrite(path, rows)

    def drop(self, table: str, row: int) -> None:
        """Remove a row of a table."""
        path = self.root / f"evidence/{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self._rewrite(path, rows[:row] + rows[row + 1 :])

    def repeat(self, table: str, row: int, /, **changes: str) -> None:
        """Append a copy of a row with some cells changed."""
        self.extend(table, [changes], row)

    def extend(self, table: str, changes: list[dict[str, str]], like: int = 0) -> None:
        """Append copies of the row `like`, each with some cells changed."""
        path = self.root / f"evidence/{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self._rewrite(path, [*rows, *({**rows[like], **change} for change in changes)])

    def reorder(self, table: str) -> None:
        """Turn the order of a table's rows round."""
        path = self.root / f"evidence/{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self._rewrite(path, rows[::-1])

    @staticmethod
    def _rewrite(path: Path, rows: list[dict]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def write_notebook(self, change=lambda notebook: None, sealed: bool = True) -> None:
        """Write the notebook as `make notebooks` would, after `change` was done to it (before its seal, or after)."""
        words = {
            "name": "c",
            "alt": "Ketamine 40.",
            "caption": "Response.",
            "sources": ["lee2020"],
            "columns": ["a"],
            "rows": [["1"]],
        }
        data = {
            "image/svg+xml": SVG,
            "application/vnd.kapbook.chart+json": words,
            "text/plain": "Response.\nKetamine 40.",
        }
        notebook = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_markdown_cell("# Question"),
                nbformat.v4.new_code_cell("x = 1", execution_count=1),
                nbformat.v4.new_code_cell(
                    "chart", execution_count=2, outputs=[nbformat.v4.new_output("display_data", data)]
                ),
            ]
        )
        plain = evidence.load(self.root)
        read = {"columns": {"outcomes": evidence.columns(plain.package, "outcomes")}}
        clean(notebook, read, Contents(plain))
        change(notebook)
        if sealed and "kapbook" in notebook.metadata:
            notebook.metadata["kapbook"]["outputs"] = seal_of_outputs(notebook.cells)
        nbformat.write(notebook, self.root / "notebooks/question.ipynb")

    def check(self, *codes: str):
        """Findings, read anew from disk."""
        tables._load.cache_clear()
        return check(self.root, codes)

    def copy_to(self, folder: Path) -> "Mini":
        """A copy to harm, with all that was proved of the tables: only a table that is harmed is read anew."""
        return Mini(shutil.copytree(self.root, folder))
