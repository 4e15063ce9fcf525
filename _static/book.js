/* Source cards and side columns close with Escape and open by keyboard; search shows answers; the ledger gets filters. Without this script all content is there. */
(function () {
  "use strict";

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }

  // A number's card: a tap opens it, a second tap follows the link; it stays on the screen; Escape closes it.
  var touched = false;
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch" || event.pointerType === "pen";
    if (!event.target.closest(".stat")) all(".stat.open").forEach(function (stat) { stat.classList.remove("open"); });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    all(".stat:hover, .stat:focus-within, .stat.open").forEach(function (stat) {
      stat.classList.remove("open");
      stat.classList.add("closed");
      stat.addEventListener("mouseleave", function () { stat.classList.remove("closed"); }, { once: true });
      stat.addEventListener("focusout", function () { stat.classList.remove("closed"); }, { once: true });
    });
  });

  // Under each hit stands what its page says in short: no page is fetched for it, and it works from a folder.
  var results = document.getElementById("search-results");
  if (results) new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (hit) {
        var link = hit.nodeName === "LI" && hit.querySelector("a");
        var words = link && DESCRIPTIONS[link.getAttribute("href").split(".html")[0]];
        if (!words) return;
        var line = document.createElement("p");
        line.className = "context";
        line.textContent = words;
        hit.appendChild(line);
      });
    });
  }).observe(results, { childList: true, subtree: true });

  // Claims and printed numbers, which the index of words does not hold, stand before the pages.
  if (results && typeof CLAIMS !== "undefined") {
    var sought = wordsOf(new URLSearchParams(location.search).get("q") || "");
    var numbers = sought.filter(function (word) { return /\d/.test(word); });
    var hits = sought.length ? CLAIMS.filter(function (claim) { return finds(plain(claim[2]), sought); }).slice(0, 8) : [];
    var near = !hits.length && (sought.length > 4 || sought.length > 1 && numbers.length) ? nearest(CLAIMS, sought) : [];
    var printing = sought.length && numbers.length === sought.length ? Object.keys(NUMBERS).filter(function (page) {
      return numbers.every(function (number) { return (" " + NUMBERS[page][1]).indexOf(" " + number) >= 0; });
    }).sort(function (one, other) { return /^chapters\/(?!reference)/.test(other) - /^chapters\/(?!reference)/.test(one); }).slice(0, 20) : [];
    function shown(claim) { return ["claims/" + claim[0] + ".html", claim[2], claim[1]]; }
    [["Claims, checked", hits.map(shown)],
     ["Claims nearest to your words", near.map(shown)],
     ["Pages that print this number", printing.map(function (page) { return [page + ".html", NUMBERS[page][0], ""]; })]].forEach(function (group) {
      if (!group[1].length) return;
      var box = document.createElement("section"), head = document.createElement("h2"), list = document.createElement("ul");
      box.className = "found-first";
      head.textContent = group[0];
      group[1].forEach(function (hit) {
        var item = document.createElement("li"), link = document.createElement("a"), verdict = document.createElement("span");
        link.href = hit[0];
        link.textContent = hit[1];
        if (hit[2]) {
          verdict.className = "verdict verdict-" + hit[2].replace(/ /g, "-");
          verdict.textContent = hit[2].charAt(0).toUpperCase() + hit[2].slice(1);
          item.append(verdict, " ");
        }
        item.append(link);
        list.append(item);
      });
      box.append(head, list);
      results.before(box);
      results.classList.add("has-more");
    });
  }

  // The theme opens its side columns with labels, which no keyboard reaches: buttons take their places.
  [[".nav-overlay-icon", "__navigation", ".sidebar-drawer"], [".toc-overlay-icon", "__toc", ".toc-drawer"]].forEach(function (parts) {
    var box = document.getElementById(parts[1]), drawer = document.querySelector(parts[2]);
    document.querySelectorAll("label" + parts[0]).forEach(function (label) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = label.className;
      button.innerHTML = label.innerHTML;
      button.setAttribute("aria-label", drawer.getAttribute("aria-label"));
      button.addEventListener("click", function () { box.click(); });
      function tell() { button.setAttribute("aria-expanded", box.checked); }
      tell();
      box.addEventListener("change", function () {
        tell();
        var links = Array.prototype.slice.call(drawer.querySelectorAll("input[name=q], a"));
        if (box.checked) links.find(function (link) { return link.offsetParent; }).focus();
      });
      drawer.addEventListener("keydown", function (event) {
        if (event.key !== "Escape" || !box.checked || !button.offsetParent) return;
        box.click();
        button.focus();
      });
      label.replaceWith(button);
    });
  });

  all(".stat").forEach(function (stat) {
    var card = stat.querySelector(".stat-card"), number = stat.firstElementChild;
    number.setAttribute("aria-describedby", card.id);
    function place() {
      ["position", "left", "top", "bottom"].forEach(function (name) { card.style[name] = ""; });
      if (!card.offsetParent && getComputedStyle(card).display === "none") return;
      if (getComputedStyle(card).position === "fixed") return;  // the sheet of phones
      var at = number.getClientRects()[0], size = card.getBoundingClientRect();
      var column = (stat.closest("article, main") || document.body).getBoundingClientRect();
      var right = Math.min(document.documentElement.clientWidth - 8, column.right);
      var above = at.top - size.height >= 8;
      card.style.position = "fixed";
      card.style.bottom = "auto";
      card.style.left = Math.max(8, Math.min(at.left, right - size.width)) + "px";
      card.style.top = (above ? at.top - size.height + 1 : at.bottom - 1) + "px";
    }
    stat.addEventListener("mouseenter", place);
    stat.addEventListener("focusin", place);
    document.addEventListener("scroll", function () { if (card.style.position) place(); }, { passive: true });
    number.addEventListener("click", function (event) {
      if (!touched || stat.classList.contains("open")) return;
      event.preventDefault();
      all(".stat.open").forEach(function (other) { other.classList.remove("open"); });
      stat.classList.remove("closed");
      stat.classList.add("open");
      place();
    });
  });

  // Paper opens nothing: what is folded is unfolded for it.
  var unfolded = [];
  window.addEventListener("beforeprint", function () {
    unfolded = all("article details:not([open])");
    unfolded.forEach(function (block) { block.open = true; });
  });
  window.addEventListener("afterprint", function () { unfolded.forEach(function (block) { block.open = false; }); });

  // The side column shows where the page stands.
  var current = document.querySelector(".sidebar-tree .current-page > .reference"), column = document.querySelector(".sidebar-scroll");
  if (current && column) column.scrollTop = current.getBoundingClientRect().top - column.getBoundingClientRect().top - column.clientHeight / 3;

  // The squares of the cover are one stop of the keyboard; arrows go on from there.
  var tiles = all("ul.cover .tile");
  tiles.forEach(function (tile, number) {
    tile.tabIndex = number ? -1 : 0;
    tile.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      var next = step ? tiles[number + step] : event.key === "Home" ? tiles[0] : event.key === "End" ? tiles[tiles.length - 1] : null;
      if (!next) return;
      event.preventDefault();
      tile.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  });

  // A claim's page: its address, copied.
  var cite = document.querySelector(".claim-page .cite-line");
  if (cite) {
    var copy = document.createElement("button");
    copy.type = "button";
    copy.className = "copy-link";
    copy.textContent = "Copy the link to this claim";
    copy.addEventListener("click", function () {
      var address = location.href.split("#")[0];
      function done() { copy.textContent = "Copied"; }
      function shown() { copy.textContent = address; }
      if (navigator.clipboard) navigator.clipboard.writeText(address).then(done, shown); else shown();
    });
    cite.after(copy);
  }

  // A table that is wider than its box can be scrolled by keyboard, also after the screen was turned or a block opened.
  var wrappers = Array.prototype.slice.call(document.querySelectorAll(".table-wrapper"));
  var boxes = new ResizeObserver(function (changes) {
    changes.forEach(function (change) {
      var box = change.target, caption = box.querySelector("caption");
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", caption ? caption.textContent.trim().replace("\u00b6", "") : "Table " + (wrappers.indexOf(box) + 1));
      } else {
        ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
      }
    });
  });
  wrappers.forEach(function (box) { boxes.observe(box); });

  // Words in any order, numbers as they are printed: each must begin a word.
  function finds(text, words) {
    return words.every(function (word) { return (" " + text).indexOf(" " + word) >= 0; });
  }
  function plain(text) { return text.toLowerCase().replace(/[^\p{L}\p{N}%.]+/gu, " ").replace(/\.(?!\p{N})/gu, " "); }
  function wordsOf(text) { return plain(text).split(" ").filter(Boolean); }

  // A sentence copied from somewhere says in other words what a claim says in ours: the claims that share most of its
  // rarer words come first. Words count by their first four letters, so that "calmer" finds "calm".
  function nearest(claims, words) {
    function roots(all) {
      var kept = {};
      all.forEach(function (word) { if (word.length > 2 || /\d/.test(word)) kept[/\d/.test(word) ? word : word.slice(0, 4)] = true; });
      return Object.keys(kept);
    }
    var counts = {}, wanted = roots(words);
    var known = claims.map(function (claim) { return roots(wordsOf(claim[2])); });
    known.forEach(function (own) { own.forEach(function (root) { counts[root] = (counts[root] || 0) + 1; }); });
    function weight(some) { return some.reduce(function (sum, root) { return sum + Math.log(claims.length / counts[root]); }, 0); }
    return claims.map(function (claim, number) {
      var both = known[number].filter(function (root) { return wanted.indexOf(root) >= 0; });
      return [both.length > 1 || /\d/.test(both[0]) ? weight(both) / Math.sqrt(weight(known[number]) || 1) : 0, claim];
    }).filter(function (pair) { return pair[0] > 0; })
      .sort(function (one, other) { return other[0] - one[0]; }).slice(0, 5).map(function (pair) { return pair[1]; });
  }

  // Filters of the ledger and of the questions. They stand in the address, so that a filtered list can be sent on.
  function filters(items, name, choices, what) {
    var asked = new URLSearchParams(location.search);
    var tools = document.createElement("form");
    tools.className = "ledger-tools";
    tools.setAttribute("role", "search");
    tools.setAttribute("aria-label", name);
    tools.addEventListener("submit", function (event) { event.preventDefault(); });
    function add(label, key, control) {
      var wrap = document.createElement("label");
      wrap.textContent = label;
      wrap.appendChild(control);
      tools.appendChild(wrap);
      control.name = key;
      control.value = asked.get(key) || "";
      control.addEventListener("input", apply);
      return control;
    }
    var box = document.createElement("input");
    box.type = "search";
    add("Words or numbers", "words", box);
    var selects = choices.map(function (choice) {
      var select = document.createElement("select"), values = {};
      items.forEach(function (item) { choice.values(item.element).forEach(function (value) { values[value] = true; }); });
      [""].concat(Object.keys(values).sort()).forEach(function (value) {
        var option = document.createElement("option");
        option.value = value;
        option.textContent = value ? value.replace(/-/g, " ") : "all";
        select.appendChild(option);
      });
      return add(choice.label, choice.key, select);
    });
    var status = document.createElement("p");
    status.setAttribute("role", "status");
    tools.appendChild(status);
    function apply() {
      var words = wordsOf(box.value), shown = 0, kept = new URLSearchParams();
      [box].concat(selects).forEach(function (control) { if (control.value) kept.set(control.name, control.value); });
      items.forEach(function (item) {
        var fits = finds(item.text, words) && selects.every(function (select, number) {
          return !select.value || choices[number].values(item.element).indexOf(select.value) >= 0;
        });
        item.element.hidden = !fits;
        if (fits) shown += 1;
      });
      items.map(function (item) { return item.element.closest("section"); }).forEach(function (section) {
        if (section && section.querySelector(what)) section.hidden = !section.querySelector(what + ":not([hidden])");
      });
      status.textContent = shown + " of " + items.length + " " + name.split(" ").pop();
      var home = document.documentElement.dataset.content_root;
      if (!shown && box.value && home) {
        var wider = document.createElement("a");
        wider.href = home + "search.html?q=" + encodeURIComponent(box.value);
        wider.textContent = "Search the whole book for these words";
        status.append(". ", wider);
      }
      if (document.readyState === "complete" || shown < items.length) {
        try { history.replaceState(null, "", location.pathname + (kept.toString() ? "?" + kept : "") + location.hash); } catch (error) { /* a folder */ }
      }
    }
    apply();
    return tools;
  }
  function byClass(prefix) {
    return function (element) {
      return Array.prototype.filter.call(element.classList, function (name) { return name.indexOf(prefix) === 0; })
        .map(function (name) { return name.slice(prefix.length); });
    };
  }
  function listed(selector) {
    return all(selector).map(function (element) { return { element: element, text: plain(element.textContent) }; });
  }

  var ledger = document.querySelector(".claims-list");
  if (ledger) {
    ledger.closest("section").before(filters(listed(".claims-list > li"), "Filter the claims", [
      { label: "Verdict", key: "verdict", values: byClass("verdict-is-") },
      { label: "Kind", key: "kind", values: byClass("kind-is-") },
      { label: "Article", key: "article", values: byClass("article-is-") }
    ], ".claims-list > li"));
    if (location.hash) {
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target) target.scrollIntoView();
    }
  }
  var ask = document.querySelector("table.ask");
  if (ask) {
    var cell = function (number) {
      return function (row) { return (row.cells[number] ? row.cells[number].textContent : "").split(";").map(function (part) { return part.trim(); }).filter(Boolean); };
    };
    ask.closest(".table-wrapper").before(filters(listed("table.ask tbody > tr"), "Choose among the questions", [
      { label: "Condition", key: "condition", values: cell(1) },
      { label: "Drug", key: "drug", values: cell(2) },
      { label: "Compared with", key: "comparator", values: cell(3) },
      { label: "Outcome", key: "outcome", values: cell(4) },
      { label: "Time", key: "time", values: cell(5) },
      { label: "Certainty", key: "certainty", values: cell(6) }
    ], "table.ask tbody > tr"));
  }
})();
