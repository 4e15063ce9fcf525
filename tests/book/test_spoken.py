"""A table gets a caption, names of rows and labels of cells, where it has none."""

from bs4 import BeautifulSoup

from kapbook.sphinxext.spoken import spoken

PLAIN = """<h2>Side by side<a class="headerlink" href="#s">¶</a></h2><table class="docutils"><thead>
<tr><th scope="col" class="head"><p>Option</p></th><th class="head"><p>Harms &amp; more</p></th>
<th><p>Cost</p></th></tr>
</thead><tbody><tr><td><p><a href="#x">Spray</a></p></td><td><p>38 v 6</p></td><td></td></tr></tbody></table>"""


def table(html: str):
    return BeautifulSoup(spoken(html), "html.parser").table


def test_a_table_without_caption_takes_the_heading_above_it():
    assert table(PLAIN).caption.get_text() == "Side by side"
    own = PLAIN.replace("<thead>", "<caption>Own</caption><thead>")
    assert [caption.get_text() for caption in table(own).select("caption")] == ["Own"]


def test_the_first_cell_names_its_row_and_the_others_bear_their_column():
    row = table(PLAIN).tbody.tr
    assert row.th["scope"] == "row" and row.th.a["href"] == "#x"
    first, empty = row.select("td")
    assert first["data-label"] == "Harms & more" and not empty.has_attr("data-label")


def test_only_wide_tables_become_cards():
    assert "stacks" in table(PLAIN)["class"]
    narrow = PLAIN.replace("<th><p>Cost</p></th>", "").replace("<td></td>", "")
    assert "stacks" not in table(narrow)["class"]


def test_row_headers_that_stand_already_stay_as_they_are():
    once = spoken(PLAIN)
    assert len(BeautifulSoup(once, "html.parser").select("th")) == 4
    headed = PLAIN.replace("<td><p><a", '<th scope="row" class="stub"><p><a').replace("</a></p></td>", "</a></p></th>")
    assert [cell["class"] for cell in table(headed).select("tbody th")] == [["stub"]]
    assert spoken(headed).count('scope="row"') == 1


def test_a_table_without_head_is_left_alone():
    assert spoken("<table><tr><td>1</td></tr></table>") == "<table><tr><td>1</td></tr></table>"
