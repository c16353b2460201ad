/* Hold to speak, for those who would rather talk than type. <div data-speak data-name="audio"></div> inside a form. */
(function () {
  "use strict";
  var MOST = 90;
  var word = (window.huijia && window.huijia.word) || function () { return ""; };
  var KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
  function able() {
    if (!window.MediaRecorder || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return false;
    try { new DataTransfer(); } catch (refused) { return false; }
    return true;
  }
  function kind() {
    return KINDS.find(function (each) { return !MediaRecorder.isTypeSupported || MediaRecorder.isTypeSupported(each); }) || "";
  }
  function make(tag, css, text) {
    var node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    if (tag === "button") node.type = "button";
    return node;
  }

  function dress(box) {
    if (box.hasAttribute("data-speak-on")) return;
    box.setAttribute("data-speak-on", "");
    if (!able()) { box.hidden = true; return; }
    box.classList.add("speak-box");
    var input = make("input");
    var hold = make("button", "btn speak-hold", word("speak"));
    var state = make("p", "speak-state");
    var player = make("audio");
    var drop = make("button", "btn", word("remove"));
    var recorder = null, stream = null, began = 0, clock = 0, parts = [], wanted = false;
    input.type = "file";
    input.name = box.getAttribute("data-name") || "audio";
    input.hidden = true;
    state.setAttribute("role", "status");
    player.controls = true;
    player.hidden = drop.hidden = true;
    [input, hold, state, player, drop].forEach(function (node) { box.appendChild(node); });

    function seconds() { return Math.round((Date.now() - began) / 1000); }
    function tick() {
      hold.textContent = word("speaking") + " " + seconds() + " " + word("seconds");
      if (seconds() >= MOST) end();
    }
    function begin() {
      if (wanted) return;
      wanted = true;
      state.textContent = "";
      navigator.mediaDevices.getUserMedia({ audio: true }).then(function (found) {
        stream = found;
        /* Let go while the browser asked for leave: nothing is recorded. */
        if (!wanted) { free(); return; }
        parts = [];
        var chosen = kind();
        recorder = new MediaRecorder(found, chosen ? { mimeType: chosen, audioBitsPerSecond: 24000 } : undefined);
        recorder.ondataavailable = function (event) { if (event.data.size) parts.push(event.data); };
        recorder.onstop = keep;
        recorder.start();
        began = Date.now();
        hold.classList.add("is-on");
        clock = setInterval(tick, 250);
        tick();
      }).catch(function () { wanted = false; state.textContent = word("speak_denied"); });
    }
    function end() {
      wanted = false;
      clearInterval(clock);
      hold.classList.remove("is-on");
      hold.textContent = word(input.files.length ? "speak_again" : "speak");
      if (recorder && recorder.state !== "inactive") recorder.stop();
    }
    function free() {
      if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
      stream = recorder = null;
    }
    function keep() {
      var length = seconds();
      var type = (recorder && recorder.mimeType) || "audio/webm";
      free();
      if (length < 1) { state.textContent = word("speak_short"); return; }
      var blob = new Blob(parts, { type: type.split(";")[0] });
      var end = /mp4/.test(type) ? "m4a" : /ogg/.test(type) ? "ogg" : "webm";
      var bag = new DataTransfer();
      bag.items.add(new File([blob], "voice." + end, { type: blob.type }));
      input.files = bag.files;
      if (player.src) URL.revokeObjectURL(player.src);
      player.src = URL.createObjectURL(blob);
      player.hidden = drop.hidden = false;
      state.textContent = length + " " + word("seconds");
      hold.textContent = word("speak_again");
    }
    drop.addEventListener("click", function () {
      input.value = "";
      player.removeAttribute("src");
      player.hidden = drop.hidden = true;
      state.textContent = "";
      hold.textContent = word("speak");
      hold.focus();
    });
    hold.addEventListener("pointerdown", function (event) {
      if (event.button) return;
      event.preventDefault();
      try { hold.setPointerCapture(event.pointerId); } catch (refused) { /* old browser */ }
      begin();
    });
    ["pointerup", "pointercancel", "lostpointercapture"].forEach(function (name) {
      hold.addEventListener(name, function () { if (wanted || recorder) end(); });
    });
    hold.addEventListener("contextmenu", function (event) { event.preventDefault(); });
    /* With a keyboard or a screen reader: press once to begin, once more to end. */
    hold.addEventListener("click", function (event) {
      if (event.detail !== 0) return;
      if (wanted || recorder) end(); else begin();
    });
    window.addEventListener("pagehide", function () { if (recorder) end(); free(); });
  }
  function start(part) { Array.prototype.forEach.call(part.querySelectorAll("[data-speak]"), dress); }
  start(document);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
})();
