"""Many references against the loopback server: at the stated rate, in bounded memory, killed and resumed.

Run by `make verify-load` with 10,000 references; the gate runs a few hundred. As a worker (`--worker ADDRESS FOLDER
COUNT`) it is the process that is killed.
"""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kapbook.registries.client import Client
from kapbook.registries.compare import Claim
from kapbook.registries.records import Records
from kapbook.registries.settings import Settings
from kapbook.registries.verify import Verifier
from tests.registries.conftest import manners
from tests.registries.loopback import World, serving
from tests.registries.worlds import claim, message

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 8


@dataclass
class Outcome:
    """What the whole showed: requests, records, the highest rate in any second, memory of the last process."""

    asked: int
    asked_twice: int
    records: int
    highest_rate: int
    seconds: float
    megabytes: list[int]
    ends: list[int]


def works(count: int) -> Iterator[Claim]:
    return (claim(f"w{number}") for number in range(count))


def worker(address: str, folder: Path, count: int) -> int:
    """Verify all; 0 when none remains. Prints the memory that it needed."""
    world = World(base=address)
    settings = Settings(contact="keeper@example.org")

    async def run() -> bool:
        async with Client(manners(per_second=5000.0, at_once=WORKERS)) as client:
            verifier = Verifier(client, Records(folder), settings, lambda line: None, world.bases, date.today())
            report = await verifier.run(works(count), workers=WORKERS)
            return bool(report.remaining or report.unasked)

    left = asyncio.run(run())
    print(peak(), flush=True)
    return 1 if left else 0


def peak() -> int:
    """Most memory that this program held. On Linux `ru_maxrss` would count what the parent held when it forked."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) // 1024


def trial(count: int, rate: int, folder: Path) -> Outcome:
    """Start the worker, end it twice (once politely, once without notice), let it finish, and count."""
    made = World(make=lambda doi: message(claim(doi.partition("/")[2])), state_rate=rate)
    start, ends, megabytes = time.monotonic(), [], []
    with serving(made) as world:
        command = [sys.executable, "-m", "tests.registries.load", "--worker", world.base, str(folder), str(count)]
        env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        for number, share in ((signal.SIGTERM, 1 / 3), (signal.SIGKILL, 2 / 3), (None, 1)):
            process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
            while number and process.poll() is None and sum(world.answered.values()) < share * count:
                world.done.wait(0.02)
            if number:
                process.send_signal(number)
            said, _ = process.communicate(timeout=3600)
            ends.append(process.returncode)
            megabytes += [int(said)] if said.strip() else []
        twice = sum(n - 1 for n in world.asked.values() if n > 1)
        times = sorted(world.times)
        highest = max((_until(times, n) for n in range(len(times))), default=0)
        records = sum(1 for _ in Records(folder).files())
        asked = sum(world.asked.values())
    return Outcome(asked, twice, records, highest, time.monotonic() - start, megabytes, ends)


def _until(times: list[float], start: int) -> int:
    """Requests in the second that begins with this one; only the first of each tenth is counted through."""
    if start % 10:
        return 0
    end = start
    while end < len(times) and times[end] < times[start] + 1:
        end += 1
    return end - start


def main() -> None:
    if sys.argv[1] == "--worker":
        sys.exit(worker(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
    count, rate = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        outcome = trial(count, rate, Path(folder))
    print(outcome)
    lost = count - outcome.records
    if lost or outcome.asked_twice > WORKERS or outcome.highest_rate > rate or max(outcome.megabytes) > 200:
        sys.exit(f"not as promised: {lost} lost")


if __name__ == "__main__":
    main()
