"""What `check` remembers only saves time: it forgets what changed, survives damage, and starts nothing idle."""

import os
import subprocess
import sys

import pytest

from kapbook.store import FEWEST, FOLDER, Store, in_two
from tests.checks.build_cases import CONFIG, book
from tests.checks.page_cases import PAGE

HEAVY = ("pandas", "scipy", "matplotlib", "frictionless", "sphinx", "docutils", "nbformat", "bs4", "pybtex")
PARSERS = ("markdown_it", "myst_parser", "yaml", "multiprocessing", "http.server")


def sentences(mini):
    return [finding.sentence() for finding in mini.check()]


def stores(mini):
    return sorted((mini.root / FOLDER).glob("*.json"))


def test_a_change_is_seen_and_its_undoing_too(mini):
    before = mini.read(PAGE)
    assert sentences(mini) == []
    mini.append(PAGE, "\nIt helped 70% of people.\n")
    assert [finding.code for finding in mini.check()] == ["N201"]
    mini.write(PAGE, before)
    assert sentences(mini) == []


def test_a_changed_row_is_seen_on_a_page_that_has_not_changed(mini):
    assert mini.check("N2") == []
    mini.cell("outcomes", 0, "value", "42.0")
    mini.cell("outcomes", 0, "events", "21")
    assert [(f.code, f.line, f.column) for f in mini.check("N202")] == [("N202", 3, 14)]


def test_a_changed_work_is_seen_by_rules_on_works(mini):
    assert mini.check("C1") == []
    mini.edit("references.bib", "10.1000/kim.2021", "10.1000/kim 2021")
    assert "C107" in {finding.code for finding in mini.check("C1")}


def test_a_changed_setting_is_seen_by_each_rule_on_settings(mini):
    book()(mini)
    assert mini.check("K") == []
    mini.edit(CONFIG, "raise_on_error: true", "raise_on_error: false")
    assert [f.code for f in mini.check("K")] == ["K803"]
    mini.edit(CONFIG, "author:", "writer:")
    assert [f.code for f in mini.check("K")] == ["K802", "K803"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x00\xff garbage", b"x\ny\n{}", b"\n\n[1, 2]", b"{" * 5000],
    ids=["empty", "bytes", "other", "list", "deep"],
)
def test_a_damaged_memory_costs_only_time(mini, damage):
    mini.append(PAGE, "\nIt helped 70% of people.\n")
    before = sentences(mini)
    assert before and stores(mini)
    for path in stores(mini):
        path.write_bytes(damage)
    assert sentences(mini) == before


def test_a_memory_that_was_cut_or_altered_is_not_believed(mini):
    mini.append(PAGE, "\nIt helped 70% of people.\n")
    before = sentences(mini)
    for path in stores(mini):
        path.write_bytes(path.read_bytes().replace(b"N201", b"N999")[:-1])
    assert sentences(mini) == before


def test_a_folder_that_cannot_be_written_costs_only_time(mini):
    (mini.root / "_build").rename(mini.root / "gone")
    (mini.root / "_build").write_text("a file where the folder should be")
    assert sentences(mini) == []


def test_a_store_forgets_what_nobody_asks_for_and_what_other_code_made(tmp_path):
    store = Store(tmp_path, "things", "1")
    store.put("a", "digest", [1])
    store.put("b", "digest", [2])
    store.save()
    again = Store(tmp_path, "things", "1")
    assert again.get("a", "digest") == [1]
    assert again.get("a", "other digest") is None
    again.save()
    assert Store(tmp_path, "things", "1").get("b", "digest") is None
    assert Store(tmp_path, "things", "2").get("a", "digest") is None


def test_work_shared_by_two_processes_gives_the_same_in_the_same_order():
    items = list(range(3 * FEWEST))
    assert in_two(lambda n: [n, n * n], items) == [[n, n * n] for n in items]


def test_a_fault_in_either_process_is_told_here():
    def work(number):
        if number == 2 * FEWEST + 1:
            raise ValueError(f"{number} cannot be")
        return number

    for items in (range(3 * FEWEST), range(1, 3 * FEWEST)):
        with pytest.raises(ValueError, match="33 cannot be"):
            in_two(work, list(items))


def test_checking_what_was_checked_before_starts_nothing_idle(mini):
    run = "import sys; from kapbook.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*sys.modules)"
    command = [sys.executable, "-c", run, "check"]
    loaded = set()
    for _ in range(2):
        result = subprocess.run(command, cwd=mini.root, capture_output=True, text=True, env={**os.environ})
        loaded = {name.split(".")[0] for name in result.stdout.split()} | set(result.stdout.split())
        assert "All checks passed." in result.stderr
    assert loaded & {*HEAVY, *PARSERS} == set()
