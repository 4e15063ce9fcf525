"""What was found out about a file, kept by the file's fingerprint: a lost or damaged store only costs time."""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = "_build/check-cache"
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
        entry = self._old.get(key)
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
            beside.unlink(missing_ok=True)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
