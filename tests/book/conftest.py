"""A small project with all that a build needs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kapbook.evidence import tables
from kapbook.place import ADDRESS, SOURCE
from tests.book.furnish import furnish
from tests.mini import Mini


@pytest.fixture(scope="session")
def book_template(template, tmp_path_factory, root) -> Mini:
    """The small project with all that a build needs, and a published book from before; tests take copies."""
    made = template.copy_to(tmp_path_factory.mktemp("book") / "template")
    furnish(made, root)
    published = made.root / "_build/html"
    published.mkdir(parents=True)
    (published / "index.html").write_text("the last good book")
    return made


@pytest.fixture(scope="module")
def new_book(book_template, tmp_path_factory) -> Iterator[Callable[[], Mini]]:
    """Makes a copy for several tests of a module, which build it once and leave what was built alone."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in (ADDRESS, SOURCE):
            patch.delenv(variable, raising=False)
        yield lambda: _copy(book_template, tmp_path_factory.mktemp("shared"))


@pytest.fixture
def book(book_template, tmp_path, monkeypatch) -> Mini:
    """A copy of a test's own, with a published book from before."""
    for variable in (ADDRESS, SOURCE):
        monkeypatch.delenv(variable, raising=False)
    return _copy(book_template, tmp_path)


def _copy(template: Mini, beside: Path) -> Mini:
    tables._load.cache_clear()
    return template.copy_to(beside / "project")
