"""What the project says of itself to machines agrees in all places, and its forms can be filled in."""

import json
import tomllib

import pytest
import yaml

SPDX = "https://spdx.org/licenses/"
FORMS = ["1-claim.yml", "2-evidence.yml", "3-bug.yml"]


@pytest.fixture(scope="module")
def told(root):
    return {
        "project": tomllib.loads((root / "pyproject.toml").read_text())["project"],
        "data": json.loads((root / "evidence/datapackage.json").read_text()),
        "book": yaml.safe_load((root / "_config.yml").read_text()),
        "cff": yaml.safe_load((root / "CITATION.cff").read_text()),
        "meta": json.loads((root / "codemeta.json").read_text()),
    }


def test_one_version_everywhere(told):
    part = told["meta"]["hasPart"]
    assert {told[name]["version"] for name in ("project", "data", "cff", "meta")} == {part["version"]}
    assert told["meta"]["datePublished"] == str(told["cff"]["date-released"])


def test_the_same_licences_everywhere(told):
    code = told["project"]["license"]["text"]
    (data,) = (licence["name"] for licence in told["data"]["licenses"])
    assert told["cff"]["license"] == data
    assert told["meta"]["license"] == [SPDX + code, SPDX + data]
    assert told["meta"]["hasPart"]["license"] == SPDX + data


def test_titles_and_makers_agree(told):
    meta, cff = told["meta"], told["cff"]
    assert meta["name"] == cff["title"]
    assert cff["title"].partition(":")[0] == told["book"]["title"]
    assert [author["name"] for author in meta["author"]] == [author["name"] for author in cff["authors"]]
    assert (meta["identifier"], meta["description"]) == (told["project"]["name"], told["project"]["description"])
    assert meta["runtimePlatform"] == "Python " + told["project"]["requires-python"]
    part = meta["hasPart"]
    assert (part["identifier"], part["name"]) == (told["data"]["name"], told["data"]["title"])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_what_its_host_asks_for(root, name):
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE" / name).read_text())
    assert form["name"] and form["description"]
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    for field in fields:
        assert field["type"] in {"input", "textarea", "dropdown"} and field["attributes"]["label"]
        options = field["attributes"].get("options", [])
        assert (field["type"] == "dropdown") == bool(options) and len(set(options)) == len(options)
    assert any(field.get("validations", {}).get("required") for field in fields)


def test_the_readme_names_every_table(root, told):
    readme = (root / "README.md").read_text()
    rows = "".join(
        line.split("|")[1] for line in readme.partition("The tables:")[2].splitlines() if line.count("|") == 3
    )
    assert sorted(rows.split("`")[1::2]) == sorted(resource["name"] for resource in told["data"]["resources"])


def test_the_readme_names_forms_that_exist(root):
    readme = (root / "README.md").read_text()
    titles = {yaml.safe_load((root / ".github/ISSUE_TEMPLATE" / name).read_text())["name"] for name in FORMS}
    assert {"This claim is wrong", "New evidence"} <= titles
    assert all(f'"{title}"' in readme for title in ("This claim is wrong", "New evidence"))
