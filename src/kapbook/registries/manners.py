"""How the client behaves towards a host: how much, how fast, how long; and the time by which it goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Manners:
    """How the client behaves.

    Attributes
    ----------
    agent : name and contact, sent with each request
    per_second, at_once : limits for each host; a host's own headers lower them
    attempts : how often a request is sent before it counts as unreachable
    seconds : longest time of one attempt, from the first byte sent to the last received
    patience : longest wait that a host may ask for; one that asks for more is left alone for this run
    give_up_after : requests in a row without answer after which a host is left alone for this run
    largest : bytes of the largest answer
    """

    agent: str
    per_second: float = 3.0
    at_once: int = 3
    attempts: int = 4
    seconds: float = 40.0
    patience: float = 120.0
    give_up_after: int = 5
    largest: int = 4 * MEGABYTE


@dataclass(frozen=True)
class Clock:
    """Time and waiting; tests bring their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
