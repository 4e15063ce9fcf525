"""Faults of notebooks, contents and settings, one a case, each with its place; and look-alikes that are right."""

import nbformat

CONFIG, CONTENTS = "_config.yml", "_toc.yml"
CHART = "application/vnd.kapbook.chart+json"


def code(source):
    """Change the source of the first code cell."""
    return lambda mini: mini.write_notebook(lambda nb: nb.cells[1].update(source=source))


def tagged(*tags):
    return lambda mini: mini.write_notebook(lambda nb: nb.cells[2].metadata.update(tags=list(tags)))


def metadata(**values):
    return lambda mini: mini.write_notebook(lambda nb: nb.metadata.update(values))


def output(**data):
    """Put further kinds into the stored output of the chart."""
    kinds = {name.replace("__", "/").replace("_", "-"): value for name, value in data.items()}
    return lambda mini: mini.write_notebook(lambda nb: nb.cells[2].outputs[0].data.update(kinds))


def drawn(svg):
    return lambda mini: mini.write_notebook(lambda nb: nb.cells[2].outputs[0].data.update({"image/svg+xml": svg}))


def same_id(mini):
    mini.edit("notebooks/question.ipynb", '"id": "cell-3"', '"id": "cell-2"')


def by_hand(change):
    """Change the chart's stored output after it was sealed."""
    return lambda mini: mini.write_notebook(lambda nb: change(nb.cells[2].outputs[0].data), sealed=False)


def words(**changes):
    """Change the chart's own words, and leave its plain text."""
    return lambda mini: mini.write_notebook(lambda nb: nb.cells[2].outputs[0].data[CHART].update(changes))


def raw(mini):
    mini.write_notebook(lambda nb: (nb.cells[1].update(cell_type="raw"), nb.cells[1].pop("outputs")))


def hidden(**marks):
    return lambda mini: mini.write_notebook(lambda nb: nb.cells[2].metadata.update(marks))


def pair(alt, row):
    """Let a chart set two numbers against each other, and give it a row of its table."""

    def change(nb):
        data = nb.cells[2].outputs[0].data
        data[CHART].update(alt=alt, rows=[row])
        data["text/plain"] = f"Response.\n{alt}"

    return lambda mini: mini.write_notebook(change)


def attached(mini):
    mini.write_notebook(lambda nb: nb.cells[0].update(attachments={"a.png": {"image/png": "x"}}))


def printed(mini):
    said = nbformat.v4.new_output("stream", name="stdout", text="70% were cured\n")
    mini.write_notebook(lambda nb: nb.cells[2].outputs.append(said))


CELL_FAULTS = [
    ("B407", "code turned into a raw cell", raw, 2),
    ("B407", "code commented out", code("# x = 1\n\n  # chart"), 2),
    ("B407", "code taken out", code(" \n"), 2),
    ("B414", "alternative with its arms exchanged", words(alt="Saline 40."), 3),
    ("B414", "caption of another chart", words(caption="Remission."), 3),
    ("B414", "plain text changed", output(text__plain="Response.\nKetamine 60."), 3),
    ("B414", "plain text taken out", lambda mini: by_hand(lambda data: data.pop("text/plain"))(mini), 3),
    (
        "B415",
        "path of a drawing moved",
        by_hand(lambda d: d.update({"image/svg+xml": "<svg><path d='M 0 0 L 9 1'/></svg>"})),
        1,
    ),
    ("B415", "drawing emptied", by_hand(lambda d: d.update({"image/svg+xml": "<svg/>"})), 1),
    ("B415", "number in the table of a chart", by_hand(lambda d: d[CHART].update(rows=[["2"]])), 1),
    (
        "B415",
        "rows that a chart claims to draw",
        by_hand(lambda d: d[CHART].update(drawn=["lee2020-response-d1-rd"])),
        1,
    ),
    (
        "B415",
        "seal taken out",
        lambda mini: mini.write_notebook(lambda nb: nb.metadata.kapbook.pop("outputs"), sealed=False),
        1,
    ),
    ("B407", "comparison skipped by a tag", tagged("hide-input", "nbval-ignore-output"), 3),
    ("B407", "cell skipped by a tag", tagged("nbval-skip"), 3),
    ("B407", "exception expected", tagged("raises-exception"), 3),
    ("B407", "not executed", tagged("skip-execution"), 3),
    ("B407", "output removed", tagged("remove-output"), 3),
    ("B407", "comparison skipped by a comment", code("# NBVAL_IGNORE_OUTPUT\nx = 1"), 2),
    ("B407", "comparison skipped by another comment", code("x = 1  #NBVAL_SKIP"), 2),
    ("B407", "output captured", code("%%capture\nx = 1"), 2),
    ("B408", "two cells of one id", same_id, 3),
    ("B409", "kernel of another language", metadata(kernelspec={"name": "ir", "language": "R"}), 1),
    ("B409", "kernel of another environment", metadata(kernelspec={"name": "my-env", "language": "python"}), 1),
    ("B410", "table as HTML", output(text__html="<table></table>"), 3),
    ("B410", "script as an output", output(application__javascript="alert(1)"), 3),
    ("B410", "widget", output(**{"application__vnd.jupyter.widget_view+json": {"model_id": "x"}}), 3),
    ("B411", "script in a drawing", drawn("<svg><script>alert(1)</script></svg>"), 3),
    ("B411", "handler in a drawing", drawn('<svg onload="alert(1)"></svg>'), 3),
    ("B411", "address that runs", drawn('<svg><a href="javascript:alert(1)">x</a></svg>'), 3),
    ("B411", "foreign content in a drawing", drawn("<svg><foreignObject></foreignObject></svg>"), 3),
    ("B412", "all warnings ignored", code('import warnings\nwarnings.filterwarnings("ignore")'), 2),
    ("B412", "all warnings ignored simply", code("import warnings\nwarnings.simplefilter('ignore')"), 2),
    ("B412", "errors of numbers ignored", code("import numpy\nnumpy.seterr(all='ignore')"), 2),
    ("B412", "stream turned away", code("import sys\nsys.stderr = open('/dev/null', 'w')"), 2),
    ("B412", "every exception passed over", code("try:\n    x = 1\nexcept Exception:\n    pass"), 2),
    ("B413", "errors allowed", metadata(execution={"allow_errors": True}), 1),
    ("B413", "executed by the builder", metadata(mystnb={"execution_mode": "force"}), 1),
    ("B405", "chance", code("import random\nx = random.random()"), 2),
    ("B405", "chance of numbers", code("import numpy as np\nx = np.random.normal()"), 2),
    ("B405", "the clock", code("from datetime import date\nx = date.today()"), 2),
    ("B405", "the machine", code("import os\nx = os.environ"), 2),
    ("B405", "table past the evidence", code("import pandas\nx = pandas.read_csv('../evidence/outcomes.csv')"), 2),
    ("B405", "file opened", code("x = open('../references.bib').read()"), 2),
    ("B407", "output hidden by an editor", hidden(jupyter={"outputs_hidden": True}), 3),
    ("B407", "output collapsed", hidden(collapsed=True), 3),
    ("B407", "cell left out of slides", hidden(slideshow={"slide_type": "skip"}), 3),
    ("B410", "picture attached to words", attached, 1),
    ("B410", "print beside a chart", printed, 3),
    ("B416", "arms exchanged by the code", pair("40 against 20", ["a", "20", "40"]), 3),
    ("B416", "number of another row", pair("Of 100: 40 of 100 against 25.", ["a", "40", "20"]), 3),
    ("B416", "decimal that is not its row's", pair("40.1 against 20.0", ["a", "40.2", "20.0"]), 3),
]

CELL_INNOCENT = [
    (
        "tag in the words of a chart, which pages escape",
        lambda mini: mini.write_notebook(
            lambda nb: (
                nb.cells[2]
                .outputs[0]
                .data.update(
                    {
                        "text/plain": "<script>\nKetamine 40.",
                        CHART: {**nb.cells[2].outputs[0].data[CHART], "caption": "<script>"},
                    }
                )
            )
        ),
    ),
    ("pair of numbers as its row has them", pair("40% against 20%, 20 more", ["a", "40.2", "19.6"])),
    ("answer hidden with its code", hidden(jupyter={"outputs_hidden": True, "source_hidden": True})),
    ("words for chance and time", code("x = 'at random, over time'")),
    ("comment above code", code("# the rows\nx = 1")),
    (
        "words changed, outputs kept",
        lambda mini: mini.write_notebook(lambda nb: nb.cells[0].update(source="# Another"), sealed=False),
    ),
    (
        "one warning named",
        code('import warnings\nwarnings.filterwarnings("ignore", message="x", category=UserWarning)'),
    ),
    ("metadata of another editor", metadata(colab={"provenance": []}, vscode={"interpreter": "x"})),
    ("one exception named", code("try:\n    x = 1\nexcept KeyError:\n    x = 2")),
    ("word in a comment", code("x = 1  # nbval compares this")),
    ("cells without an id", lambda mini: mini.write_notebook(lambda nb: [cell.pop("id", None) for cell in nb.cells])),
]


SETTINGS = """\
title: A book
author: Somebody
copyright: "2026"
only_build_toc_files: true
exclude_patterns: [README.md, tests]
execute:
  execute_notebooks: "off"
  raise_on_error: true
html:
  favicon: _static/favicon.svg
sphinx:
  config:
    extensions:
      - myst_nb
      - sphinxcontrib.bibtex
      - kapbook.sphinxext
    language: en
    bibtex_bibfiles: [references.bib]
    suppress_warnings: [epub.unknown_project_files, myst.domains]
"""
PAGES = "format: jb-book\nroot: index\nchapters:\n- file: chapters/depression\n- file: notebooks/question\n"


def book(change=lambda text: text, path=CONFIG):
    """Give the small project settings and contents, and change one of the two."""

    def harm(mini):
        (mini.root / "_static").mkdir(exist_ok=True)
        mini.write("_static/favicon.svg", "<svg/>")
        mini.write(CONFIG, SETTINGS)
        mini.write(CONTENTS, PAGES)
        mini.write(path, change(mini.read(path)))

    return harm


def config(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new, 1)

    return book(change)


def toc(old, new):
    return book(lambda text: text.replace(old, new, 1), CONTENTS)


SETTINGS_FAULTS = [
    ("K801", "page that is missing", toc("chapters/depression", "chapters/sadness"), CONTENTS, 4, 9),
    ("K801", "page twice", toc("notebooks/question", "chapters/depression"), CONTENTS, 5, 9),
    ("K801", "no first page", toc("root: index\n", ""), CONTENTS, 1, 1),
    ("K801", "no YAML", toc("chapters:", "chapters: ["), CONTENTS, 4, 1),
    ("K802", "no YAML", config("title: ", "title: ["), CONFIG, 2, 7),
    ("K802", "setting twice", config("copyright:", "author: Nobody\ncopyright:"), CONFIG, 3, 1),
    ("K802", "setting misspelt", config("exclude_patterns:", "exclude_pattern:"), CONFIG, 5, 1),
    ("K802", "setting misspelt below", config("raise_on_error:", "raise_on_errors:"), CONFIG, 8, 3),
    ("K802", "picture that is missing", config("_static/favicon.svg", "_static/favicon.png"), CONFIG, 10, 12),
    ("K802", "references elsewhere", config("[references.bib]", "[works.bib]"), CONFIG, 18, 23),
    ("K802", "extension left out", config("      - kapbook.sphinxext\n", ""), CONFIG, 14, 9),
    ("K803", "notebooks executed", config('execute_notebooks: "off"', "execute_notebooks: force"), CONFIG, 7, 22),
    ("K803", "errors allowed", config("error: true", "error: true\n  allow_errors: true"), CONFIG, 9, 17),
    ("K803", "errors not raised", config("raise_on_error: true", "raise_on_error: false"), CONFIG, 8, 19),
    ("K803", "stderr dropped", config("error: true", "error: true\n  stderr_output: remove"), CONFIG, 9, 18),
    ("K803", "promise not set", config("only_build_toc_files: true\n", ""), CONFIG, 1, 1),
    ("K803", "warning suppressed", config("myst.domains]", "myst.domains, myst.xref_missing]"), CONFIG, 19, 67),
    ("K803", "all warnings of a kind", config("myst.domains]", "myst.domains, bibtex]"), CONFIG, 19, 67),
    ("K803", "links not judged", config("language: en\n", "language: en\n    nitpick_ignore: [[x]]\n"), CONFIG, 18, 23),
    ("K803", "tracker", config("  favicon:", "  analytics:\n    google_analytics_id: G-1\n  favicon:"), CONFIG, 11, 26),
    (
        "K803",
        "style sheet of another host",
        config("language: en\n", "language: en\n    html_css_files: [https://example.org/a.css]\n"),
        CONFIG,
        18,
        22,
    ),
    ("K803", "chapter excluded", config("tests]", 'tests, "chapters/dep*"]'), CONFIG, 5, 38),
    ("K803", "folder excluded", config("tests]", "tests, notebooks]"), CONFIG, 5, 38),
]

ADDRESS_FAULTS = [("K804", "address struck")]
"""Its cases stand in test_build_rules.py."""


LOCK = """\
attrs==25.3.0 \\
    --hash=sha256:{one} \\
    --hash=sha256:{two}
    # via jsonschema
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{one}
""".format(one="a1" * 32, two="b2" * 32)
MAKE = """\
READY := requirements.lock
book: $(READY)
\t@.venv/bin/kapbook build
test:
\t@bash tests/run
check:
\t@.venv/bin/kapbook check
lab:
\t@uv=$$(command -v uv || echo .tools/bin/uv); $$uv pip list || { echo "no uv"; exit 1; }
\t@.venv/bin/python -m pytest -q lite
"""
RUN = """\
#!/usr/bin/env bash
set -euo pipefail
bin=.venv/bin
"$bin/ruff" check src
"$bin/codespell" chapters
"$bin/kapbook" build
exec "$bin/pytest" -q --nbval --nbval-current-env -n 2 tests notebooks
"""
GATE = """\
set -euo pipefail
make book
make test 2>&1 | tee log || exit 1
if grep -Eq '[0-9]+ (skipped|xfailed|xpassed|deselected)' log; then
  exit 1
fi
"""
PROJECT = """\
[project]
dependencies = [
  "attrs==25.3.0",
  "colorama==0.4.*",
]

[tool.ruff]
line-length = 120

[tool.mypy]
ignore_missing_imports = true

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "-ra --strict-markers"

[tool.codespell]
ignore-words-list = "ect"
"""
FLOW = """\
name: test
on:
  push:
    branches: [main]
  pull_request:
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - if: always()
        uses: ./.github/actions/own
      - run: bash .ci/run
"""
STYLE = """\
.admonition.crisis { border-color: red; padding: 0.5rem; }
.admonition.crisis > .admonition-title::before { display: none; }
.paper, .trail { display: none; }
@media print {
  nav { display: none; }
}
"""
ATTRIBUTES = "* text=auto eol=lf\n*.ipynb text eol=lf\n*.csv text eol=lf\n"
SCRIPT = "const ns = 'http://www.w3.org/2000/svg';\nfetch('descriptions.js');\n"
GUARDS = {
    "requirements.lock": LOCK,
    "Makefile": MAKE,
    "tests/run": RUN,
    ".ci/run": GATE,
    "pyproject.toml": PROJECT,
    ".gitattributes": ATTRIBUTES,
    "_static/book.js": SCRIPT,
    ".github/workflows/test.yml": FLOW,
    "_static/book.css": STYLE,
}


def guarded(path="", old="", new=""):
    """Give the small project all that guards the book, and change one of its files."""

    def harm(mini):
        for name, text in GUARDS.items():
            (mini.root / name).parent.mkdir(parents=True, exist_ok=True)
            mini.write(name, text)
        if path:
            (mini.root / path).parent.mkdir(parents=True, exist_ok=True)
            text = mini.read(path) if old else ""
            assert old in text
            mini.write(path, text.replace(old, new, 1) if old else new)

    return harm


FLOWS, STYLES = ".github/workflows/test.yml", "_static/book.css"
GATE_FAULTS = [
    # K805
    (
        "K805",
        "checksum lost",
        guarded("requirements.lock", " \\\n    --hash=sha256:" + "a1" * 32 + "\n", "\n"),
        "requirements.lock",
        5,
        1,
    ),
    ("K805", "version loosened", guarded("requirements.lock", "attrs==", "attrs>="), "requirements.lock", 1, 1),
    ("K805", "version of any kind", guarded("requirements.lock", "==25.3.0", "==25.*"), "requirements.lock", 1, 1),
    (
        "K805",
        "package without a version",
        guarded("requirements.lock", "colorama==0.4.6 ;", "colorama ;"),
        "requirements.lock",
        5,
        1,
    ),
    (
        "K805",
        "package from an address",
        guarded("requirements.lock", "attrs==25.3.0", "attrs @ https://example.org/a.whl"),
        "requirements.lock",
        1,
        1,
    ),
    (
        "K805",
        "another index",
        guarded("requirements.lock", "attrs==", "--extra-index-url https://example.org\nattrs=="),
        "requirements.lock",
        1,
        1,
    ),
    ("K805", "checksum cut short", guarded("requirements.lock", "b2" * 32, "b2" * 31), "requirements.lock", 3, 1),
    (
        "K805",
        "lock of another environment",
        guarded("lab/requirements.lock", "", "jupyterlab==4.4.1\n"),
        "lab/requirements.lock",
        1,
        1,
    ),
    (
        "K805",
        "pin that the lock does not have",
        guarded("pyproject.toml", "attrs==25.3.0", "attrs==25.2.0"),
        "requirements.lock",
        1,
        1,
    ),
    # K806: scripts
    ("K806", "end before the tests", guarded(".ci/run", "make book\n", "make book\nexit 0\n"), ".ci/run", 3, 1),
    ("K806", "some rules only", guarded("Makefile", "kapbook check\n", "kapbook check C E\n"), "Makefile", 7, 13),
    ("K806", "linter unheard", guarded("Makefile", "kapbook check\n", "kapbook check >/dev/null\n"), "Makefile", 7, 13),
    ("K806", "line ends as they come", guarded(".gitattributes", "*.csv text eol=lf\n", ""), ".gitattributes", 1, 1),
    (
        "K806",
        "chapters left out of the gate",
        guarded(FLOWS, "  pull_request:\n", "  pull_request:\n    paths-ignore: [chapters/**]\n"),
        FLOWS,
        6,
        5,
    ),
    (
        "K806",
        "recipe whose failure is ignored",
        guarded("Makefile", "\t@.venv/bin/kapbook check", "\t-@.venv/bin/kapbook check"),
        "Makefile",
        7,
        1,
    ),
    (
        "K806",
        "sign of another order",
        guarded("Makefile", "\t@.venv/bin/kapbook check", "\t@-.venv/bin/kapbook check"),
        "Makefile",
        7,
        1,
    ),
    ("K806", "all failures ignored", guarded("Makefile", "book:", ".IGNORE:\nbook:"), "Makefile", 2, 1),
    ("K806", "failure that is true", guarded("Makefile", "kapbook check", "kapbook check || true"), "Makefile", 7, 27),
    (
        "K806",
        "failure that is a colon",
        guarded("tests/run", '"$bin/kapbook" build', '"$bin/kapbook" build || :'),
        "tests/run",
        6,
        22,
    ),
    (
        "K806",
        "failure that is told only",
        guarded("tests/run", "check src", 'check src || echo "later"'),
        "tests/run",
        4,
        23,
    ),
    ("K806", "script that goes on", guarded("tests/run", "bin=.venv", "set +e\nbin=.venv"), "tests/run", 3, 1),
    ("K806", "lint without a status", guarded("tests/run", "check src", "check src --exit-zero"), "tests/run", 4, 23),
    ("K806", "tests left out by name", guarded("tests/run", "-n 2", "-k 'not checks' -n 2"), "tests/run", 7, 51),
    (
        "K806",
        "test left out by its place",
        guarded("tests/run", "-n 2", "--deselect tests/checks -n 2"),
        "tests/run",
        7,
        51,
    ),
    ("K806", "folder of tests ignored", guarded("tests/run", "-n 2", "--ignore=tests/site -n 2"), "tests/run", 7, 51),
    (
        "K806",
        "notebooks not compared",
        guarded("tests/run", "--nbval --nbval", "--nbval --nbval-lax --nbval"),
        "tests/run",
        7,
        31,
    ),
    ("K806", "notebooks left out", guarded("tests/run", "tests notebooks", "tests"), "tests/run", 1, 1),
    (
        "K806",
        "gate that lets skipped tests pass",
        guarded(".ci/run", "(skipped|xfailed|xpassed|deselected)", "(xpassed)"),
        ".ci/run",
        1,
        1,
    ),
    ("K806", "check gone from the front door", guarded("Makefile", "\t@bash tests/run\n", ""), "Makefile", 1, 1),
    # K806: settings of the tests
    (
        "K806",
        "tests left out by an option",
        guarded("pyproject.toml", "-ra --strict", "-ra -k 'not faults' --strict"),
        "pyproject.toml",
        15,
        1,
    ),
    (
        "K806",
        "plug-in taken out",
        guarded("pyproject.toml", "-ra --strict", "-ra -p no:nbval --strict"),
        "pyproject.toml",
        15,
        1,
    ),
    (
        "K806",
        "folders not entered",
        guarded("pyproject.toml", "addopts", 'norecursedirs = ["checks"]\naddopts'),
        "pyproject.toml",
        15,
        1,
    ),
    (
        "K806",
        "other names of tests",
        guarded("pyproject.toml", "addopts", 'python_files = "test_a*.py"\naddopts'),
        "pyproject.toml",
        15,
        1,
    ),
    ("K806", "tests elsewhere", guarded("pyproject.toml", '["tests"]', '["lite"]'), "pyproject.toml", 14, 1),
    (
        "K806",
        "types not judged",
        guarded("pyproject.toml", "ignore_missing", "ignore_errors = true\nignore_missing"),
        "pyproject.toml",
        11,
        1,
    ),
    (
        "K806",
        "code not linted",
        guarded("pyproject.toml", "line-length", 'extend-exclude = ["src"]\nline-length'),
        "pyproject.toml",
        8,
        1,
    ),
    (
        "K806",
        "settings that override",
        guarded("pytest.ini", "", "[pytest]\naddopts = -k checks\n"),
        "pytest.ini",
        1,
        1,
    ),
    (
        "K806",
        "tests not collected",
        guarded("tests/conftest.py", "", 'collect_ignore = ["checks"]\n'),
        "tests/conftest.py",
        1,
        1,
    ),
    # K806: workflows
    ("K806", "job that may fail", guarded(FLOWS, "    steps:", "    continue-on-error: true\n    steps:"), FLOWS, 9, 5),
    (
        "K806",
        "step that may fail",
        guarded(FLOWS, "bash .ci/run", "bash .ci/run\n        continue-on-error: ${{ true }}"),
        FLOWS,
        14,
        9,
    ),
    ("K806", "job that never runs", guarded(FLOWS, "    steps:", "    if: false\n    steps:"), FLOWS, 9, 1),
    ("K806", "step that never runs", guarded(FLOWS, "always()", "${{ false }}"), FLOWS, 11, 1),
    ("K806", "gate that cannot fail", guarded(FLOWS, "bash .ci/run", "bash .ci/run || true"), FLOWS, 13, 27),
    ("K806", "gate gone", guarded(FLOWS, "      - run: bash .ci/run\n", ""), FLOWS, 1, 1),
    ("K806", "gate only by hand", guarded(FLOWS, "  pull_request:\n", "  workflow_dispatch:\n"), FLOWS, 1, 1),
    (
        "K806",
        "action that can change",
        guarded(FLOWS, "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1", "checkout@v7"),
        FLOWS,
        10,
        15,
    ),
    ("K806", "workflow that may write all", guarded(FLOWS, "jobs:", "permissions: write-all\njobs:"), FLOWS, 6, 1),
    # K809
    (
        "K809",
        "script that tells another host",
        guarded("_static/book.js", "'descriptions.js'", '"https://collect.example.org/x"'),
        "_static/book.js",
        2,
        8,
    ),
    (
        "K809",
        "font of another host",
        guarded(STYLES, "border-color: red", "src: url(//fonts.example.org/a.woff2)"),
        STYLES,
        1,
        31,
    ),
    (
        "K809",
        "picture of another host in a template",
        guarded("_templates/page.html", "", "<img src='https://example.org/a.png'>\n"),
        "_templates/page.html",
        1,
        11,
    ),
    # K807
    ("K807", "box with help not shown", guarded(STYLES, "border-color: red", "display: none"), STYLES, 1, 22),
    (
        "K807",
        "box with help without height",
        guarded(STYLES, "padding: 0.5rem", "height: 0; overflow: hidden"),
        STYLES,
        1,
        41,
    ),
    (
        "K807",
        "box with help far away",
        guarded(STYLES, "padding: 0.5rem", "position: absolute; left: -9999px"),
        STYLES,
        1,
        61,
    ),
    ("K807", "box with help not printed", guarded(STYLES, "  nav {", "  nav, .crisis {"), STYLES, 5, 18),
    ("K807", "all boxes not shown", guarded(STYLES, ".paper, .trail {", ".paper, .admonition {"), STYLES, 3, 23),
    (
        "K807",
        "links that cannot be tapped",
        guarded(STYLES, "@media", "a[href^='tel:'] { pointer-events: none; }\n@media"),
        STYLES,
        4,
        19,
    ),
    ("K807", "letters without colour", guarded(STYLES, "border-color: red", "color: transparent"), STYLES, 1, 22),
]
"""Code, what was done, the harm, and the place of the one finding."""


def vocabulary(old, new):
    return lambda mini: mini.edit("evidence/words.json", old, new)


WORDS_FAULTS = [
    ("K808", "word of a certainty emptied", vocabulary('"may|might"', '""'), 3),
    ("K808", "arm without words", vocabulary('"lithium": "lithium"', '"lithium": ""'), 3),
    ("K808", "vocabulary renamed", vocabulary('"confused":', '"confusable":'), 1),
]
"""Code, what was done, the harm, and the column of the one finding."""
HELP_FAULTS = [
    ("P723", "number dialled is another", '<a href="tel:998">call 988</a>', 3),
    ("P723", "number that nobody looked up", "<a class='x' href='sms:116'>text 116</a>", 3),
    ("P723", "address misspelt", '<a href="https://findahelplne.com">findahelpline.com</a>', 3),
]
"""Code, what was done, the HTML, and its column."""
