"""Faults of notebooks, contents and settings, one a case, each with its place; and look-alikes that are right."""

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


CELL_FAULTS = [
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
]

CELL_INNOCENT = [
    ("tag in plain text, which pages escape", output(text__plain="<script>")),
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
    ("K803", "chapter excluded", config("tests]", 'tests, "chapters/dep*"]'), CONFIG, 5, 38),
    ("K803", "folder excluded", config("tests]", "tests, notebooks]"), CONFIG, 5, 38),
]

ADDRESS_FAULTS = [("K804", "address struck")]
"""Its cases stand in test_build_rules.py."""
