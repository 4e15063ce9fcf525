"""What was found out about a file, kept by its fingerprint, and work shared by two processes: both only save time."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

FOLDER = "_build/check-cache"
T = TypeVar("T")
R = TypeVar("R")
PACKAGE_ROOT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=16)
def code_digest(patterns: tuple[str, ...]) -> str:
    """Fingerprint of the package's own files that match: what was found by other code is forgotten."""
    total = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(PACKAGE_ROOT.glob(pattern)):
            total.update(path.read_bytes())
    return total.hexdigest()


class Store:
    """Findings about files in one JSON file of the checkout's build folder.

    Parameters
    ----------
    root : folder of the checkout
    name : name of the store
    version : fingerprint of the code; entries of another version are forgotten
    """

    def __init__(self, root: Path, name: str, version: str):
        self._path = root / FOLDER / f"{name}.json"
        self._version = version
        self._old = self._load()
        self._new: dict[str, list[Any]] = {}

    def _load(self) -> dict[str, list[Any]]:
        try:
            version, check, body = self._path.read_text(encoding="utf-8").split("\n", 2)
            if version != self._version or check != _checksum(body):
                return {}
            entries = json.loads(body)
        except (OSError, ValueError, RecursionError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def get(self, key: str, digest: str) -> Any:
        """What is known of `key` while its fingerprint is `digest`; None when nothing is."""
        entry = self._new.get(key) or self._old.get(key)
        if entry and entry[0] == digest:
            self._new[key] = entry
            return entry[1]
        return None

    def put(self, key: str, digest: str, value: Any) -> Any:
        """Remember `value` (plain lists, texts and numbers) and give it back."""
        self._new[key] = [digest, value]
        return value

    def save(self) -> None:
        """Write what was asked for or put since the store was opened; a folder that cannot be written costs time."""
        if self._new == self._old:
            return
        body = json.dumps(self._new, ensure_ascii=False, separators=(",", ":"))
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(f"{self._version}\n{_checksum(body)}\n{body}", encoding="utf-8", errors="surrogatepass")
            beside.replace(self._path)
        except (OSError, ValueError):
            with suppress(OSError):
                beside.unlink(missing_ok=True)


FEWEST = 16
"""Items for which a second process is worth its start."""


def in_two(work: Callable[[T], R], items: list[T]) -> list[R]:
    """Results of `work` for each item; many items are shared with a second process where the system can fork.

    Whatever goes wrong there is done again here, so that a fault is told as if one process had done it all.
    """
    alone = len(items) < FEWEST or (os.cpu_count() or 1) < 2 or threading.active_count() > 1
    if alone or not hasattr(os, "fork"):
        return [work(item) for item in items]
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump([work(item) for item in items[1::2]], pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    results: dict[int, R] = {}
    try:
        with os.fdopen(reading, "rb") as pipe:  # closed on a fault here, so that the child ends too
            for index in range(0, len(items), 2):
                results[index] = work(items[index])
            with suppress(EOFError, pickle.UnpicklingError):
                results.update(zip(range(1, len(items), 2), pickle.load(pipe), strict=True))
    finally:
        os.waitpid(child, 0)
    return [results[index] if index in results else work(item) for index, item in enumerate(items)]


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
