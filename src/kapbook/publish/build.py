"""Build the book beside the published one, test it, then swap it in: a failure leaves the last good book."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import nbformat
import yaml

from kapbook.checks.model import Finding
from kapbook.checks.run import check
from kapbook.checks.site import check_site
from kapbook.evidence import EvidenceError, load
from kapbook.evidence.hosts import listed
from kapbook.evidence.ledger import claims
from kapbook.prose.contents import read_contents
from kapbook.prose.documents import TextError
from kapbook.publish.addresses import promised
from kapbook.publish.filesizes import print_sizes
from kapbook.publish.fresh import MARK, UNCHANGED, is_fresh, made_from
from kapbook.publish.lock import writing
from kapbook.publish.notebooks import NotebookError, read
from kapbook.publish.sphinx import BuildError, builder
from kapbook.publish.swap import remove, swap
from kapbook.publish.takeaway import put_beside
from kapbook.publish.work import keep, made_with, resume
from kapbook.store import Store, code_digest

CONFIG = "_config.yml"


def build(root: Path, say: Callable[[str], None], force: bool = False) -> Path:
    """Check, build and publish the book into ``_build/html``.

    Parameters
    ----------
    root : folder of the checkout
    say : receives a line for each step
    force : build even when nothing changed

    Returns
    -------
    Path of the book's first page.

    Raises
    ------
    BuildError, LockError, StorageError : any fault; the published book is untouched.
    """
    page = root / "_build" / "html" / "index.html"
    try:
        if force or not is_fresh(page.parent, made_from(root)):
            with writing(root, say):
                return _build(root, say, force)
    except EvidenceError as error:
        raise BuildError(str(error)) from None
    say(UNCHANGED)
    return page


def _build(root: Path, say: Callable[[str], None], force: bool) -> Path:
    """The steps of `build`, for whom holds the lock."""
    target = root / "_build" / "html"
    inputs = made_from(root)
    if not force and is_fresh(target, inputs):  # while this process waited
        say(UNCHANGED)
        return target / "index.html"
    made_of = made_with(root)
    say("1/4 Reading configuration, contents and notebooks")
    preflight(root)
    say("2/4 Checking references, tables, numbers, claims and notebooks")
    beside = prepare(root / "_build" / "next")
    if not force:
        resume(root, beside / "_build", made_of)
    with builder(root, beside) as built:  # works while the sources are checked
        refuse(sources(root))
        say("3/4 Building the pages")
        made = built()
    html = beside / "html"
    shutil.copytree(made, html)
    put_beside(root, html)
    print_sizes(html)
    say("4/4 Checking the pages")
    refuse(check_site(html, pages(root), promised(root), listed(load(root))))
    (html / MARK).write_text(inputs, encoding="utf-8")
    swap(html, target)
    keep(root, made.parent, made_of)
    shutil.rmtree(beside, ignore_errors=True)
    return target / "index.html"


def preflight(root: Path) -> None:
    """Refuse input that the book builder would answer with a traceback.

    Raises
    ------
    BuildError : unreadable settings, faulty contents, or an unreadable notebook.
    """
    faults = [fault.sentence() for fault in read_contents(root).faults]
    if faults:
        raise BuildError("\n".join(faults))
    settings(root)
    store = Store(root, "notebooks", code_digest(("requirements.lock",)))
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        try:
            _readable(path, store)
        except NotebookError as error:
            raise BuildError(f"{path.parent.relative_to(root)}/{error}") from None
        except nbformat.ValidationError as error:
            reason = str(error).splitlines()[0]
            raise BuildError(
                f"{path.relative_to(root)}:1: not a readable notebook ({reason}); restore it from git"
            ) from None
    store.save()


def _readable(path: Path, store: Store) -> None:
    fingerprint = sha256(path.read_bytes()).hexdigest()
    if not store.get(path.name, fingerprint):
        nbformat.validate(read(path))
        store.put(path.name, fingerprint, True)


def contents(root: Path) -> list[str]:
    """Page names of the table of contents, in reading order, without file endings."""
    return list(read_contents(root).pages)


def pages(root: Path) -> list[str]:
    """Names of all pages that a build makes: those of the contents, and one for each claim."""
    return [*contents(root), *(claim.page for claim in claims(load(root)))]


def settings(root: Path) -> dict:
    """The book's settings.

    Raises
    ------
    BuildError : they cannot be read.
    """
    try:
        found = yaml.safe_load((root / CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildError(f"{CONFIG}: missing; restore it from git") from None
    except UnicodeDecodeError:
        raise BuildError(f"{CONFIG}: not UTF-8 text; save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{CONFIG}:{mark.line + 1}:{mark.column + 1}" if mark else CONFIG
        raise BuildError(
            f"{place}: not readable as YAML ({getattr(error, 'problem', None) or error}); correct the line"
        ) from None
    if not isinstance(found, dict):
        raise BuildError(f"{CONFIG}: not a list of settings; restore the file")
    return found


def sources(root: Path) -> list[Finding]:
    """Findings in the sources.

    Raises
    ------
    BuildError : a file that cannot be read.
    """
    try:
        return check(root)
    except (EvidenceError, TextError) as error:
        raise BuildError(str(error)) from None


def refuse(findings: list[Finding]) -> None:
    """Raise BuildError with the findings, when there are any."""
    if findings:
        listing = "\n".join(finding.sentence() for finding in findings[:20])
        more = f"\n… and {len(findings) - 20} more; run 'make check'" if len(findings) > 20 else ""
        raise BuildError(f"{listing}{more}\n{len(findings)} finding(s): the book was not built")


def prepare(folder: Path) -> Path:
    """Make the folder anew and empty."""
    remove(folder)
    folder.mkdir(parents=True)
    return folder
