"""Read the book while it is written: built again whenever a source has other bytes, and the open page loaded anew.

The published files hold nothing of this; the script is put in when a page is served.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kapbook.fingerprints import book_digest
from kapbook.publish.fresh import MARK
from kapbook.publish.process import run

LOOPBACK = "127.0.0.1"
LOOK_AGAIN = 0.5
"""Seconds between two looks at the sources."""
SCRIPT = "/live.js"
STATE = "/live.state"
TAG = f'<script src="{SCRIPT}"></script></body>'.encode()
RELOAD = f"""let seen;
setInterval(async () => {{
  try {{
    const now = await (await fetch("{STATE}", {{cache: "no-store"}})).text();
    if (seen !== undefined && now !== seen) location.reload();
    seen = now;
  }} catch {{ /* the server has ended, or is busy */ }}
}}, 500);
"""
BUILD = [sys.executable, "-P", "-c", "from kapbook.cli import main; main()", "build"]


class Live(SimpleHTTPRequestHandler):
    """Serves the built book as it is at each moment."""

    def do_GET(self) -> None:
        if self.path == SCRIPT:
            return self._answer(RELOAD.encode(), "text/javascript")
        if self.path == STATE:
            return self._answer(state(Path(self.directory)).encode(), "text/plain")
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix == ".html" and page.is_file() and (page == path or self.path.endswith("/")):
            return self._answer(page.read_bytes().replace(b"</body>", TAG, 1), "text/html; charset=utf-8")
        return super().do_GET()

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def state(html: Path) -> str:
    """Which book the folder holds; empty while there is none."""
    mark = html / MARK
    return hashlib.sha256(mark.read_bytes()).hexdigest() if mark.is_file() else ""


def server(root: Path, port: int) -> ThreadingHTTPServer:
    """The server of the book, on this machine only.

    Raises
    ------
    OSError : the port cannot be used.
    """
    return ThreadingHTTPServer((LOOPBACK, port), partial(Live, directory=str(root / "_build" / "html")))


def watch(root: Path, say: Callable[[str], None], ended: threading.Event) -> None:
    """Build, and build again whenever the sources have other bytes, until `ended` is set."""
    built = ""
    while not ended.is_set():
        now = book_digest(root)
        if now != built:
            begun = time.monotonic()
            code, said = run(BUILD, root)
            say(said.strip() if code else f"Built in {time.monotonic() - begun:.1f} s")
            built = now
        ended.wait(LOOK_AGAIN)
