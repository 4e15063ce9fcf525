"""Which tests stay together in one worker, and in which order they start: the longest groups first."""

from xdist.scheduler import LoadScopeScheduling

VIEWS = "tests/site/test_views.py::test_page"
FIRST = (
    "tests/test_types.py",
    "tests/book/",
    "tests/new/",
    "tests/notebooks/",
    "notebooks/",
    "tests/site/test_pages.py",
    "tests/site/test_use.py",
)
LAST = VIEWS
"""Short groups come last, so that no worker waits long for the other."""


def group(nodeid: str) -> str:
    """The tests that share what is costly: the cells of a notebook, the views of a page, else a module."""
    if nodeid.startswith(VIEWS):
        return nodeid.rsplit("-", 2)[0]
    return nodeid.partition("::")[0]


def turn(nodeid: str) -> int:
    """Place of a test's group among the others."""
    if nodeid.startswith(LAST):
        return len(FIRST) + 1
    return next((number for number, start in enumerate(FIRST) if nodeid.startswith(start)), len(FIRST))


class ByGroup(LoadScopeScheduling):
    """Gives a worker one whole group after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
