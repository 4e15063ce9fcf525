"""The built book, and Chromium pointed at it with every other host cut off."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

pytest.register_assert_rewrite("tests.site.looks")

CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line a request."""

    def log_message(self, format, *args):
        pass


class Server(ThreadingHTTPServer):
    """Says nothing when a browser leaves before it has the whole answer."""

    def handle_error(self, request, client_address):
        pass


@pytest.fixture(scope="session")
def site(root) -> Path:
    """Folder of the built book."""
    folder = root / "_build" / "html"
    assert (folder / "index.html").is_file(), "no book to test: run 'make book' first"
    return folder


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """The book served on loopback."""
    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    assert CHROMIUM, "no Chromium found: install Debian's chromium or set CHROMIUM to its path"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
