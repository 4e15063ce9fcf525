"""The example that `kapbook new book` makes, to be added to by recipes."""

from datetime import date

import pytest

from kapbook.evidence import tables
from kapbook.new.book import new_book
from tests.mini import Mini


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> Mini:
    """The example as it is made, checked once; tests take copies."""
    made = Mini(tmp_path_factory.mktemp("new") / "example")
    new_book(made.root, date.today())
    made.check()  # leaves the proof that its tables are valid
    return made


@pytest.fixture
def book(example, tmp_path, monkeypatch) -> Mini:
    """A copy of a test's own, in which commands are given."""
    copy = example.copy_to(tmp_path / "book")
    monkeypatch.chdir(copy.root)
    tables._load.cache_clear()
    return copy
