"""A server on this machine that speaks the registries' documented formats, with invented works and faults to order."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from kapbook.registries.verify import Bases

FAULTS = (
    "429",
    "500",
    "503",
    "slow",
    "truncated",
    "html",
    "redirect",
    "charset",
    "huge",
    "empty",
    "deep",
    "cut",
    "list",
)
HUGE = 300_000


@dataclass
class World:
    """What the invented registries hold, which fault meets a request, and what was asked.

    Attributes
    ----------
    crossref, datacite, agencies, summaries, studies, pages : number or path to what is said
    fault : called with path and number of the request; name of a fault, or empty
    state_rate : requests a second that the server declares
    """

    crossref: dict[str, dict] = field(default_factory=dict)
    datacite: dict[str, dict] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, dict] = field(default_factory=dict)
    studies: dict[str, dict] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    make: Callable[[str], dict | None] = lambda doi: None
    fault: Callable[[str, int], str] = lambda path, number: ""
    retry_after: str = "0"
    state_rate: int = 0
    asked: Counter = field(default_factory=Counter)
    answered: Counter = field(default_factory=Counter)
    agents: set = field(default_factory=set)
    times: list = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    base: str = ""
    done: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def bases(self) -> Bases:
        names = ("crossref", "datacite", "doi", "pubmed", "trials")
        crossref, datacite, doi, pubmed, trials = (f"{self.base}/{name}" for name in names)
        return Bases(crossref, datacite, doi, pubmed.replace("127.0.0.1", "localhost"), trials)

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, object]:
        """Status and body of a request without a fault."""
        kind, _, rest = path.lstrip("/").partition("/")
        if kind == "crossref":
            return self._crossref(rest, query)
        if kind == "datacite":
            found = self.datacite.get(rest.removeprefix("dois/").casefold())
            return (200, {"data": {"attributes": found}}) if found else (404, {"errors": [{"status": "404"}]})
        if kind == "doi":
            number = rest.removeprefix("ra/")
            owner = self.agencies.get(number.casefold())
            return 200, [{"DOI": number, "RA": owner} if owner else {"DOI": number, "status": "DOI does not exist"}]
        if kind == "pubmed" and rest == "esearch.fcgi":
            doi = query["term"][0].partition('"')[2].partition('"')[0].casefold()
            ids = [key.partition(":")[2] for key, row in self.summaries.items() if _doi(row) == doi]
            return 200, {"esearchresult": {"count": str(len(ids)), "idlist": ids}}
        if kind == "pubmed":
            number = query["id"][0]
            row = self.summaries.get(f"{query['db'][0]}:{number}")
            row = row or {"uid": number, "error": "cannot get document summary"}
            return 200, {"header": {"type": "esummary"}, "result": {"uids": [number], number: row}}
        if kind == "trials":
            found = self.studies.get(rest.removeprefix("studies/"))
            return (200, found) if found else (404, "NCT number not found")
        page = self.pages.get(rest)
        return (200, page) if page else (404, "<html><title>Not found</title></html>")

    def _crossref(self, rest: str, query: dict[str, list[str]]) -> tuple[int, object]:
        if rest == "works":
            words = query["query.bibliographic"][0].casefold()
            items = [m for m in self.crossref.values() if m["title"][0].casefold()[:30] in words]
            items.sort(key=lambda m: -sum(len(w) for w in m["title"][0].casefold().split() if w in words.split()))
            return 200, {"status": "ok", "message": {"items": items[:5]}}
        number = rest.removeprefix("works/")
        found = self.crossref.get(number.casefold()) or self.make(number)
        return (
            (200, {"status": "ok", "message-type": "work", "message": found}) if found else (404, "Resource not found.")
        )


def _doi(row: dict) -> str:
    return next((i["value"].casefold() for i in row.get("articleids", []) if i["idtype"] == "doi"), "")


class Handler(BaseHTTPRequestHandler):
    """One request: counted, met by a fault or answered."""

    protocol_version = "HTTP/1.1"
    world: World

    def do_GET(self) -> None:
        world, parts = self.world, urlsplit(self.path)
        path = unquote(parts.path)
        with world.lock:
            world.asked[self.path] += 1
            number = sum(world.asked.values()) if world.fault.__name__ != "<lambda>" else 0
            world.agents.add(self.headers["User-Agent"])
            world.times.append(time.monotonic())
            world.running += 1
            world.most_at_once = max(world.most_at_once, world.running)
        try:
            fault = world.fault(path, number)
            if fault:
                self._fail(fault)
            else:
                status, body = world.answer(path, parse_qs(parts.query))
                html = isinstance(body, str)
                self._send(status, body.encode() if html else json.dumps(body, ensure_ascii=False).encode(), html)
                with world.lock:
                    world.answered[self.path] += 1
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with world.lock:
                world.running -= 1

    def _send(self, status: int, body: bytes, html: bool = False, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8" if html else "application/json")
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        if self.world.state_rate:
            self.send_header("x-rate-limit-limit", str(self.world.state_rate))
            self.send_header("x-rate-limit-interval", "1s")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _fail(self, fault: str) -> None:
        half = b'{"status": "ok", "message": {"title": ["Ketam'
        if fault in ("429", "503"):
            self._send(int(fault), b"{}", Retry_After=self.world.retry_after)
        elif fault == "500":
            self._send(500, b"<html>Internal Server Error</html>", html=True)
        elif fault == "slow":
            self.world.done.wait(10)
            self.close_connection = True
        elif fault == "truncated":
            self._send(200, half, length="4000")
            self.close_connection = True
        elif fault == "cut":
            self.close_connection = True
            self.connection.close()
        elif fault == "redirect":
            self._send(302, b"", Location=self.path)
        elif fault == "huge":
            self._send(200, b'{"message": "' + b"x" * HUGE + b'"}')
        else:
            bodies = {
                "html": b"<!DOCTYPE html><title>Sign in to the wireless network</title>",
                "charset": '{"message": {"title": ["Müller"]}}'.encode("latin-1"),
                "empty": b"",
                "deep": b"[" * 100_000,
                "list": b'["unexpected", 1, null]',
            }
            self._send(200, bodies[fault], fault == "html")

    def log_message(self, *_: object) -> None:
        return


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault of the server."""


@contextmanager
def serving(world: World) -> Iterator[World]:
    """The world at an address of this machine."""
    handler = type("Bound", (Handler,), {"world": world})
    server = Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    world.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield world
    finally:
        world.done.set()
        server.shutdown()
        server.server_close()
