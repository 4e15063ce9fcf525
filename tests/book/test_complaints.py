"""The builder's reason reaches the reader, whatever surrounds it."""

import sys

import pytest

from kapbook.publish.complaints import complaints
from kapbook.publish.process import run

RED, END = "\x1b[91m", "\x1b[39;49;00m"
WRAPPER = """
Traceback (most recent call last):
  File "/x/bin/jupyter-book", line 10, in <module>
    sys.exit(main())
RuntimeError:
===============================================================================

    There was an error in building your book. Look above for the cause.

===============================================================================
"""
OUTPUTS = {
    "an extension error in colour": (
        f"reading\n{RED}Extension error:{END}\nBOOK_URL is 'x': give the address\n{WRAPPER}",
        "Extension error: BOOK_URL is 'x': give the address",
    ),
    "a theme error": (
        f"{RED}Theme error:{END}\nno theme named 'x' found\n{WRAPPER}",
        "Theme error: no theme named 'x'",
    ),
    "an exception of an extension": (
        f"{RED}Exception occurred:{END}\n"
        '  File "/x/y.py", line 3, in f\n    1 / 0\nZeroDivisionError: division by zero\n'
        f"The full traceback has been saved in /tmp/sphinx-err.log, if you want\n{WRAPPER}",
        'Exception occurred: ZeroDivisionError: division by zero (File "/x/y.py", line 3, in f)',
    ),
    "a disk that is full": (
        f"{RED}Exception occurred:{END}\n"
        "OSError: [Errno 28] No space left on device: '/book/_build/next/a.html'\n" + WRAPPER,
        "_build/next/a.html: the disk is full",
    ),
    "warnings among progress": (
        f"reading sources... [50%] a\n/book/chapters/a.md:3: {RED}WARNING: no such thing{END}\n" + WRAPPER,
        "chapters/a.md:3: WARNING: no such thing",
    ),
    "a plain exception": (
        f"Traceback (most recent call last):\nValueError: bad value\n{WRAPPER}",
        "ValueError: bad value",
    ),
    "nothing that is known": ("one\ntwo\n", "one\ntwo"),
    "nothing at all": ("", "the builder ended with code 1"),
}


@pytest.mark.parametrize("what", OUTPUTS)
def test_the_reason_is_found_and_the_traceback_is_not_shown(what, tmp_path):
    output, reason = OUTPUTS[what]
    told = complaints(1, output.replace("/book", str(tmp_path)), tmp_path)
    assert told.startswith(reason), told
    assert "sys.exit" not in told and "\x1b" not in told


def test_a_warning_that_is_repeated_is_told_once(tmp_path):
    assert complaints(1, "x.md:1: WARNING: same\n" * 94, tmp_path) == "x.md:1: WARNING: same"


def test_a_builder_that_was_killed_is_told(tmp_path):
    assert "ended by SIGKILL; if you did not end it, memory ran out" in complaints(-9, "reading", tmp_path)


def test_bytes_that_are_no_text_do_not_hide_the_reason(tmp_path):
    writes = (
        "import sys; sys.stdout.buffer.write(b'\\xff\\xfe\\n\\x1b[91mExtension error:\\x1b[0m\\nbecause'); sys.exit(2)"
    )
    code, output = run([sys.executable, "-c", writes], tmp_path)
    assert complaints(code, output, tmp_path) == "Extension error: because"
