"""Types are right."""

import subprocess
import sys

CHECKED = ["src", "benchmarks", "tests/site/contact_sheet.py"]


def test_the_types_are_right(root):
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--follow-imports", "silent", *CHECKED]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert ran.stdout + ran.stderr == ""
    assert ran.returncode == 0
