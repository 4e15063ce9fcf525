"""The command line: its answers and its exit codes."""

import pytest
from click.testing import CliRunner

from kapbook.cli import main
from kapbook.evidence import tables


@pytest.fixture
def run(mini, monkeypatch):
    monkeypatch.chdir(mini.root)
    tables._load.cache_clear()
    return lambda *words: CliRunner().invoke(main, words)


def test_a_clean_project_exits_with_0(run):
    assert run("check").exit_code == 0


def test_findings_exit_with_1_and_stand_one_a_line(run, mini):
    mini.append("chapters/depression.md", "\nIt helped 70% of people.\n")
    result = run("check", "N")
    assert result.exit_code == 1
    assert result.stdout.startswith("chapters/depression.md:12:11: N201 ")


def test_unreadable_input_exits_with_2_and_no_traceback(run, mini):
    mini.write("evidence/outcomes.csv", "nonsense")
    result = run("check")
    assert result.exit_code == 2
    assert "evidence/outcomes.csv:1: the header is" in result.output
    assert "Traceback" not in result.output


def test_an_unknown_rule_exits_with_2(run):
    assert run("check", "Z9").exit_code == 2
    assert run("explain", "Z999").exit_code == 2


def test_explain_gives_the_reason_of_a_rule(run):
    assert "Brown and Heathers" in run("explain", "E103").stdout


def test_explain_lists_all_rules(run):
    assert {"C101", "E102", "N201", "L302", "B401", "S503"} <= {
        line.split()[0] for line in run("explain").stdout.splitlines()
    }


def test_serving_without_a_book_says_how_to_build_it(run):
    result = run("serve")
    assert result.exit_code == 1
    assert "run 'make book' first" in result.output


@pytest.mark.parametrize("command", ["check", "build", "generated", "addresses", "serve", "notebooks", "epub"])
def test_outside_a_checkout_every_command_says_so(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command])
    assert result.exit_code in (1, 2) and "run this inside a checkout of the book" in result.output
