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
