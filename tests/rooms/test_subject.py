"""The package names no subject: its words, its articles and its parts are data of the book."""

import re

import pytest
import yaml

from kapbook.evidence import load

WORDS = re.compile(
    r"ketamin|spravato|psilocyb|\bKAP\b|the kap|depress|suicid|MADRS|PTSD|NMDA|bipolar|psychotherap|opioid|alcohol"
    r"|NSDUH|midazolam|\bfour (popular )?articles\b",
    re.I,
)
KINDS = ("src/kapbook/**/*.py", "src/kapbook/**/*.*", "_templates/*", "_static/*")


def files(root):
    return sorted({path for kind in KINDS for path in root.glob(kind) if path.is_file() and path.suffix != ".pyc"})


def test_no_module_or_template_names_the_subject(root):
    named = [
        f"{path.relative_to(root)}:{number}: {found[0]}"
        for path in files(root)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if (found := WORDS.search(line))
    ]
    assert named == [], "move the word to evidence/words.json, evidence/datapackage.json or _config.yml"


def test_no_module_knows_a_folder_of_chapters(root):
    """Beside the folder of reference pages, which hold what the package itself writes."""
    parts = sorted(path.name for path in (root / "chapters").iterdir() if path.is_dir() and path.name != "reference")
    assert len(parts) > 3
    named = re.compile(rf"chapters/({'|'.join(parts)})\b")
    assert [path.name for path in files(root) if named.search(path.read_text("utf-8", "replace"))] == []


def test_no_rule_on_tables_knows_how_many_articles_there_are(root):
    """Not even the descriptor lists them: the table of articles does."""
    fields = [field for resource in load(root).package["resources"] for field in resource["schema"]["fields"]]
    listed = [field for field in fields if field["name"] == "article" and "enum" in field.get("constraints", {})]
    assert listed == []


@pytest.mark.parametrize("folder", ["orientation", "mechanism", "sessions", "conditions", "safety"])
def test_every_part_of_chapters_is_told_in_the_settings(root, folder):
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    assert f"chapters/{folder}/" in settings["sphinx"]["config"]["book_chapters"]
