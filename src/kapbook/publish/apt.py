"""Install a Debian package where that needs no password; only the standard library is used."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence

SECONDS = 900


def usable() -> str:
    """Why apt cannot be used here; empty when it can."""
    if not shutil.which("apt-get"):
        return "apt-get is not here"
    return "apt-get needs root, or a sudo that asks for no password" if _as_root() is None else ""


def install(package: str, say: Callable[[str], None]) -> str:
    """Install a package quietly; why that failed, empty when it did not.

    Parameters
    ----------
    package : its name in Debian
    say : receives a line before it is done
    """
    reason = usable()
    if reason:
        return reason
    say(f"Installing Debian's {package} by apt-get (a minute or two)")
    apt = [*(_as_root() or []), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    quietly([*apt, "update"])  # one list of several may fail and the package still be had
    return failure(*quietly([*apt, "install", "-y", "--no-install-recommends", package]))


def failure(code: int, output: str) -> str:
    """Why an installer failed, in its own words: its first error, else its last line; empty when it did not."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("E:", "Error:", "ERROR:"))]
    return "" if not code else next(iter(errors or lines[-1:]), f"it ended with code {code}")


def quietly(command: Sequence[str]) -> tuple[int, str]:
    """Run a program: its exit code and all that it said."""
    try:
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return 1, f"it took longer than {SECONDS // 60} minutes"
    except OSError as error:
        return 1, f"it cannot be run ({error.strerror})"
    return result.returncode, result.stdout.decode("utf-8", errors="replace")


def _as_root() -> list[str] | None:
    """What to put before a command that needs root; None where that cannot be had without a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not quietly(["sudo", "-n", "true"])[0]:
        return ["sudo", "-n"]
    return None
