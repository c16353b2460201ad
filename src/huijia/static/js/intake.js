/* The desk's form: fill from what was found, send with Ctrl+Enter. */
(function () {
  "use strict";
  var form = document.getElementById("intake");
  if (!form) return;

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-fill]");
    var box = button && document.getElementById(button.getAttribute("data-fill"));
    if (!box) return;
    box.value = button.getAttribute("data-value");
    box.dispatchEvent(new Event("change", { bubbles: true }));
    var next = document.getElementById("f_text");
    if (next) next.focus();
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    var found = event.target.id === "lookup" && event.target.querySelector("[data-phone]");
    var box = document.getElementById("f_phone");
    if (found && box) box.value = found.getAttribute("data-phone");
    var caller = event.target.id === "lookup" && event.target.querySelector("[data-caller]");
    if (!caller) return;
    fillIn("f_place_name", caller.getAttribute("data-place"));
    fillIn("f_reporter_name", caller.getAttribute("data-name"));
  });

  /* What was filled in goes with the caller; what somebody typed stays. */
  function fillIn(id, value) {
    var box = document.getElementById(id);
    if (!box || (box.value && box.value !== box.filled)) return;
    if (box.value === (value || "")) return;
    box.value = box.filled = value || "";
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* From the number to the homes found for it, and on into the form. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Tab" || event.shiftKey) return;
    var homes = document.querySelectorAll("#lookup .fill");
    var next = null;
    if (!homes.length) return;
    if (event.target.id === "lookup-q") next = homes[0];
    else if (event.target === homes[homes.length - 1]) next = document.getElementById("f_source");
    if (next) { event.preventDefault(); next.focus(); }
  });

  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      var button = form.querySelector("[data-ctrl-enter]");
      if (form.requestSubmit) form.requestSubmit(button); else button.click();
    } else if (event.target.tagName === "INPUT" && event.target.type !== "submit") {
      /* Enter in a box goes on and does not send half a form. */
      event.preventDefault();
    }
  });
})();
