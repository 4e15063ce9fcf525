"""How cost grows with size: synthetic books of many pages, works, rows and claims, and the exponent of each cost."""

from __future__ import annotations

import gzip
import math
import random
import string
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.book.furnish import furnish
from tests.mini import Mini

from benchmarks.builds import OURS, run
from kapbook.evidence import project_root

STEPS = {"pages": (100, 1_000), "works": (1_000, 10_000), "rows": (1_000, 10_000, 100_000), "claims": (1_000, 10_000)}
BUILT = {"pages": 1_000, "works": 10_000, "rows": 10_000, "claims": 10_000}
"""The largest book of each kind that is built as well as checked."""

ENTRY = """
@article{{doe{n},
  author = {{Doe, Ann and Poe, Bob}},
  title = {{{{{title}}}}},
  journal = {{Journal of Trials}},
  year = {{2020}},
  pages = {{{n}--{n}}},
  doi = {{10.1000/doe.{n}}}
}}
"""
SENTENCE = (
    "Response was {{stat}}`40.0% <lee2020-response-d1-ketamine>` against "
    "{{stat}}`20.0% <lee2020-response-d1-saline>` in one trial {{cite:p}}`lee2020`, line {n}.\n\n"
)


@dataclass(frozen=True)
class Cost:
    """What one size cost: seconds and MB of a check and of a build, bytes of a page and of the search index."""

    size: int
    check: float
    check_mb: float
    build: float | None
    build_mb: float | None
    first_page: int | None
    search: int | None


def pages(mini: Mini, size: int) -> None:
    """Add chapters of twenty bound sentences each."""
    names = [f"chapters/page{n}" for n in range(size)]
    for name in names:
        mini.write(f"{name}.md", f"# Page {name}\n\n" + "".join(SENTENCE.format(n=n) for n in range(20)))
    mini.append("_toc.yml", "".join(f"- file: {name}\n" for name in names))


def works(mini: Mini, size: int) -> None:
    """Add works, each verified and cited."""
    keys = [f"doe{n}" for n in range(size)]
    mini.append("references.bib", "".join(ENTRY.format(n=n, title=title) for n, title in enumerate(texts(size))))
    mini.extend(
        "verifications",
        [
            {
                "study": key,
                "identifier": f"doi:10.1000/{key.replace('doe', 'doe.')}",
                "checked_against": f"https://pubmed.ncbi.nlm.nih.gov/{n}",
            }
            for n, key in enumerate(keys, 1)
        ],
    )
    lines = [f"{{cite:p}}`{','.join(keys[n : n + 10])}`\n" for n in range(0, size, 10)]
    mini.append("chapters/rows.md", "\n" + "\n".join(lines))


def rows(mini: Mini, size: int) -> None:
    """Add outcomes of one study, each at a population of its own."""
    mini.extend(
        "outcomes", [{"id": f"kim2021-response-w4-n{n}", "population": f"group {n}"} for n in range(size)], like=2
    )


def claims(mini: Mini, size: int) -> None:
    """Add claims that hold no fact, each in words of its own and made in the article."""
    names = [f"praise-{n}" for n in range(size)]
    mini.extend(
        "claims", [{"claim": name, "text": text} for name, text in zip(names, texts(size), strict=True)], like=1
    )
    mini.extend("appearances", [{"claim": name} for name in names], like=1)


def texts(size: int) -> list[str]:
    """Sentences of twelve words, no two alike."""
    draw = random.Random(1)
    words = ["".join(draw.choices(string.ascii_lowercase, k=7)) for _ in range(2_000)]
    return [" ".join(draw.sample(words, 12)).capitalize() for _ in range(size)]


KINDS: dict[str, Callable[[Mini, int], None]] = {"pages": pages, "works": works, "rows": rows, "claims": claims}


def cost(kind: str, size: int, root: Path, folder: Path) -> Cost:
    """Make the book of this size, check it, and build it where that is asked."""
    mini = Mini.write_new(folder / "tree", root)
    furnish(mini, root)
    KINDS[kind](mini, size)
    mini.write_notebook()  # its fingerprint is of the tables as they now are
    check, check_mb = timed([*OURS, "check"], mini.root)
    if size > BUILT[kind]:
        return Cost(size, check, check_mb, None, None, None, None)
    build, build_mb = timed([*OURS, "build", "--force"], mini.root)
    html = mini.root / "_build" / "html"
    first, search = (len(gzip.compress((html / name).read_bytes())) for name in ("index.html", "searchindex.js"))
    return Cost(size, check, check_mb, build, build_mb, first, search)


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Wall seconds and peak MB of a command."""
    start = time.perf_counter()
    memory = run([*command], folder)
    return time.perf_counter() - start, memory


def exponent(small: tuple[int, float | None], large: tuple[int, float | None]) -> str:
    """Power of the size with which a cost grows between two sizes; blank where it was not measured."""
    if not small[1] or not large[1]:
        return "   -"
    return f"{math.log(large[1] / small[1]) / math.log(large[0] / small[0]):4.2f}"


def main() -> None:
    """Measure each kind at each size and print costs and exponents."""
    root = project_root()
    chosen = sys.argv[1:] or list(KINDS)
    for kind in chosen:
        found: list[Cost] = []
        for size in STEPS[kind]:
            with TemporaryDirectory() as folder:
                found.append(cost(kind, size, root, Path(folder)))
            print(f"{kind}: {found[-1]}", flush=True)
        low, high = found[-2:]
        for name in ("check", "check_mb", "build", "build_mb", "first_page", "search"):
            power = exponent((low.size, getattr(low, name)), (high.size, getattr(high, name)))
            print(f"  {kind}: exponent of {name:10} {power} from {low.size:,} to {high.size:,}", flush=True)


if __name__ == "__main__":
    main()
