"""Whatever is done to the real files: no traceback, no printed statistic that slips through, no stale number."""

import dataclasses
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from kapbook import evidence
from kapbook.checks.bound import bound_numbers
from kapbook.checks.model import Project
from kapbook.checks.numbers import text_differs, unbound_statistic
from kapbook.checks.run import check
from kapbook.checks.words import smuggled_statistic
from kapbook.evidence import Evidence, EvidenceError
from kapbook.prose.documents import DEFAULT_EXTENSIONS, Document, TextError, _parse, read_documents
from tests.conftest import ROOT

SAFE = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PARTS = ("chapters", "notebooks", "evidence", "references.bib", "_toc.yml", "_config.yml", "index.md")
SIGN = "73.9%"


@pytest.fixture(scope="module")
def copied(tmp_path_factory) -> Path:
    """The real sources, copied once and checked once."""
    folder = tmp_path_factory.mktemp("real") / "book"
    folder.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    evidence.tables._load.cache_clear()
    check(folder)
    return folder


FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("chapters/**/*.md", "notebooks/*.ipynb", "evidence/*", "references.bib", "_toc.yml", "_config.yml")
    for path in ROOT.glob(pattern)
    if path.is_file()
)


def edited(content: bytes, kind: str, where: float, size: int, other: float) -> bytes:
    """The bytes with one edit at a share of their length."""
    lines = content.split(b"\n")
    at, there = int(where * (len(lines) - 1)), int(other * (len(lines) - 1))
    if kind == "delete":
        del lines[at : at + 1 + size // 8]
    elif kind == "swap":
        lines[at], lines[there] = lines[there], lines[at]
    elif kind == "duplicate":
        lines[at:at] = lines[at : at + 1 + size // 8]
    elif kind == "truncate":
        return content[: int(where * len(content))]
    elif kind == "re-encode":
        return content.decode("utf-8").encode("utf-16" if size % 2 else "latin-1", "replace")
    else:
        start = int(where * len(content))
        return content[:start] + bytes([size % 256]) * 3 + content[start + size :]
    return b"\n".join(lines)


@SAFE
@given(
    path=st.sampled_from(FILES),
    kind=st.sampled_from(["delete", "swap", "duplicate", "truncate", "re-encode", "bytes"]),
    where=st.floats(0, 1),
    other=st.floats(0, 1),
    size=st.integers(0, 255),
)
def test_a_random_edit_of_a_real_file_ends_in_findings_or_one_sentence(copied, path, kind, where, other, size):
    before = (copied / path).read_bytes()
    try:
        (copied / path).write_bytes(edited(before, kind, where, size, other))
        evidence.tables._load.cache_clear()
        for finding in check(copied):
            assert finding.sentence()
    except (EvidenceError, TextError) as error:
        assert path in str(error)
        assert "\n" not in str(error)
    finally:
        (copied / path).write_bytes(before)


class _Block(Directive):
    """Any directive of the book: its title and body are read as Markdown, as Sphinx's are."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = dict.fromkeys(("class", "sorted", "name", "depth", "maxdepth", "alt"), directives.unchanged)

    def run(self):
        box = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


@lru_cache(maxsize=1)
def _book_words() -> None:
    for name in ("stat", "unbound", "term", "cite:p", "cite:t", "download", "ref", "doc"):
        roles.register_local_role(name, lambda *given, **more: ([nodes.literal("", given[2])], []))
    for name in ("glossary", "note", "tip"):
        directives.register_directive(name, _Block)


def printed(text: str) -> bool:
    """Whether MyST, through docutils, prints the sign as plain words."""
    _book_words()
    quiet = {"report_level": 5, "halt_level": 6, "myst_enable_extensions": DEFAULT_EXTENSIONS, "warning_stream": False}
    tree = publish_doctree(text, parser=Parser(), settings_overrides=quiet)
    unseen = (nodes.literal, nodes.literal_block, nodes.comment, nodes.raw, nodes.system_message, nodes.docinfo)
    for node in list(tree.findall(lambda n: isinstance(n, unseen))):
        if node.parent is not None:
            node.parent.replace(node, nodes.Text("\ufffc"))
    return SIGN in tree.astext()


def found(text: str) -> bool:
    """Whether the rule of unbound statistics finds the sign."""
    read = list(_parse("page", [(0, text)], EXTENSIONS))
    document = Document(Path("page.md"), "page.md", "", False, "", {}, [], read)
    rules = (*unbound_statistic(document), *smuggled_statistic(document))
    return any(SIGN in finding.message for finding in rules)


EXTENSIONS = tuple(DEFAULT_EXTENSIONS)
CHAPTERS = sorted((ROOT / "chapters").glob("[cmos]*/*.md"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(page=st.sampled_from(CHAPTERS), where=st.floats(0, 1), put=st.sampled_from([f" {SIGN} ", f"\n{SIGN}\n", SIGN]))
def test_a_statistic_inserted_wherever_it_would_be_printed_is_found(page, where, put):
    text = page.read_text(encoding="utf-8")
    at = int(where * len(text))
    changed = text[:at] + put + text[at:]
    if printed(changed):
        assert found(changed), f"{page.name} at {at}"


FRAME = [
    "{}\n",
    "# Title\n\n{}",
    "- a\n\n  {}\n",
    "> a\n> {}\n",
    "```x``` {}\n",
    "```x = 1``` is code.\n\n{}\n",
    "---\na: b\n--- \n\n{}\n",
    "---\na: b\n...\n{}\n",
    "---\na: b\n\n{}\n",
    "| a |\n|---|\n| {} |\n",
    ":::{{note}}\n{}\n:::\n",
    "::::{{note}}\n:::{{tip}}\nx\n:::\n{}\n::::\n",
    "```{{note}}\n{}\n",
    "a[^b]\n\n[^b]: c\n    {}\n",
    "a\n: {}\n",
    "<!-- a -->\n{}\n",
    "% a\n{}\n",
    "text `code\n{}` text\n",
    "[a\n{}](https://b.org)\n",
    "{{stat}}`a {} <b>`\n",
    "    {}\n",
    "a\\\n{}\n",
    "***a {}***\n",
    "~~~\n{}\n~~~\n",
    "(label)=\n{}\n",
    "+++ {}\n",
    "a {}\n===\n",
    "1. a\n2. {}\n\n       code\n",
]


@pytest.mark.parametrize("frame", FRAME, ids=range(len(FRAME)))
def test_in_every_frame_what_is_printed_is_found_and_what_is_not_is_left(frame):
    text = frame.format(SIGN)
    if printed(text):
        assert found(text)
    elif "`" not in text:
        assert not found(text)


def test_a_number_changed_in_any_row_fails_at_each_place_that_prints_it():
    tables = evidence.load(ROOT)
    documents = read_documents(ROOT)
    bound = [(document, number) for document in documents for number in bound_numbers(document)]
    assert len(bound) > 1000
    shifted = {
        name: [dataclasses.replace(row, cells=_shifted(row.cells)) for row in rows]
        for name, rows in tables.tables.items()
    }
    project = Project(ROOT, Evidence(ROOT, shifted, tables.package))
    told = {
        (finding.path, finding.line, finding.column)
        for document in documents
        for finding in text_differs(project, document)
    }
    for document, number in bound:
        if number.field not in ("p", "year") and any(letter.isdigit() for letter in number.shown):
            assert (document.place(number.use.cell), number.use.line, number.use.column) in told, number.row_id


NUMERIC = ("value", "low", "high", "ci_low", "ci_high", "sd", "n", "events", "k", "i2")


def _shifted(cells: dict[str, str]) -> dict[str, str]:
    """The cells with 7 added to each number."""
    changed = dict(cells)
    for column in NUMERIC:
        text = cells.get(column, "")
        try:
            whole, dot, rest = text.partition(".")
            changed[column] = f"{int(whole) + 7}{dot}{rest}"
        except ValueError:
            continue
    return changed
