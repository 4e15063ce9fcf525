"""How a command ends that cannot go on: one sentence and a number, never a traceback."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

import click

from kapbook.files import refusal

UNREADABLE = 2
INTERRUPTED = 128


def fail(message: str, status: int = 1) -> NoReturn:
    """End with a sentence."""
    click.echo(message, err=True)
    sys.exit(status)


class Sentences(click.Group):
    """Ends a command with one sentence for each fault that the package names; nothing ends in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            fail(refusal(error), self.status(ctx))
        except Exception as error:
            if not type(error).__module__.startswith("kapbook."):
                raise
            fail(str(error), self.status(ctx))
        except KeyboardInterrupt as stopped:
            fail("Stopped; nothing is half written.", INTERRUPTED + getattr(stopped, "number", signal.SIGINT))

    @staticmethod
    def status(ctx: click.Context) -> int:
        """Exit code of a fault: `check` keeps 1 for findings."""
        return UNREADABLE if ctx.invoked_subcommand == "check" else 1
