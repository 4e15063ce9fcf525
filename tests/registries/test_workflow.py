"""The workflows run only actions that are pinned to a commit, and the weekly one may write nothing but issues."""

import re

import yaml


def test_every_action_is_pinned_to_a_commit(root):
    used = [
        line
        for path in (root / ".github/workflows").glob("*.yml")
        for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    ]
    assert used and [line for line in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", line)] == []


def test_the_weekly_run_may_write_issues_and_nothing_else(root):
    flow = yaml.safe_load((root / ".github/workflows/verify.yml").read_text(encoding="utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    allowed = {name: job.get("permissions", {}) for name, job in flow["jobs"].items()}
    assert allowed == {"ask": {}, "tell": {"actions": "read", "issues": "write"}}
    assert not any("uses" in step for step in flow["jobs"]["tell"]["steps"])
