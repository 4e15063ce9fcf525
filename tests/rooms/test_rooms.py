"""No import of the package runs up, and the picture of its rooms is the one that the imports draw."""

import pytest

from kapbook.publish.generated import generated_pages
from kapbook.publish.rooms import breaches, imports, picture


def test_no_import_runs_up(root):
    assert breaches(imports(root / "src/kapbook")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from kapbook.publish.build import build\n", "imports 'publish', which lies above 'checks'"),
        ("def late():\n    import kapbook.charts.forest\n", "'checks' must not import 'charts'"),
        ("from kapbook import attic\n", "the room 'attic' has no floor"),
    ],
)
def test_an_import_that_breaks_the_rule_is_named_with_its_file(tmp_path, text, words):
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks/tables.py").write_text(text)
    (sentence,) = breaches(imports(tmp_path))
    assert sentence.startswith("checks/tables.py: ") and words in sentence


def test_imports_that_run_down_or_stay_on_a_floor_pass(tmp_path):
    (tmp_path / "publish").mkdir()
    (tmp_path / "publish/build.py").write_text(
        "from kapbook.publish.lock import one\nfrom kapbook.checks.run import check\nimport json\n"
    )
    (tmp_path / "place.py").write_text("from kapbook.names import FOLDER\n")
    assert breaches(imports(tmp_path)) == []


def test_the_picture_shows_each_pair_once():
    drawn = picture({("cli", "checks", "cli.py"), ("checks", "evidence", "a.py"), ("checks", "evidence", "b.py")})
    assert drawn.count("checks --> evidence") == 1 and "cli --> checks" in drawn and "publish" not in drawn


def test_the_page_of_the_architecture_is_drawn_from_the_present_imports(root):
    assert (root / "ARCHITECTURE.md").read_text(encoding="utf-8") == generated_pages(root)["ARCHITECTURE.md"]
