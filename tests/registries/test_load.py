"""A run that is ended twice goes on where it stopped, keeps to the stated rate, and needs little memory."""

from kapbook.registries.records import Records
from tests.registries.load import WORKERS, trial


def test_a_killed_run_is_resumed_and_asks_nothing_twice(tmp_path):
    count, rate = 240, 100
    outcome = trial(count, rate, tmp_path)
    assert outcome.records == count and outcome.ends == [1, -9, 0]
    assert {Records(tmp_path).read(f"w{n}").state for n in range(count)} == {"verified"}
    # A kill without notice loses at most the requests that were under way; one with notice loses none.
    assert outcome.asked_twice <= WORKERS and outcome.asked == count + outcome.asked_twice
    assert outcome.highest_rate <= rate
    assert max(outcome.megabytes) < 150
