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
    assert "evidence/outcomes.csv:1: the first line is wrong" in result.output
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


def test_findings_are_counted_with_their_files(run, mini):
    mini.append("chapters/depression.md", "\nIt helped 70% of people, 80% of women.\n")
    mini.append("index.md", "\nIt helped 70%.\n")
    assert "3 finding(s) in 2 file(s)" in run("check", "N2").stderr


def test_annotations_escape_what_github_reads_as_commands(run, mini):
    mini.append("chapters/depression.md", "\nIt helped 70% of people.\n")
    assert run("check", "N2", "--format", "github").stdout.startswith(
        "::error file=chapters/depression.md,line=12,col=11,title=N201::the percentage '70%25' is not bound to a row; "
    )


def test_annotations_of_a_notebook_name_its_file_and_the_cell(run, mini):
    mini.write_notebook(lambda nb: nb.cells[0].update(source="# Question\n\nIt was 70%."))
    shown = run("check", "N2", "--format", "github").stdout
    assert shown.startswith("::error file=notebooks/question.ipynb,line=1,col=8,title=N201::cell 1, line 3: ")


MENDED = [
    ("a byte-order mark", "index.md", "\ufeff# Home\n", "# Home\n"),
    ("line ends of Windows", "index.md", "# Home\r\n\r\ntext\r\n", "# Home\n\ntext\n"),
    ("letters that nobody sees", "index.md", "# Ho\u00adme\u200b\u202e\n", "# Home\n"),
    ("a DOI written as a link", "references.bib", "  doi = {https://doi.org/10.1000/x},\n", "  doi = {10.1000/x},\n"),
    ("a DOI with its name", "references.bib", "  DOI = {doi: 10.1000/x},\n", "  DOI = {10.1000/x},\n"),
    (
        "an escaped address",
        "references.bib",
        "  url = {https://a.org/b\\_c\\%20d},\n",
        "  url = {https://a.org/b_c%20d},\n",
    ),
    ("a mark before a table", "evidence/hosts.csv", "\ufeffa,b\r\n1,2\r\n", "a,b\n1,2\n"),
]


@pytest.mark.parametrize(("path", "before", "after"), [case[1:] for case in MENDED], ids=[case[0] for case in MENDED])
def test_what_is_safe_is_shown_first_and_mended_on_demand(run, mini, path, before, after):
    (mini.root / path).write_bytes(before.encode())
    shown = run("check", "--fix")
    assert shown.exit_code == 1
    assert shown.stdout.startswith(f"--- a/{path}\n+++ b/{path}\n@@ ")
    assert "Add --write" in shown.stderr
    assert (mini.root / path).read_bytes() == before.encode()
    run("check", "--fix", "--write")
    assert (mini.root / path).read_bytes() == after.encode()


def test_nothing_is_mended_in_a_clean_project(run):
    result = run("check", "--fix")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing to mend.\n")


def test_the_real_files_need_no_mending(root):
    from kapbook.checks.mend import patch

    assert patch(root) == ""
