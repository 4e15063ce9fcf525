"""Read the book's settings, ``_config.yml``, with the place of each, and judge them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

CONFIG = "_config.yml"
KNOWN = {
    "title", "author", "copyright", "logo", "only_build_toc_files", "exclude_patterns", "execute", "parse", "html",
    "latex", "bibtex_bibfiles", "launch_buttons", "repository", "binder", "sphinx",
}  # fmt: skip
"""Settings of Jupyter Book 1; it ignores others without a word."""

KNOWN_EXECUTE = {"execute_notebooks", "raise_on_error", "stderr_output", "timeout", "cache", "run_in_temp",
                 "allow_errors", "exclude_patterns"}  # fmt: skip
ASKED = {
    "execute.execute_notebooks": (
        {"off"},
        "the builder would run notebooks: 'make notebooks' does, and nbval compares",
    ),
    "execute.raise_on_error": ({"true"}, "a cell that fails would be published"),
    "only_build_toc_files": ({"true"}, "pages outside the contents would be published unread"),
}
"""Settings on which the book's promises rest: their values, and what another one does."""

REFUSED = {
    "execute.allow_errors": "errors of notebooks would be published",
    "execute.exclude_patterns": "notebooks would not be treated like the others",
    "sphinx.config.nb_execution_allow_errors": "errors of notebooks would be published",
    "sphinx.config.nb_execution_mode": "the builder would run notebooks: 'make notebooks' does, and nbval compares",
    "sphinx.config.jupyter_execute_notebooks": "the builder would run notebooks",
    "sphinx.config.nb_execution_raise_on_error": "a cell that fails would be published",
    "sphinx.config.nb_execution_excludepatterns": "notebooks would not be treated like the others",
    "sphinx.config.nitpick_ignore": "links that lead nowhere would pass",
    "sphinx.config.nitpick_ignore_regex": "links that lead nowhere would pass",
    "sphinx.config.nitpicky": "the build asks for it already; here it can only be taken back",
    "sphinx.config.keep_warnings": "warnings would be printed into pages",
    "sphinx.config.linkcheck_ignore": "links that lead nowhere would pass",
    "sphinx.config.myst_suppress_warnings": "warnings of the parser would pass",
}
SUPPRESSED = {"epub.unknown_project_files", "myst.domains"}
"""Warnings that the book suppresses: the EPUB's note on files beside it, and a domain without a parser."""

UNSEEN = ("remove", "show")
FILES = ("html.favicon", "logo", "html.extra_css")


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place (line and column from 1), and what to do."""

    place: tuple[int, int]
    message: str
    remedy: str


@dataclass
class Settings:
    """The settings by dotted name, each with its value as text and its place.

    Attributes
    ----------
    values : scalars and items of lists; an item's name is that of its list
    faults : what keeps the settings from being read
    """

    values: list[tuple[str, str, tuple[int, int]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def excluded(self) -> Iterator[tuple[str, int, int]]:
        """Patterns of pages that are left out, with their places."""
        for name, value, place in self.values:
            if name in ("exclude_patterns", "sphinx.config.exclude_patterns"):
                yield value, *place

    def lenient(self) -> Iterator[Fault]:
        """Settings that hide faults."""
        found = {name: (value, place) for name, value, place in self.values}
        for name, (allowed, why) in ASKED.items():
            value, place = found.get(name, ("", (1, 1)))
            if value.lower() not in allowed:
                message = f"{name} is '{value}'" if value else f"{name} is not set"
                yield Fault(place, f"{message}: {why}", f"set it to {' or '.join(sorted(allowed))}")
        for name, value, place in self.values:
            if name in REFUSED and not (name.endswith("raise_on_error") and value.lower() == "true"):
                yield Fault(place, f"{name}: {REFUSED[name]}", "remove the setting")
            if name == "execute.stderr_output" and value in UNSEEN:
                yield Fault(
                    place, f"{name} is '{value}': what notebooks warn of is told to nobody", "write remove-warn"
                )
            if name.startswith("html.analytics") or (name.endswith(("_css", "_files", "_js")) and "//" in value):
                yield Fault(place, f"{name}: readers' browsers would ask another host", "remove the setting")
            if name == "sphinx.config.suppress_warnings" and value not in SUPPRESSED:
                yield Fault(place, f"the warning '{value}' is suppressed", "remove it from the list and mend its cause")


def read_settings(root: Path) -> Settings:
    """The settings of the book in the folder `root`, with all faults in them."""
    path = root / CONFIG
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        return Settings(faults=[Fault((1, 1), "missing", "restore it from git")])
    except UnicodeDecodeError:
        return Settings(faults=[Fault((1, 1), "not UTF-8 text", "save it as UTF-8")])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = getattr(error, "problem", None) or str(error)
        return Settings(faults=[Fault(place, f"not readable as YAML ({reason})", "correct the line")])
    settings = Settings()
    if isinstance(node, yaml.MappingNode):
        _walk(settings, node, "")
        _judge(settings, root)
    else:
        settings.faults.append(Fault((1, 1), "not a list of settings", "restore it from git"))
    return settings


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _walk(settings: Settings, node: yaml.Node, name: str) -> None:
    if isinstance(node, yaml.ScalarNode):
        settings.values.append((name, str(node.value), _place(node)))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _walk(settings, item, name)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            word = str(key.value)
            known = {"": KNOWN, "execute": KNOWN_EXECUTE}.get(name)
            if word in seen:
                message = f"'{word}' stands twice, the first is not used"
                settings.faults.append(Fault(_place(key), message, "remove one of the two"))
            elif known and word not in known:
                near = difflib.get_close_matches(word, known, n=1)
                remedy = f"did you mean '{near[0]}'?" if near else "remove it, or move it under sphinx: config:"
                settings.faults.append(Fault(_place(key), f"no setting '{word}' here", remedy))
            seen.add(word)
            _walk(settings, value, f"{name}.{word}" if name else word)


def _judge(settings: Settings, root: Path) -> None:
    names = {name for name, _, _ in settings.values}
    for needed in ("title", "sphinx.config.extensions", "sphinx.config.bibtex_bibfiles"):
        if needed not in names:
            settings.faults.append(Fault((1, 1), f"no setting '{needed}'", "restore it from git"))
    for name, value, place in settings.values:
        file = name in FILES or name in ("sphinx.config.bibtex_bibfiles", "sphinx.config.templates_path")
        if file and not (root / value).exists():
            settings.faults.append(Fault(place, f"{name}: there is no '{value}'", "add the file or correct its name"))
    extensions = {value for name, value, _ in settings.values if name == "sphinx.config.extensions"}
    for needed in ("kapbook.sphinxext", "myst_nb", "sphinxcontrib.bibtex"):
        if extensions and needed not in extensions:
            place = next(place for name, _, place in settings.values if name == "sphinx.config.extensions")
            settings.faults.append(Fault(place, f"the extension '{needed}' is missing", "add it to the list"))
