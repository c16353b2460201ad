/* What every page of the house does; each page also works without it. */
(function () {
  "use strict";
  var root = document;

  function word(name) {
    var box = root.getElementById("house-words");
    var line = box && box.content.querySelector('[data-word="' + name + '"]');
    return line ? line.textContent : "";
  }
  function say(text, level) {
    var place = root.getElementById("messages");
    if (!place || !text) return;
    var box = root.createElement("div");
    var line = root.createElement("p");
    box.className = "said " + (level || "info");
    line.textContent = text;
    box.appendChild(line);
    Array.prototype.slice.call(place.querySelectorAll(".said[data-own]")).forEach(function (old) { old.remove(); });
    box.setAttribute("data-own", "");
    place.appendChild(box);
    box.scrollIntoView({ block: "nearest" });
  }
  window.huijia = { word: word, say: say };

  function typing(node) {
    return node && (node.isContentEditable || /^(TEXTAREA|SELECT)$/.test(node.tagName) ||
      (node.tagName === "INPUT" && !/^(checkbox|radio|button|submit|file|range)$/.test(node.type)));
  }

  /* A form is sent once: its button rests until the page is shown again. */
  function rest(form, button) {
    form.setAttribute("data-sending", "");
    Array.prototype.forEach.call(form.querySelectorAll("button[type=submit], button:not([type]), input[type=submit]"), function (each) {
      if (each.disabled) return;
      each.disabled = true;
      each.classList.add("is-sending");
    });
    if (button && button.tagName === "BUTTON" && !button.hasAttribute("data-said")) {
      button.setAttribute("data-said", button.innerHTML);
      button.textContent = word("sending") || button.textContent;
    }
  }
  function wake(form) {
    form.removeAttribute("data-sending");
    Array.prototype.forEach.call(form.querySelectorAll(".is-sending"), function (each) {
      each.disabled = false;
      each.classList.remove("is-sending");
      if (each.hasAttribute("data-said")) {
        each.innerHTML = each.getAttribute("data-said");
        each.removeAttribute("data-said");
      }
    });
  }
  root.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-sending")) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (form.method !== "post" || event.defaultPrevented) return;
    if (navigator.onLine === false) { event.preventDefault(); say(word("offline"), "error"); return; }
    var button = event.submitter || form.querySelector("button[type=submit]");
    /* Only after the browser has read the form: a disabled button would not be sent. */
    setTimeout(function () { if (!event.defaultPrevented || form.matches("[hx-post],[hx-put],[hx-delete]")) rest(form, button); }, 0);
  });
  window.addEventListener("pageshow", function () {
    Array.prototype.forEach.call(root.querySelectorAll("form[data-sending]"), wake);
  });
  function formOf(event) {
    var node = event.detail && event.detail.elt;
    return node && (node.tagName === "FORM" ? node : node.closest("form"));
  }
  root.addEventListener("htmx:configRequest", function (event) {
    var meta = root.querySelector('meta[name="csrf-token"]');
    var field = root.querySelector("input[name=csrfmiddlewaretoken]");
    var token = (meta && meta.content) || (field && field.value);
    if (token) event.detail.headers["X-CSRFToken"] = token;
  });
  root.addEventListener("htmx:afterRequest", function (event) {
    var form = formOf(event);
    if (form) wake(form);
    if (form && event.detail.successful && event.detail.requestConfig.verb !== "get") clearDrafts(form);
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    root.addEventListener(name, function () { say(word("offline"), "error"); });
  });
  root.addEventListener("htmx:responseError", function () { say(word("failed"), "error"); });
  root.addEventListener("htmx:beforeSwap", function (event) {
    /* A refused form comes back as 422 with its errors beside the fields, one that came too late as 409. */
    if (event.detail.xhr.status === 422 || event.detail.xhr.status === 409) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  root.addEventListener("htmx:load", function (event) { dress(event.detail.elt); });

  /* Drafts: what was typed stays on this device until the server has it. */
  var PREFIX = "huijia-draft:";
  function store(key, value) {
    try {
      if (value === null) localStorage.removeItem(PREFIX + key);
      else localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), text: value }));
    } catch (refused) { /* private mode: nothing is kept */ }
  }
  function kept(key) {
    try {
      var found = JSON.parse(localStorage.getItem(PREFIX + key) || "null");
      if (found && Date.now() - found.at < 3 * 864e5) return found.text;
      if (found) store(key, null);
    } catch (refused) { /* nothing kept */ }
    return "";
  }
  function clearDrafts(form) {
    Array.prototype.forEach.call(form.querySelectorAll("[data-draft]"), function (box) { store(box.getAttribute("data-draft"), null); });
  }
  function draft(box) {
    var key = box.getAttribute("data-draft");
    var text = kept(key);
    if (text && !box.value) {
      box.value = text;
      var note = root.createElement("p");
      var drop = root.createElement("button");
      note.className = "draft-note";
      note.textContent = word("draft");
      drop.type = "button";
      drop.textContent = word("drop_draft");
      drop.addEventListener("click", function () { box.value = ""; store(key, null); note.remove(); box.focus(); });
      note.appendChild(drop);
      box.insertAdjacentElement("afterend", note);
    }
    box.addEventListener("input", function () { store(key, box.value || null); });
  }
  /* The form arrived when the page that follows came straight from it and complains of nothing; coming back
     from the browser's own error page, or by its back button, keeps the draft. */
  var SENT = PREFIX + "sent";
  function settleDrafts() {
    try {
      var sent = JSON.parse(sessionStorage.getItem(SENT) || "null");
      sessionStorage.removeItem(SENT);
      if (!sent) return;
      var way = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
      var straight = (!way || way.type === "navigate") && root.referrer === sent.page;
      var wrong = root.querySelector(".error-summary, .said.error") || root.body.classList.contains("is-error");
      if (straight && !wrong) sent.keys.forEach(function (key) { store(key, null); });
    } catch (refused) { /* nothing kept */ }
  }
  root.addEventListener("submit", function (event) {
    var boxes = event.target.querySelectorAll("[data-draft]");
    if (!boxes.length || event.defaultPrevented) return;
    try {
      sessionStorage.setItem(SENT, JSON.stringify({
        page: location.href.replace(/#.*$/, ""),
        keys: Array.prototype.map.call(boxes, function (box) { return box.getAttribute("data-draft"); })
      }));
    } catch (refused) { /* nothing kept */ }
  });

  /* Small helpers by data attribute */
  root.addEventListener("change", function (event) {
    var node = event.target;
    if (!node.hasAttribute || !node.hasAttribute("data-autosubmit") || !node.form) return;
    if (node.form.requestSubmit) node.form.requestSubmit(); else node.form.submit();
  });
  root.addEventListener("click", function (event) {
    var node = event.target.closest("[data-copy],[data-print],[data-open],[data-close],[data-phrase],[data-to],[data-all]");
    if (node) act(node, event);
    Array.prototype.forEach.call(root.querySelectorAll("details[data-menu][open]"), function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  function act(node, event) {
    if (node.hasAttribute("data-copy")) copy(node);
    else if (node.hasAttribute("data-print")) window.print();
    else if (node.hasAttribute("data-open")) show(node.getAttribute("data-open"));
    else if (node.hasAttribute("data-close")) { var box = node.closest("dialog"); if (box) box.close(); }
    else if (node.hasAttribute("data-phrase")) phrase(node);
    else if (node.hasAttribute("data-all")) all(node);
    else if (node.hasAttribute("data-to")) {
      var field = root.getElementById(node.getAttribute("data-to")) || root.querySelector(node.getAttribute("href") + " input");
      if (field) { event.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" }); }
    }
  }
  function show(id) {
    var box = root.getElementById(id);
    if (!box || !box.showModal || box.open) return;
    box.showModal();
  }
  root.addEventListener("click", function (event) {
    if (event.target.tagName === "DIALOG") event.target.close();
  });
  function copy(node) {
    var text = node.getAttribute("data-copy");
    var target = text.charAt(0) === "#" && root.querySelector(text);
    if (target) text = target.value || target.textContent;
    function done() {
      var mark = node.querySelector(".copied") || node.appendChild(root.createElement("span"));
      mark.className = "copied";
      mark.setAttribute("role", "status");
      mark.textContent = word("copied");
    }
    if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done, function () { oldCopy(text, done); }); }
    else oldCopy(text, done);
  }
  function oldCopy(text, done) {
    var box = root.createElement("textarea");
    box.value = text;
    box.className = "visually-hidden";
    root.body.appendChild(box);
    box.select();
    if (root.execCommand("copy")) done();
    box.remove();
  }
  function phrase(node) {
    var box = root.getElementById(node.getAttribute("data-into"));
    if (!box) return;
    box.value = box.value ? box.value.replace(/\s*$/, "") + node.getAttribute("data-phrase") : node.getAttribute("data-phrase");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }
  function all(node) {
    Array.prototype.forEach.call(root.querySelectorAll('input[type=checkbox][name="' + node.getAttribute("data-all") + '"]'), function (box) {
      if (!box.disabled) box.checked = node.checked;
    });
  }

  /* Keys: / search, j k move, Enter open, ? help */
  var here = -1;
  function rows() {
    return Array.prototype.filter.call(root.querySelectorAll(".rows tbody tr, [data-row]"), function (row) {
      return row.querySelector("a[href]") && row.offsetParent !== null;
    });
  }
  function move(step) {
    var list = rows();
    if (!list.length) return;
    var now = list.findIndex(function (row) { return row.contains(root.activeElement); });
    here = Math.max(0, Math.min(list.length - 1, (now >= 0 ? now : here) + step));
    var link = list[here].querySelector(".row-title a, a[href]");
    link.focus();
    list[here].scrollIntoView({ block: "nearest" });
  }
  root.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var menu = root.querySelector("details[data-menu][open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      else if (typing(root.activeElement) && !root.querySelector("dialog[open]")) root.activeElement.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || root.querySelector("dialog[open]")) return;
    if (event.key === "/") { var box = root.querySelector("[data-key-search]"); if (box) { event.preventDefault(); box.focus(); box.select(); } }
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "?") show("keys-help");
  });

  /* On a phone the bars make room for the keyboard. */
  root.addEventListener("focusin", function (event) {
    if (typing(event.target) && event.target.tagName !== "SELECT" && matchMedia("(pointer: coarse)").matches) root.body.classList.add("typing");
  });
  /* A moment later, so that the button under the thumb does not move away before the tap is over. */
  root.addEventListener("focusout", function () {
    setTimeout(function () { if (!typing(root.activeElement)) root.body.classList.remove("typing"); }, 350);
  });

  function dress(part) {
    Array.prototype.forEach.call(part.querySelectorAll ? part.querySelectorAll("[data-draft]") : [], function (box) {
      if (!box.hasAttribute("data-draft-on")) { box.setAttribute("data-draft-on", ""); draft(box); }
    });
  }
  settleDrafts();
  dress(root);
  var first = root.querySelector("[data-focus]");
  if (first) first.focus();
})();
