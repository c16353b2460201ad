/* The hotline's desk: one tap shows a number and dials it; N opens the intake form. */
(function () {
  "use strict";
  document.addEventListener("htmx:afterSwap", function () {
    var link = document.querySelector("a[data-dial]:not([data-dialled])");
    if (!link) return;
    link.setAttribute("data-dialled", "");
    link.focus();
    /* Where nothing can telephone, the number stands there to be dialled by hand. */
    if (window.matchMedia("(pointer: coarse)").matches) link.click();
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.key) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    var wanted = document.querySelector('[data-key="' + event.key.toLowerCase().replace(/[^a-z]/g, "") + '"]');
    if (wanted) { event.preventDefault(); wanted.click(); }
  });
})();
