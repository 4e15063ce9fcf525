"""A build killed, interrupted or refused by the disk at any step leaves a whole book, and the next one works."""

import json
import os
import subprocess
import sys

import pytest

from tests.book.faults import ENDED, INTERRUPTED, REFUSED

ENDINGS = {"kill": {-9}, "interrupt": {INTERRUPTED}, "full": {REFUSED, ENDED}, "read-only": {REFUSED, ENDED}}
WORDS = {"full": "the disk is full", "read-only": "the disk is mounted for reading only"}


@pytest.fixture(scope="module")
def product(root, tmp_path_factory):
    """Pages of a book, as the builder made them."""
    folder = tmp_path_factory.mktemp("product")
    (folder / "chapters").mkdir()
    for name in ("index.html", "chapters/depression.html"):
        (folder / name).write_text(f"<p>{name} of the new book</p>")
    (folder / "_downloads").mkdir()
    (folder / "_downloads/claims.json").write_text("{}")
    return folder


def trials(book, root, product, fault: str, way: str = "exchange") -> list[dict]:
    command = [sys.executable, "-m", "tests.book.faults", book.root, product, fault, way]
    environment = {**os.environ, "PYTHONPATH": f"{root}:{root / 'src'}"}
    ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("fault", ENDINGS)
def test_a_fault_at_any_step_leaves_the_old_or_the_new_book_and_the_next_build_works(book, root, product, fault):
    done = trials(book, root, product, fault)
    assert len(done) > 10
    for trial in done:
        assert trial["left"] in ("old", "new"), trial
        assert trial["code"] in ENDINGS[fault], trial
        assert trial["code"] != REFUSED or WORDS[fault] in trial["said"], trial
        assert (trial["again"], trial["then"]) == (0, "new"), trial
        assert trial["rest"] == [".lock", "html", "work"], trial
    assert {trial["left"] for trial in done} == {"old", "new"}


def test_without_an_exchange_of_names_the_next_start_takes_the_old_book_back(book, root, product):
    done = trials(book, root, product, "kill", "two moves")
    assert {trial["left"] for trial in done} == {"old", "none", "new"}
    for trial in done:
        assert (trial["again"], trial["then"], trial["rest"]) == (0, "new", [".lock", "html", "work"]), trial
