/* Source cards and side columns close with Escape and open by keyboard; search shows answers; the ledger gets filters. Without this script all content is there. */
(function () {
  "use strict";

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".stat:hover, .stat:focus-within").forEach(function (stat) {
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

  document.querySelectorAll(".stat").forEach(function (stat) {
    var card = stat.querySelector(".stat-card");
    stat.firstElementChild.setAttribute("aria-describedby", card.id);
    function place() {
      card.style.left = "";
      var over = card.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
      if (over > 0 && getComputedStyle(card).position === "absolute") card.style.left = -over + "px";
    }
    stat.addEventListener("mouseenter", place);
    stat.addEventListener("focusin", place);
  });

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

  var ledger = document.querySelector("table.ledger");
  if (!ledger) return;
  var rows = Array.prototype.slice.call(ledger.tBodies[0].rows);
  var tools = document.createElement("form");
  tools.className = "ledger-tools";
  tools.setAttribute("role", "search");
  tools.setAttribute("aria-label", "Filter the claims");
  tools.addEventListener("submit", function (event) { event.preventDefault(); });

  function classesOf(prefix) {
    var found = {};
    rows.forEach(function (row) {
      row.classList.forEach(function (name) {
        if (name.indexOf(prefix) === 0) found[name] = name.slice(prefix.length).replace(/-/g, " ");
      });
    });
    return Object.keys(found).sort().map(function (name) { return [name, found[name]]; });
  }

  function add(label, control) {
    var wrap = document.createElement("label");
    wrap.textContent = label;
    wrap.appendChild(control);
    tools.appendChild(wrap);
    control.addEventListener("input", apply);
    return control;
  }

  function choice(label, prefix) {
    var select = document.createElement("select");
    [["", "all"]].concat(classesOf(prefix)).forEach(function (pair) {
      var option = document.createElement("option");
      option.value = pair[0];
      option.textContent = pair[1];
      select.appendChild(option);
    });
    return add(label, select);
  }

  var box = document.createElement("input");
  box.type = "search";
  add("Words", box);
  var choices = [choice("Verdict", "verdict-is-"), choice("Kind", "kind-is-"), choice("Article", "article-is-"), choice("Chapter", "chapter-is-")];
  var status = document.createElement("p");
  status.setAttribute("role", "status");
  tools.appendChild(status);

  function apply() {
    var words = box.value.trim().toLowerCase();
    var shown = 0;
    rows.forEach(function (row) {
      var fits = row.textContent.toLowerCase().indexOf(words) >= 0 && choices.every(function (select) {
        return !select.value || row.classList.contains(select.value);
      });
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    status.textContent = shown + " of " + rows.length + " claims";
  }

  var asked = new URLSearchParams(location.search).get("verdict");
  if (asked) choices[0].value = "verdict-is-" + asked;
  ledger.closest(".table-wrapper").before(tools);
  apply();
  if (location.hash) {
    var target = document.getElementById(location.hash.slice(1));
    if (target) target.scrollIntoView();
  }
})();
