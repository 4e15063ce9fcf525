"""While the book is read live, a save builds it again and the open page learns of it; the files hold no script."""

import threading
from urllib.request import urlopen

import pytest

from kapbook.publish import live
from kapbook.publish.build import MARK


@pytest.fixture
def served(tmp_path):
    """Address of a served folder, and the folder."""
    html = tmp_path / "_build/html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("<html><body><p>Words</p></body></html>")
    (html / "a.css").write_text("p {}")
    server = live.server(tmp_path, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", html
    server.shutdown()
    server.server_close()


def get(address: str) -> str:
    with urlopen(address) as answer:
        return answer.read().decode()


def test_a_page_is_served_with_the_script_that_its_file_does_not_hold(served):
    address, html = served
    for path in ("/", "/index.html"):
        assert '<script src="/live.js"></script></body>' in get(address + path)
    assert "live.js" not in (html / "index.html").read_text()
    assert get(f"{address}/a.css") == "p {}" and "location.reload" in get(f"{address}/live.js")


def test_the_state_changes_with_the_book(served):
    address, html = served
    states = [get(f"{address}/live.state")]
    for inputs in ("one", "two"):
        (html / MARK).write_text(inputs)
        states.append(get(f"{address}/live.state"))
    assert len(set(states)) == 3


def test_a_save_builds_and_a_touch_does_not(mini, monkeypatch):
    ended, said, builds = threading.Event(), [], []
    page = mini.root / "chapters/depression.md"
    steps = [page.touch, lambda: mini.append("chapters/depression.md", "More.\n"), ended.set]

    def build(command, root):
        builds.append(root)
        return (0, "") if len(builds) == 1 else (1, "a fault, in a sentence\n")

    monkeypatch.setattr(live, "run", build)
    monkeypatch.setattr(ended, "wait", lambda seconds: steps.pop(0)())
    live.watch(mini.root, said.append, ended)
    assert builds == [mini.root, mini.root]
    assert said[0].startswith("Built in ") and said[1] == "a fault, in a sentence"
