"""The command `kapbook new`: begin a row, a page, a notebook or a whole book; the linter says what is left to fill."""

from __future__ import annotations

from pathlib import Path

import click

WHAT = {
    "study": (
        "KEY",
        "A work read without a network: entry, row of the study, row of what it was compared with. KEY is the first "
        "author's family name and the year. Known are the fields of an entry and the columns of both tables.",
    ),
    "row": (
        "TABLE/KEY",
        "A row of any table, as outcomes/lee2020-response-d1-drug, uses/QUESTION/ROW or sections/ARTICLE/ORDER.",
    ),
    "trial": ("REGISTRATION", "A trial (not a paper): its row, and one for each domain of its appraisal."),
    "question": ("ID", "A question with its scope, and the row of its second grading."),
    "claim": ("ID", "A claim, the place where an article makes it, and the row of its second judgement."),
    "article": (
        "NUMBER",
        "An article to be taken apart: row, entry, first section, page. Known besides its columns: section, note, "
        "page, after.",
    ),
    "chapter": (
        "PATH",
        "A chapter, as chapters/part/name: its page and its line in the contents. Known: title, after (the page "
        "below which it stands), condition (a word new to the tables).",
    ),
    "notebook": ("NAME", "A notebook that draws a question. Known: question, title, caption, after."),
}
"""What can be begun: what it is named by, and what is written."""


@click.group()
def new() -> None:
    """Begin a row, a page, a notebook or a book; nothing is overwritten.

    What is known is given as COLUMN=VALUE; what is not stays empty, and 'kapbook check' says what lacks.
    """


@click.command()
@click.argument("name", metavar="TABLE/KEY")
@click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE...")
def fill(name: str, cells: tuple[str, ...]) -> None:
    """Fill or correct cells of a row, as claims/works-fast; every other line of the table stays as it is.

    Where the key of a table has several columns, its beginning means all rows: appraisals/TRIAL its five domains.
    """
    from kapbook.evidence import project_root
    from kapbook.new.stubs import fill
    from kapbook.publish.lock import writing

    root = project_root()
    with writing(root, click.echo):
        for line in fill(root, name, cells) or ["Nothing to change."]:
            click.echo(line)


def _command(kind: str, named: str, words: str) -> click.Command:
    def run(name: str, cells: tuple[str, ...]) -> None:
        from kapbook.evidence import project_root
        from kapbook.new.stubs import begin
        from kapbook.publish.lock import writing

        root = project_root()
        with writing(root, click.echo):
            for line in begin(root, kind, name, cells):
                click.echo(line)
        click.echo("'kapbook check' says what lacks.")

    arguments = [
        click.Argument(["name"], metavar=named),
        click.Argument(["cells"], nargs=-1, metavar="[COLUMN=VALUE]..."),
    ]
    return click.Command(kind, callback=run, params=[*arguments], help=words)


for _kind, _about in WHAT.items():
    new.add_command(_command(_kind, *_about))


@new.command("book")
@click.argument("folder", type=click.Path(path_type=Path))
def new_book_command(folder: Path) -> None:
    """Begin a book on another subject in a new FOLDER: an example that passes the linter, to be replaced by yours."""
    from datetime import date

    from kapbook.new.book import new_book

    new_book(folder, date.today())
    click.echo(f"The example is in {folder}. Go there, then: kapbook notebooks; kapbook check; kapbook build")
