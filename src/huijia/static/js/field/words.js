/* What the app's scripts share: sentences of the page in the reader's language, and small ways of making elements. */
(function () {
  "use strict";
  const field = window.field = {};
  const words = {};
  for (const line of document.getElementById("field-words").content.querySelectorAll("[data-word]")) {
    words[line.dataset.word] = line.textContent;
  }

  /* The sentence `name`, with {key} filled from `values`. */
  field.word = function (name, values) {
    return (words[name] || name).replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole));
  };

  /* A copy of <template id="t-name"> with the texts of `values` where data-t says so; an empty one takes its place away. */
  field.made = function (name, values) {
    const part = document.getElementById("t-" + name).content.firstElementChild.cloneNode(true);
    for (const spot of [part, ...part.querySelectorAll("[data-t]")]) {
      if (!spot.dataset.t) continue;
      const text = values[spot.dataset.t];
      if (text === undefined || text === null || text === "") spot.remove(); else spot.textContent = text;
    }
    return part;
  };

  field.show = function (place, ...parts) { place.replaceChildren(...parts.filter(Boolean)); };

  const TIME = new Intl.DateTimeFormat(document.documentElement.lang || "zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  field.time = function (moment) { return moment ? TIME.format(new Date(moment)) : ""; };

  /* "changed" tells the page to draw again what it shows. */
  field.changed = function (detail) { document.dispatchEvent(new CustomEvent("field:changed", { detail: detail || {} })); };
})();
