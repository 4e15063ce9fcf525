"""Sphinx's HTML builder with every processor at work: each takes the next page and does all of it.

Sphinx resolves all pages in one process while the others wait, and hands out neighbouring pages of very unequal size.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import ParallelTasks

from kapbook.publish.process import ending_with_this
from kapbook.sphinxext.again import BY_WORD, INDEX, kept, to_write


def share(names: Sequence[str], work: Callable[[Iterable[str]], Any], merge: Callable[[Any], None], jobs: int) -> None:
    """Have several processes take names, each the next one, until none is left.

    Parameters
    ----------
    names : all names, those with most work first
    work : called once in each process with the names that it takes; what it returns must be picklable
    merge : called in this process with what `work` returned, in no certain order
    jobs : number of processes
    """
    taken = multiprocessing.get_context("fork").Value("i", 0)

    def next_ones() -> Iterator[str]:
        while True:
            with taken.get_lock():
                number = taken.value
                taken.value += 1
            if number >= len(names):
                return
            yield names[number]

    tie = ending_with_this()

    def task() -> Any:
        tie()
        return work(next_ones())

    tasks = ParallelTasks(jobs)
    for _ in range(min(jobs, len(names))):
        tasks.add_task(task, None, lambda _, result: merge(result))
    tasks.join()


class Pages(StandaloneHTMLBuilder):
    """The builder named html, which writes only what must be written."""

    def get_outdated_docs(self) -> Iterator[str]:
        """Sphinx asks before pages are read, when nobody knows; one name has it go on to `write`."""
        yield self.config.root_doc

    def write(self, build_docnames: Any, updated_docnames: Sequence[str], method: Any = "update") -> None:
        self.before = kept(self.app)
        super().write(to_write(self.app, self.before, set(updated_docnames)), [], "specific")

    def load_indexer(self, docnames: Iterable[str]) -> None:
        """Take the search index of the pages that are not written; Sphinx's own file lacks the entries of the index."""
        assert self.indexer is not None
        staying = self.env.found_docs - set(docnames)
        for part, whole in self.before.get("index", {}).items():
            by_page = {name: value for name, value in whole.items() if name in staying}
            setattr(self.indexer, part, whole if part in BY_WORD else by_page)
        self.indexer.prune(staying)
        for part in BY_WORD:
            setattr(self.indexer, part, {word: pages for word, pages in getattr(self.indexer, part).items() if pages})

    def _read_parallel(self, docnames: list[str], nproc: int) -> None:
        for docname in docnames:
            self.events.emit("env-purge-doc", self.env, docname)
            self.env.clear_doc(docname)

        def read(names: Iterable[str]) -> tuple[list[str], bytes]:
            self.env.app = self.app
            done = []
            for name in names:
                self.read_doc(name, _cache=False)
                done.append(name)
            return done, pickle.dumps(self.env, pickle.HIGHEST_PROTOCOL)

        def merge(result: tuple[list[str], bytes]) -> None:
            done, environment = result
            self.env.merge_info_from(done, pickle.loads(environment), self.app)

        share(self._largest_first(docnames, self.env.doc2path), read, merge, nproc)

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        index = self.indexer

        def write(names: Iterable[str]) -> tuple[dict[str, Any], dict[str, dict], dict[str, dict]]:
            for part in INDEX:
                setattr(index, part, {})
            done = []
            for name in names:
                self.app.phase = BuildPhase.RESOLVING
                doctree = self.env.get_and_resolve_doctree(name, self)
                self.app.phase = BuildPhase.WRITING
                self.write_doc_serialized(name, doctree)
                self.write_doc(name, doctree)
                done.append(name)
            fed = {part: getattr(index, part) for part in INDEX}
            return self.images, fed, {name: self.env.metadata[name] for name in done}

        def merge(result: tuple[dict[str, Any], dict[str, dict], dict[str, dict]]) -> None:
            images, fed, metadata = result
            self.images.update(images)
            self.env.metadata.update(metadata)
            for part, own in fed.items():
                whole = getattr(index, part)
                if part in BY_WORD:
                    for word, pages in own.items():
                        whole.setdefault(word, set()).update(pages)
                else:
                    whole.update(own)

        where = Path(self.doctreedir)
        share(self._largest_first(docnames, lambda name: where / f"{name}.doctree"), write, merge, self.app.parallel)

    @staticmethod
    def _largest_first(docnames: Sequence[str], path: Callable[[str], Any]) -> list[str]:
        return sorted(docnames, key=lambda name: -Path(path(name)).stat().st_size)


def name_images(app: Sphinx, env: BuildEnvironment) -> None:
    """Give images that share a file name theirs in order of their paths, whoever read them first."""
    images = {path: sorted(pages) for path, (pages, _) in sorted(env.images.items())}
    env.images.clear()
    env.images._existing.clear()
    for path, pages in images.items():
        for page in pages:
            env.images.add_file(page, path)


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_builder(Pages, override=True)
    app.connect("env-updated", name_images)
