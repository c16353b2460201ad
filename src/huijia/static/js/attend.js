// The list to tick: finds a name or the last digits of a number while somebody types. The page works without it.
(function () {
  "use strict";
  const place = document.getElementById("attend");
  if (!place) return;
  let wanted = "";

  function narrow() {
    const words = wanted.trim().toLowerCase();
    for (const row of place.querySelectorAll("[data-name]")) {
      row.hidden = words !== "" && !row.dataset.name.toLowerCase().includes(words);
    }
  }

  function begin() {
    const box = place.querySelector("[data-find]");
    if (!box) return;
    box.hidden = place.querySelectorAll("[data-name]").length < 8;
    const input = box.querySelector("input");
    input.value = wanted;
    input.addEventListener("input", function () { wanted = input.value; narrow(); });
    narrow();
  }

  begin();
  // After a tick the name is found and done: the next one starts with an empty box.
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.target === place) { wanted = ""; begin(); }
  });
})();
