"""What pages need to know of where they are published: address, sitemap, and a 404 page that works at any depth."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from kapbook.place import Place, PlaceError, place

LOST = """<h1>This page is not here</h1>
<p>The address may be mistyped, or the page has moved without leaving word.</p>
<ul>
<li><a href="{base}index.html">Start of the book</a>: its menu lists every chapter.</li>
<li><a href="{base}search.html">Search</a> finds pages by word.</li>
</ul>"""


def here() -> Place:
    """The place of publication, with a fault turned into a Sphinx error."""
    try:
        return place()
    except PlaceError as error:
        raise ExtensionError(str(error)) from None


def set_address(app: Sphinx, config: Config) -> None:
    """Tell the extensions of the sitemap and the 404 page where the book will stand."""
    base = here()
    config.html_baseurl = base.url
    config.sitemap_url_scheme = "{link}"
    config.sitemap_excludes = ["search.html", "genindex.html", "404.html"]
    config.notfound_urls_prefix = base.path
    config.notfound_context = {"title": "Page not found", "body": LOST.format(base=base.path)}


def only_web_pages_lead_on(app: Sphinx) -> None:
    """Keep redirects, which are web pages with a script, out of the EPUB."""
    if app.builder.name != "html":
        app.config.redirects = {}


def write_robots(app: Sphinx, exception: Exception | None) -> None:
    """Tell search engines where the sitemap is; they read this file at the root of a host only."""
    if not exception and app.builder.name == "html" and here().path == "/":
        Path(app.outdir, "robots.txt").write_text(f"User-agent: *\nSitemap: {here().url}sitemap.xml\n")


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts; without an address there is no sitemap, which must hold whole addresses."""
    app.setup_extension("notfound.extension")
    app.setup_extension("sphinx_reredirects")
    app.connect("config-inited", set_address)
    app.connect("builder-inited", only_web_pages_lead_on)
    if here().url:
        app.setup_extension("sphinx_sitemap")
        app.connect("build-finished", write_robots)
