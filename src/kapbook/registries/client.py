"""One polite client for all registries: few requests at a time, spaced, bounded in time and size, retried with care."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from kapbook.registries.manners import MEGABYTE, Clock, Manners

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MISSING = (404, 410)
BUSY = (429, 503)
PASSING = (408, 425, 500, 502, 504)
MARGIN = 0.95
"""Share of a registry's own limit that is used: its clock and ours differ."""


class VerifierError(RuntimeError):
    """The verifier cannot work here; the message says what to do."""


class Fault(Exception):
    """A request brought no answer that can be used; the message says why."""


class Missing(Fault):
    """The registry says that it has no such thing."""


class Unreachable(Fault):
    """No usable answer: nothing is known, the work remains."""


class Passing(Fault):
    """A fault that may pass: asked again, a few times."""


@dataclass(frozen=True)
class Answer:
    """The body of an answer with the address that gave it, and its fingerprint."""

    address: str
    body: bytes
    charset: str = "utf-8"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def json(self) -> Any:
        """The body as JSON (Passing when it is none: an error page, half an answer, another charset)."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            start = self.body[:40].decode("ascii", errors="replace").strip()
            raise Passing(f"no JSON but '{start}…'") from None

    def text(self) -> str:
        """The body as text, by the charset that it declares."""
        try:
            return self.body.decode(self.charset, errors="replace")
        except LookupError:
            return self.body.decode("utf-8", errors="replace")


@dataclass
class Gate:
    """The door to one host: how many at once, how far apart, and whether it was closed for this run."""

    at_once: int
    gap: float
    clock: Clock
    closed: str = ""
    failures: int = 0
    _running: int = 0
    _free_at: float = 0.0
    _pause_until: float = 0.0
    _condition: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """Wait for one's turn, then hold a place (Unreachable when the host is left alone)."""
        async with self._condition:
            await self._condition.wait_for(lambda: self._running < self.at_once or self.closed)
            self._running += 1
        try:
            while True:
                if self.closed:
                    raise Unreachable(self.closed)
                now = self.clock.now()
                if now < self._pause_until:
                    await self.clock.sleep(self._pause_until - now)
                    continue
                start = max(now, self._free_at)
                self._free_at = start + self.gap
                if start > now:
                    await self.clock.sleep(start - now)
                if self.clock.now() >= self._pause_until and not self.closed:
                    break
            yield
        finally:
            async with self._condition:
                self._running -= 1
                self._condition.notify_all()

    def pause(self, seconds: float) -> None:
        """Let nobody in for so many seconds."""
        self._pause_until = max(self._pause_until, self.clock.now() + seconds)

    def learn(self, headers: Any) -> None:
        """Obey the limits that the host states: never more than our own."""
        limit, interval = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "")
        if limit.isdigit() and int(limit) and interval.removesuffix("s").isdigit():
            self.gap = max(self.gap, int(interval.removesuffix("s")) / int(limit) / MARGIN)
        if headers.get("x-concurrency-limit", "").isdigit():
            self.at_once = max(1, min(self.at_once, int(headers["x-concurrency-limit"])))


class Client:
    """Asks registries, one gate for each host."""

    def __init__(self, manners: Manners, clock: Clock | None = None):
        try:
            import httpx
            import stamina
        except ImportError:
            raise VerifierError("httpx and stamina are missing; 'make book' makes the environment with both") from None
        self.manners = manners
        self._clock = clock or Clock()
        self._gates: dict[str, Gate] = {}
        self._httpx, self._stamina = httpx, stamina
        stamina.instrumentation.set_on_retry_hooks([])  # the report tells what failed in the end
        self._http = httpx.AsyncClient(
            headers={"User-Agent": manners.agent},
            timeout=httpx.Timeout(manners.seconds, pool=None),
            follow_redirects=True,
            max_redirects=5,
            verify=_certificates(),
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    def closed_hosts(self) -> dict[str, str]:
        """Hosts that were left alone, with the reason."""
        return {host: gate.closed for host, gate in self._gates.items() if gate.closed}

    async def json(self, address: str, **params: str) -> tuple[Any, Answer]:
        """The JSON at an address, and the answer that held it (Missing, Unreachable)."""
        return await self._asked(address, params, "application/json", lambda answer: answer.json())

    async def page(self, address: str) -> Answer:
        """The page at an address (Missing, Unreachable)."""
        return (await self._asked(address, {}, "text/html, */*;q=0.5", lambda answer: None))[1]

    async def _asked(
        self, address: str, params: dict[str, str], accept: str, read: Callable[[Answer], Any]
    ) -> tuple[Any, Answer]:
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise Unreachable(f"'{address}' is no https address")
        gate = self._gate(parts.netloc)
        again = self._stamina.retry_context(
            on=lambda error: isinstance(error, Passing), attempts=self.manners.attempts, timeout=None, wait_max=20.0
        )
        try:
            async for attempt in again:
                with attempt:
                    answer = await self._once(gate, address, params, accept)
                    value = read(answer)
                    gate.failures = 0
                    return value, answer
        except Missing:
            gate.failures = 0
            raise
        except Passing as fault:
            gate.failures += 1
            if gate.failures >= self.manners.give_up_after:
                gate.closed = gate.closed or f"{parts.netloc} did not answer {gate.failures} times in a row ({fault})"
            raise Unreachable(str(fault)) from None
        raise Unreachable("not asked")  # retry_context always returns or raises

    def _gate(self, host: str) -> Gate:
        if host not in self._gates:
            self._gates[host] = Gate(self.manners.at_once, 1 / self.manners.per_second, self._clock)
        return self._gates[host]

    async def _once(self, gate: Gate, address: str, params: dict[str, str], accept: str) -> Answer:
        """One attempt, bounded in time and size."""
        httpx = self._httpx
        async with gate.passage():
            try:
                async with (
                    asyncio.timeout(self.manners.seconds),
                    self._http.stream("GET", address, params=params or None, headers={"Accept": accept}) as response,
                ):
                    gate.learn(response.headers)
                    self._judge(gate, response)
                    return Answer(str(response.url), await self._body(response), response.charset_encoding or "utf-8")
            except TimeoutError:
                raise Passing(f"no answer within {self.manners.seconds:g} seconds") from None
            except httpx.TooManyRedirects:
                raise Unreachable("redirected in a circle") from None
            except httpx.TransportError as error:
                raise Passing(f"the connection failed ({type(error).__name__})") from None
            except (httpx.DecodingError, httpx.StreamError) as error:
                raise Passing(f"the answer cannot be unpacked ({type(error).__name__})") from None
            except (httpx.InvalidURL, ValueError) as error:
                raise Unreachable(f"the address cannot be asked ({error})") from None

    def _judge(self, gate: Gate, response: Any) -> None:
        """Raise the fault that the status means."""
        status = response.status_code
        if response.url.scheme != "https" and response.url.host not in LOOPBACK:
            raise Unreachable("redirected to an address without https")
        if status in MISSING:
            raise Missing(f"status {status}")
        if status in BUSY:
            wait = seconds_of(response.headers.get("retry-after", ""))
            if wait is not None and wait > self.manners.patience:
                gate.closed = f"{response.url.host} asks to come back in {wait:.0f} seconds"
                raise Unreachable(gate.closed)
            gate.pause(wait or 0.0)
            raise Passing(f"status {status}")
        if status in PASSING:
            raise Passing(f"status {status}")
        if status >= 300:
            raise Unreachable(f"status {status}")

    async def _body(self, response: Any) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self.manners.largest:
                raise Unreachable(f"the answer is larger than {self.manners.largest / MEGABYTE:g} MB")
        return bytes(body)


@lru_cache(maxsize=1)
def _certificates() -> Any:
    """The trusted certificates, read once in a process."""
    import httpx

    return httpx.create_ssl_context()


def seconds_of(retry_after: str) -> float | None:
    """Seconds that a Retry-After header asks for, given as a number or as a date; None when it says neither."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
