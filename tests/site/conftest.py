"""The built book, and Chromium pointed at it with every other host cut off."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from kapbook.publish.browser import chromium

pytest.register_assert_rewrite("tests.site.looks")

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

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        pass


def serve(folder: Path, handler: type[SimpleHTTPRequestHandler] = Quiet) -> Server:
    """Serve the folder on loopback, in the background, until the server's shutdown or the program's end."""
    server = Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def site(root) -> Path:
    """Folder of the built book."""
    folder = root / "_build" / "html"
    assert (folder / "index.html").is_file(), "no book to test: run 'make book' first"
    return folder


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """The book served on loopback."""
    server = serve(site)
    yield server.address
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Its driver keeps an event loop in the thread of the tests, so it ends with its module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
