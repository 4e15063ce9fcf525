"""The gate is the README's two commands, and no test may be left out of them."""

import os
import subprocess

import pytest

CLOSINGS = {
    "all pass": ("538 passed in 12.34s", 0),
    "all pass, with warnings": ("538 passed, 2 warnings in 61.34s (0:01:01)", 0),
    "one skipped": ("537 passed, 1 skipped in 12.34s", 1),
    "one skipped in an earlier run": ("1 passed, 1 skipped in 0.34s\nmore\n2 passed in 0.3s", 1),
    "one expected to fail": ("537 passed, 1 xfailed in 12.34s", 1),
    "one that passed unexpectedly": ("537 passed, 1 xpassed in 12.34s", 1),
    "one deselected": ("537 passed, 1 deselected in 12.34s", 1),
    "none ran": ("no tests ran in 0.01s", 1),
}


def gate(root, folder, test: str) -> subprocess.CompletedProcess:
    make = folder / "make"
    make.write_text(f'#!/bin/sh\necho "make $1"\n[ "$1" = book ] || {{ {test}; }}\n')
    make.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(["bash", root / ".ci/run"], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("what", CLOSINGS)
def test_the_gate_lets_no_test_be_left_out(root, tmp_path, what):
    closing, code = CLOSINGS[what]
    ran = gate(root, tmp_path, f"printf '%s\\n' '{closing}'")
    assert ran.returncode == code
    assert ran.stdout.startswith(f"make book\nmake test\n{closing}\n")


def test_the_gate_fails_when_the_tests_do(root, tmp_path):
    assert gate(root, tmp_path, "echo '1 passed in 1.00s'; exit 2").returncode == 2
