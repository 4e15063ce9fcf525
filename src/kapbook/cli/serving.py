"""The commands that show the built book on this machine: `serve` as it is, `live` built again at every save."""

from __future__ import annotations

from functools import partial

import click

from kapbook.cli.faults import fail

LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
def serve(port: int) -> None:
    """Serve the built book on this machine only, until Ctrl-C."""
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    from kapbook.evidence import project_root

    folder = project_root() / "_build" / "html"
    if not (folder / "index.html").is_file():
        fail("no book yet; run 'make book' first")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        fail(f"port {port} cannot be used ({error.strerror}); try 'make serve PORT=8001'")
    click.echo(f"Reading at http://{LOOPBACK}:{port}/ — Ctrl-C stops")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("stopped")


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
def live(port: int) -> None:
    """Serve the book on this machine, build it again at every save and reload the open page, until Ctrl-C."""
    import threading

    from kapbook.evidence import project_root
    from kapbook.publish.live import server, watch

    root, ended = project_root(), threading.Event()
    try:
        served = server(root, port)
    except OSError as error:
        fail(f"port {port} cannot be used ({error.strerror}); try 'make live PORT=8001'")
    threading.Thread(target=served.serve_forever, daemon=True).start()
    click.echo(f"Reading at http://{LOOPBACK}:{port}/ — built again at every save; Ctrl-C stops")
    try:
        watch(root, click.echo, ended)
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        served.shutdown()
