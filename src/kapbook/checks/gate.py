"""Family K, second part: what guards the book guards it still: locks, scripts, tests, workflows, style, words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kapbook.checks.model import WORDS, Finding, Project, rule
from kapbook.store import Store, code_digest

CODE = ("src/kapbook/checks/gate.py",)
LOCKS = ("requirements.lock", "lab/requirements.lock", "lite/requirements.lock", "lite/pyodide.lock")
SCRIPTS = ("Makefile", "tests/run", ".ci/run", ".gitattributes")
TESTS = ("pyproject.toml", "pytest.ini", "tox.ini", "setup.cfg", "conftest.py", "tests/conftest.py")
WORKFLOWS = ".github/workflows"
STYLES = "_static"
RESTORE = "restore the line from git"

Fault = tuple[int, int, str, str]
"""Line and column from 1, what is wrong, and what to do."""

LOCKED = re.compile(r"[A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?==[\w.!+]+(?:\s*;[^\\]+)?\s*\\?$")
HASH = re.compile(r"\s+--hash=sha256:[0-9a-f]{64}(?:\s*\\)?$")

PASSED_OVER = re.compile(
    r"\|\|\s*(?:true|:|exit 0|echo\b(?![^;|]*(?:;|&&)\s*exit [1-9])(?![^()]*\)))"
    r"|^\s*exit(?: 0)?\s*$|;\s*(?:true|exit 0)\s*(?:$|#)|(?<![\w-])set \+[euo]|--exit-zero|--no-verify"
    r"|--continue-on-collection-errors"
)
IGNORED = re.compile(
    r"^\t[@+]*-|^\.IGNORE\b|^\s*MAKEFLAGS\s*\+?:?=.*(?:\s|^|=)-?-?(?:\w*[ik]\w*\b|ignore-errors|keep-going)"
)
LEFT_OUT = re.compile(
    r"(?<![\w-])(?:-k|-m|--deselect|--ignore(?:-glob)?|--lf|--last-failed|--nf|--sw|--stepwise|--maxfail"
    r"|--co|--collect-only|--nbval-lax|--nbval-sanitize-with|--no-header -p|-p no:\w+"
    r"|--noconftest|--exitfirst)(?=[\s='\"]|$)"
)
"""Options of pytest that leave tests out, or compare less."""

PARTLY = re.compile(r"kapbook['\"]? check\b(?=[ \t]+(?![|;&)]|2?>)\S)[^|;&]*|kapbook['\"]? check\b.*>\s*/dev/null")
"""The linter asked for some rules only, or unheard."""

FILTERED = re.compile(r"^\s+(?:paths|paths-ignore|branches-ignore|tags-ignore|types):")
KEPT = {
    ".ci/run": ("set -euo pipefail", "make book", "make test", "skipped|xfailed|xpassed|deselected", "exit 1"),
    "tests/run": ("set -euo pipefail", "ruff", "codespell", 'kapbook" build', "--nbval ", "tests notebooks"),
    ".gitattributes": ("* text=auto eol=lf", "*.ipynb text eol=lf", "*.csv text eol=lf"),
    "Makefile": ("kapbook build", "bash tests/run", "kapbook check", "requirements.lock"),
}
"""What each script must go on saying."""

ADDOPTS = {"-ra", "--strict-markers", "--strict-config", "-q"}
PYTEST = {"testpaths", "addopts", "xfail_strict", "minversion"}
LENIENT = re.compile(
    r"^\s*(?P<key>ignore_errors|follow_imports|extend-exclude|exclude|force-exclude|disable_error_code|skip)\s*=", re.M
)
UNRUN = re.compile(
    r"\bcollect_ignore(?:_glob)?\b|\bpytest_ignore_collect\b|\bpytest_collection_finish\b|\.deselect|items\[:\]"
)

ALLOWED_TO_FAIL = re.compile(r"continue-on-error:\s*(?!false)\S+|^\s*(?:-\s*)?if:\s*['\"]?(?:\$\{\{\s*)?(?:false|0)\b")
UNPINNED = re.compile(r"uses:\s*(?P<action>[^\s#]+)")
PINNED = re.compile(r"(?:[\w.-]+/[\w./-]+@[0-9a-f]{40}|\./\S+)$")

RULES_OF_STYLE = re.compile(r"(?P<who>[^{};]+)\{(?P<how>[^{}]*)\}")
HELP = re.compile(r"\.crisis\b|\.admonition(?![\w.-]|\s*>)|\[href\^=[\"']?(?:tel|sms)")
HIDING = re.compile(
    r"display:\s*none|visibility:\s*(?:hidden|collapse)|opacity:\s*0?\.?0*(?![.\d])|font-size:\s*0(?![.\d])"
    r"|(?:max-)?(?:height|width):\s*0(?![.\d])|content-visibility:\s*hidden|clip(?:-path)?:|transform:\s*scale\(0"
    r"|(?:left|top|right|text-indent|margin-left):\s*-\d{3,}|color:\s*transparent|pointer-events:\s*none"
)


VOCABULARIES = ("about", "stigma", "arms", "outcomes", "confused", "units", "certainty")
EMPTY = re.compile(r'\s*"(?P<key>[^"]+)":\s*(?:""|\[\s*\]|\{\s*\})')
MAY_BE_EMPTY = {"high"}
"""The highest certainty says 'does', which is no word to look for."""

HOST = re.compile(r"[\"'`(=](?P<host>(?:https?:|wss?:)?//(?!www\.w3\.org|localhost|127\.|\$|\{)[\w-]+(?:\.[\w-]+)+)")


@rule("K805", "loose-lock")
def loose_lock(project: Project) -> Iterator[Finding]:
    """A package in a lock has no exact version or no checksum, or comes from elsewhere: another one could be installed.

    Each entry is 'name==version' with at least one sha256; options of pip, addresses and paths have no place there.
    """
    yield from _told(project, "K805", LOCKS, _lock)
    lock = "\n".join(_lines(project, LOCKS[0]))
    wanted = re.findall(r'^\s*"([\w.-]+)==([\w.]+)"', "\n".join(_lines(project, "pyproject.toml")), re.M)
    locked = dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?\s*(?:==|@|[<>~!;])?\s*([\w.!+]*)", lock, re.M))
    for name, version in wanted if lock else ():
        held = locked.get(name.lower(), "none")
        if held != version and (
            held == "none" or re.search(rf"^{re.escape(name)}=={re.escape(held)}[\s\\;]", lock, re.M)
        ):
            message = f"pyproject.toml asks for {name} {version}, the lock has {held}"
            yield Finding(LOCKS[0], 1, 1, "K805", message, "run 'make lock', or restore pyproject.toml from git")


def _lock(_: str, lines: list[str]) -> Iterator[Fault]:
    entry, hashed = 0, True
    for number, line in enumerate([*lines, "end"], 1):
        text = line.strip()
        if HASH.match(line):
            hashed = True
        elif text and not text.startswith("#"):
            if not hashed:
                message = f"'{lines[entry - 1].split()[0]}' has no checksum"
                yield entry, 1, message, "resolve it anew with 'make lock'"
            entry, hashed = number, number > len(lines)
            if number <= len(lines) and not LOCKED.match(line):
                yield number, 1, f"'{text[:40]}' is no 'name==version'", "resolve it anew with 'make lock'"
                hashed = True


@rule("K806", "gate-loosened")
def gate_loosened(project: Project) -> Iterator[Finding]:
    """A script, the tests' settings or a workflow lets a failure pass, or leaves a check out.

    A recipe that begins with '-', '|| true', 'set +e', a job that may fail or never runs, options of pytest that leave
    tests out, a step of the gate that is gone. The gate is `.ci/run`, which a workflow runs for every change.
    """
    yield from _told(project, "K806", SCRIPTS, _script)
    yield from _told(project, "K806", TESTS, _tests)
    workflows = _files(project, WORKFLOWS, ("*.yml", "*.yaml"))
    yield from _told(project, "K806", workflows, _workflow)
    if workflows:
        texts = {name: "\n".join(_lines(project, name)) for name in workflows}
        gates = [name for name, text in texts.items() if re.search(r"^\s*(?:-\s*)?run: bash \.ci/run\b", text, re.M)]
        if not any(re.search(r"^\s+pull_request:|^on:.*\bpull_request\b", texts[name], re.M) for name in gates):
            message = "no workflow runs 'bash .ci/run' for every pull request"
            yield Finding(
                gates[0] if gates else workflows[0], 1, 1, "K806", message, "restore .github/workflows/test.yml"
            )


def _script(name: str, lines: list[str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#"):
            continue
        run = line.find("pytest")
        ignored = IGNORED.search(line) if name == "Makefile" else None
        left_out = LEFT_OUT.search(line, run) if run >= 0 else None
        partly = PARTLY.search(line)
        match = ignored or PASSED_OVER.search(line) or left_out or partly
        if match:
            message = f"'{match[0].strip()}' {_does(match, left_out, partly)}"
            yield number, match.start() + 1, message, RESTORE
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    for part in KEPT[name]:
        if part not in text:
            yield 1, 1, f"'{part.strip()}' is gone", "restore the file from git"


def _does(match: re.Match[str], left_out: re.Match[str] | None, partly: re.Match[str] | None) -> str:
    if match is left_out:
        return "leaves tests out"
    return "asks for a part of the rules" if match is partly else "lets a failure pass"


def _tests(name: str, lines: list[str]) -> Iterator[Fault]:
    if name in ("pytest.ini", "tox.ini"):
        yield 1, 1, "the settings of the tests stand in pyproject.toml; this file overrides them", "remove it"
        return
    section = ""
    for number, line in enumerate(lines, 1):
        head = re.match(r"\s*\[+([^\]]+)\]+", line)
        section = head[1] if head else section
        if name.endswith("conftest.py"):
            match = UNRUN.search(line)
            if match:
                yield number, match.start() + 1, f"'{match[0]}' leaves tests out", RESTORE
        elif section in ("tool.pytest.ini_options", "tool:pytest"):
            yield from _option_of_pytest(number, line)
        elif section.startswith(("tool.mypy", "tool.ruff", "tool.codespell")):
            match = LENIENT.match(line)
            if match:
                message = f"'{match['key']}' keeps {section.split('.')[1]} from looking"
                yield number, match.start("key") + 1, message, "remove it and mend what is found"


def _option_of_pytest(number: int, line: str) -> Iterator[Fault]:
    match = re.match(r"\s*(?P<key>\w+)\s*=\s*(?P<value>.*)", line)
    if not match:
        return
    words = match["value"].strip("\"'").split()
    strange = [word for word in words if word not in ADDOPTS] if match["key"] == "addopts" else []
    if match["key"] not in PYTEST or strange:
        what = f"'{strange[0]}'" if strange else f"the setting '{match['key']}'"
        yield number, match.start("key") + 1, f"{what} of pytest may leave tests out", RESTORE
    if match["key"] == "testpaths" and "tests" not in re.findall(r"\w+(?:/\w+)*", match["value"]):
        yield number, match.start("key") + 1, "the tests are not among the testpaths", RESTORE


def _workflow(_: str, lines: list[str]) -> Iterator[Fault]:
    gate = any("bash .ci/run" in line for line in lines)
    starts = next((number for number, line in enumerate(lines, 1) if line.startswith("jobs:")), len(lines))
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#"):
            continue
        match = ALLOWED_TO_FAIL.search(line) or (PASSED_OVER.search(line) if gate else None)
        if match:
            yield number, match.start() + 1, f"'{match[0].strip()}' lets a failure pass", RESTORE
        narrowed = FILTERED.match(line) if gate and number < starts else None
        if narrowed:
            message = f"'{line.strip()[:40]}' leaves changes out of the gate"
            yield number, len(line) - len(line.lstrip()) + 1, message, RESTORE
        action = UNPINNED.search(line)
        if action and not PINNED.match(action["action"]):
            message = f"'{action['action']}' is not pinned to a commit"
            yield number, action.start("action") + 1, message, "write the commit's 40 letters, the version as a comment"
        if re.search(r"permissions:\s*write-all", line):
            yield number, 1, "the workflow may write everything", "name the one permission that it needs"


@rule("K807", "help-styled-away")
def help_styled_away(project: Project) -> Iterator[Finding]:
    """A style sheet hides the boxes with help in a crisis, or makes their links dead."""
    yield from _told(project, "K807", _files(project, STYLES, ("*.css",)), _style)


def _style(_: str, lines: list[str]) -> Iterator[Fault]:
    text = "\n".join(lines)
    plain = re.sub(r"/\*.*?\*/", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.S)
    for match in RULES_OF_STYLE.finditer(plain):
        hidden = HIDING.search(match["how"])
        who = [part for part in match["who"].split(",") if HELP.search(part) and "::" not in part]
        if hidden and who:
            before = plain[: match.start("how") + hidden.start()]
            message = f"'{' '.join(who[0].split())}' is hidden by '{hidden[0]}'"
            place = before.count("\n") + 1, len(before) - before.rfind("\n")
            yield *place, message, "help must be in sight: remove the declaration"


@rule("K808", "words-emptied")
def words_emptied(project: Project) -> Iterator[Finding]:
    """A vocabulary of evidence/words.json is gone or empty, so that the rules which compare its words fall silent."""
    for part in VOCABULARIES:
        if project.words and not project.words.get(part):
            yield Finding(WORDS, 1, 1, "K808", f"'{part}' is missing or empty", "restore it from git")
    lines = _lines(project, WORDS)
    for number, line in enumerate(lines, 1):
        empty = EMPTY.match(line)
        if empty and empty["key"] not in VOCABULARIES and empty["key"] not in MAY_BE_EMPTY:
            message = f"'{empty['key']}' is empty"
            yield Finding(WORDS, number, empty.start("key"), "K808", message, "restore its words from git")


@rule("K809", "asks-elsewhere")
def asks_elsewhere(project: Project) -> Iterator[Finding]:
    """A script, style sheet or template of the book names another host: readers' browsers would ask it, and tell it."""
    yield from _told(project, "K809", _files(project, STYLES, ("*.js", "*.css")), _asks)
    yield from _told(project, "K809", _files(project, "_templates", ("*.html",)), _asks)


def _asks(_: str, lines: list[str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        match = HOST.search(line)
        if match:
            message = f"'{match['host']}' is another host"
            yield number, match.start("host") + 1, message, "keep what the book needs in _static"


def _files(project: Project, folder: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Files of a folder, by their paths in the checkout."""
    root: Path = project.root
    found = sorted(path for pattern in patterns for path in (root / folder).glob(pattern))
    return tuple(path.relative_to(root).as_posix() for path in found)


def _lines(project: Project, name: str) -> list[str]:
    """Lines of a file; none when it is not there or not text."""
    known = project.memory.setdefault("lines of files", {})
    if name not in known:
        path = project.root / name
        known[name] = path.read_bytes().decode("utf-8", "replace").split("\n") if path.is_file() else []
    return known[name]


def _told(
    project: Project, code: str, names: tuple[str, ...], judge: Callable[[str, list[str]], Iterator[Fault]]
) -> Iterator[Finding]:
    """Findings in files, judged anew only when one of them has changed."""
    present = [name for name in names if _lines(project, name)]
    store = Store(project.root, f"gate-{judge.__name__.strip('_')}", code_digest(CODE))
    for name in present:
        digest = hashlib.sha256("\n".join(_lines(project, name)).encode()).hexdigest()
        faults: Any = store.get(name, digest)
        if faults is None:
            faults = store.put(name, digest, [list(fault) for fault in judge(name, _lines(project, name))])
        for line, column, message, remedy in faults:
            yield Finding(name, line, column, code, message, remedy)
    store.save()
