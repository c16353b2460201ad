/* A place to sign with a finger or a mouse, beside <input type="hidden" data-signature>. What is drawn goes into it as a
   PNG on white when a stroke ends. Without this script the paper receipt is signed. */
(function () {
  "use strict";
  var word = (window.huijia && window.huijia.word) || function () { return ""; };

  function dress(input) {
    if (input.hasAttribute("data-signature-on")) return;
    input.setAttribute("data-signature-on", "");
    var box = document.createElement("div");
    box.className = "sign-pad";
    var canvas = document.createElement("canvas");
    canvas.width = 700;
    canvas.height = 260;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", word("sign_here"));
    var clear = document.createElement("button");
    clear.type = "button";
    clear.className = "btn";
    clear.textContent = word("sign_again");
    var hint = document.createElement("p");
    hint.className = "field-help";
    hint.textContent = word("sign_here");
    box.append(hint, canvas, clear);
    input.after(box);
    var pen = canvas.getContext("2d");
    var drawing = false;
    function blank() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = "#111";
      pen.lineWidth = 5;
      pen.lineCap = pen.lineJoin = "round";
      input.value = "";
    }
    function at(event) {
      var place = canvas.getBoundingClientRect();
      return [(event.clientX - place.left) * canvas.width / place.width, (event.clientY - place.top) * canvas.height / place.height];
    }
    canvas.addEventListener("pointerdown", function (event) {
      drawing = true;
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo.apply(pen, at(event));
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!drawing) return;
      pen.lineTo.apply(pen, at(event));
      pen.stroke();
    });
    function end() {
      if (!drawing) return;
      drawing = false;
      input.value = canvas.toDataURL("image/png");
    }
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    clear.addEventListener("click", blank);
    blank();
    /* Shown only where signing on the screen is chosen: a radio of the same form whose value is "screen". */
    var form = input.form;
    function show() {
      var chosen = form.querySelector("input[value=screen]");
      box.hidden = Boolean(chosen) && !chosen.checked;
      if (box.hidden) input.value = "";
    }
    form.addEventListener("change", show);
    show();
  }
  function start(part) { Array.prototype.forEach.call(part.querySelectorAll("input[data-signature]"), dress); }
  start(document);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
})();
