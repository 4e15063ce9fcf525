"""The command `kapbook`: check and explain, build and serve, make editions, notebooks and lists."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kapbook.cli.faults import INTERRUPTED, UNREADABLE, Sentences, fail
from kapbook.cli.new import fill, new
from kapbook.cli.serving import live, serve
from kapbook.files import write_text

if TYPE_CHECKING:
    from kapbook.checks.model import Rule

# Each command imports what it needs: `kapbook check` is run at every save and starts nothing else.

REMAIN = 3


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Keep the evidence book true: check it, build it, run its notebooks.

    One command at a time writes; a second one waits as many seconds as KAPBOOK_WAIT says (usually 900).
    """
    from kapbook.publish.process import stop_on_signals

    stop_on_signals()


@main.command("check")
@click.argument("codes", nargs=-1)
@click.option("--format", "style", type=click.Choice(["github", "json", "text"]), default="text", show_default=True)
@click.option("--site", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Also check built pages.")
@click.option("--fix", is_flag=True, help="Print as a patch what can be mended without judgement, and check nothing.")
@click.option("--write", is_flag=True, help="With --fix: mend it, then check.")
def check_command(codes: tuple[str, ...], style: str, site: Path | None, fix: bool, write: bool) -> None:
    """Report every breach of the rules (or of those starting with CODES): 0 clean, 1 findings, 2 unreadable."""
    from kapbook.checks.run import FORMATS, check
    from kapbook.evidence import project_root

    for code in codes:
        if not any(name.startswith(code) for name in _known_rules(code)):
            fail(f"no rule starts with '{code}'; 'kapbook explain' lists them", UNREADABLE)
    root = project_root()
    if fix:
        _mend(root, write)
    findings = check(root, codes)
    if site:
        from kapbook.checks.site import check_site
        from kapbook.evidence import load
        from kapbook.evidence.hosts import listed
        from kapbook.publish.addresses import promised
        from kapbook.publish.build import contents

        findings += check_site(site, contents(root), promised(root), listed(load(root)))
    if findings or style == "json":
        click.echo(FORMATS[style](findings))
    files = len({finding.path.partition("#")[0] for finding in findings})
    click.echo(f"{len(findings)} finding(s) in {files} file(s)" if findings else "All checks passed.", err=True)
    sys.exit(1 if findings else 0)


def _mend(root: Path, write: bool) -> None:
    """Print the patch of what can be mended; end there unless it is to be written."""
    from kapbook.checks.mend import mendable, patch
    from kapbook.files import write_bytes
    from kapbook.publish.lock import writing

    text = patch(root)
    click.echo(text, nl=False)
    if not write:
        click.echo("Add --write to mend this." if text else "Nothing to mend.", err=True)
        sys.exit(1 if text else 0)
    with writing(root, lambda line: click.echo(line, err=True)):
        for path, _, after in mendable(root):
            write_bytes(path, after)


def _known_rules(code: str = "S") -> dict[str, Rule]:
    """Rules by code; those of the built site, whose parser is slow to load, only when the code can be one of them."""
    from kapbook.checks.run import rules

    known = {rule.code: rule for rule in rules()}
    if "S".startswith(code[:1]):
        from kapbook.checks.site import SITE_RULES

        known |= SITE_RULES
    return known


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what the rule CODE asks and why; without CODE, list all rules."""
    known = _known_rules()
    if code is None:
        for name, rule in sorted(known.items()):
            click.echo(f"{name} {rule.name}")
    elif code in known:
        click.echo(f"{code} {known[code].name}\n\n{known[code].explanation}")
    else:
        fail(f"no rule has the code '{code}'; 'kapbook explain' lists them", UNREADABLE)


@main.command("build")
@click.option("--force", is_flag=True, help="Build even when nothing changed.")
def build_command(force: bool) -> None:
    """Check and build the book into _build/html."""
    from kapbook.evidence import project_root
    from kapbook.publish.fresh import UNCHANGED, is_fresh, made_from

    root = project_root()
    html = root / "_build" / "html"
    if not force and is_fresh(html, made_from(root)):  # known without all that a build starts
        click.echo(UNCHANGED)
        click.echo(f"The book is at {html / 'index.html'}")
        return
    from kapbook.publish.build import build

    click.echo(f"The book is at {build(root, click.echo, force)}")


@main.command("epub")
def epub_command() -> None:
    """Make an EPUB of the whole book in _build."""
    from kapbook.evidence import project_root
    from kapbook.publish.editions import epub

    click.echo(f"The book is at {epub(project_root(), click.echo)}")


@main.command("pdf")
def pdf_command() -> None:
    """Make a PDF of the whole book in _build; needs a browser."""
    from kapbook.evidence import project_root
    from kapbook.publish.editions import pdf

    click.echo(f"The book is at {pdf(project_root(), click.echo)}")


@main.command("browser")
def browser_command() -> None:
    """Find the browser that tests and prints; where there is none, bring one."""
    from kapbook.publish.browser import bring

    click.echo(bring(click.echo).sentence())


@main.command("generated")
def generated_command() -> None:
    """Rewrite the pages that are made from the rules and the table descriptions."""
    from kapbook.evidence import project_root
    from kapbook.publish.generated import generated_pages
    from kapbook.publish.lock import writing

    root = project_root()
    with writing(root, click.echo):
        for path, text in generated_pages(root).items():
            write_text(root / path, text)
            click.echo(f"wrote {path}")


@main.command("addresses")
def addresses_command() -> None:
    """Add the addresses of the built book to those that must go on working; done at each release."""
    from kapbook.evidence import project_root
    from kapbook.publish.addresses import add_addresses
    from kapbook.publish.lock import writing

    root = project_root()
    with writing(root, click.echo):
        click.echo(f"{add_addresses(root)} new address(es)")


@main.command("verify")
@click.argument("keys", nargs=-1)
@click.option("--fix", is_flag=True, help="Print what the records would change in references.bib, as a patch.")
@click.option("--offline", is_flag=True, help="Ask nobody; use the records that are there.")
@click.option("--retractions", "table", default="", help="Retraction Watch's table: a path or an https address.")
@click.option("--site", default="", help="Ask instead for every promised address of the site released at this address.")
@click.option("--minutes", default=0.0, help="Begin nothing new after so many minutes; 0 for no end.")
@click.option("--report", type=click.Path(path_type=Path), help="Write what was found to this file too.")
def verify_command(
    keys: tuple[str, ...], fix: bool, offline: bool, table: str, site: str, minutes: float, report: Path | None
) -> None:
    """Ask the registries whether each work is as printed and still stands; needs a network.

    KEYS are works of references.bib or registrations of evidence/trials.csv; all when none is named.
    Answers are kept in evidence/records as they come: run it again to go on. 0 all answered, 3 some remain.
    """
    from kapbook.evidence import project_root
    from kapbook.publish.addresses import promised
    from kapbook.publish.lock import writing
    from kapbook.registries.command import Desk

    root, say = project_root(), partial(click.echo, err=True)
    with writing(root, say):
        desk = Desk(root, say)
        if site:
            text, left, stopped = desk.site(site, promised(root))
        elif offline:
            text, left, stopped = "", False, 0
        else:
            text, left, stopped = desk.verify(keys, table, minutes).outcome()
        if text:
            click.echo(text, err=fix)
        if text and report:
            write_text(report, text + "\n")
        if fix:
            click.echo(desk.fix(keys), nl=False)
    sys.exit(INTERRUPTED + stopped if stopped else REMAIN if left else 0)


@main.command("add")
@click.argument("number", metavar="DOI|PMID|NCT")
def add_command(number: str) -> None:
    """Add a work by its number: entry, row of the study and record; one that we have is refused. Needs a network."""
    from kapbook.evidence import project_root
    from kapbook.publish.lock import writing
    from kapbook.registries.command import Desk

    root = project_root()
    with writing(root, click.echo):
        key = Desk(root, click.echo).add(number)
        click.echo(f"Added '{key}'. Fill its row in evidence/studies.csv and cite it; 'kapbook check' says what lacks.")


@main.command()
@click.option("--force", is_flag=True, help="Execute all, also those that are fresh.")
def notebooks(force: bool) -> None:
    """Execute the notebooks whose outputs are older than what they show, and store the outputs."""
    from kapbook.evidence import project_root
    from kapbook.publish.notebooks import execute_all

    execute_all(project_root(), click.echo, force)


for _command in (serve, live, new, fill):
    main.add_command(_command)
