/* Photos are made small on the phone before they travel: at most 1600 px, JPEG, without the place they were taken. */
(function () {
  "use strict";
  var SIDE = 1600;
  var QUALITY = 0.82;
  /* What some phones take and no server of ours reads. */
  var NEW_KIND = /(heic|heif|avif)$/i;
  var word = (window.huijia && window.huijia.word) || function () { return ""; };
  var able = typeof DataTransfer === "function" && typeof FileList !== "undefined" && !!document.createElement("canvas").toBlob;
  try { new DataTransfer(); } catch (refused) { able = false; }

  function picture(file) {
    return new Promise(function (done, failed) {
      var url = URL.createObjectURL(file);
      var image = new Image();
      image.onload = function () { URL.revokeObjectURL(url); done(image); };
      image.onerror = function () { URL.revokeObjectURL(url); failed(); };
      image.src = url;
    });
  }
  /* The small picture; null where this browser can draw none, as of a file that is no photo. */
  function shrink(file) {
    if (file.type && !/^image\//.test(file.type)) return Promise.resolve(null);
    return picture(file).then(function (image) {
      return small(image, file).catch(function () { return file; });
    }, function () { return null; });
  }
  function small(image, file) {
    return Promise.resolve().then(function () {
      var wide = image.naturalWidth;
      var high = image.naturalHeight;
      var part = Math.min(1, SIDE / Math.max(wide, high));
      var canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(wide * part));
      canvas.height = Math.max(1, Math.round(high * part));
      var pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(function (blob) {
          /* A small picture that would grow is sent as it is; the server strips it anyway. */
          if (!blob || (part === 1 && blob.size >= file.size)) { done(file); return; }
          var name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
          done(new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified }));
        }, "image/jpeg", QUALITY);
      });
    });
  }

  function dress(input) {
    if (input.hasAttribute("data-photos-on")) return;
    input.setAttribute("data-photos-on", "");
    var most = parseInt(input.getAttribute("data-photos"), 10) || 9;
    var kept = [];
    var list = document.createElement("ul");
    var state = document.createElement("p");
    list.className = "photo-previews";
    state.className = "field-help";
    state.setAttribute("role", "status");
    var add = document.createElement("button");
    add.type = "button";
    add.className = "btn photo-add";
    add.textContent = word("add_photo");
    add.addEventListener("click", function () { input.click(); });
    add.setAttribute("aria-describedby", input.getAttribute("aria-describedby") || "");
    input.classList.add("visually-hidden");
    input.tabIndex = -1;
    input.insertAdjacentElement("afterend", add);
    add.insertAdjacentElement("afterend", list);
    list.insertAdjacentElement("afterend", state);

    function put() {
      var bag = new DataTransfer();
      kept.forEach(function (file) { bag.items.add(file); });
      input.files = bag.files;
    }
    function draw() {
      Array.prototype.forEach.call(list.querySelectorAll("img"), function (image) { URL.revokeObjectURL(image.src); });
      list.textContent = "";
      add.textContent = word(kept.length ? "more_photos" : "add_photo");
      add.hidden = kept.length >= most;
      kept.forEach(function (file, place) {
        var row = document.createElement("li");
        var image = document.createElement("img");
        var drop = document.createElement("button");
        image.src = URL.createObjectURL(file);
        image.alt = word("photo") + " " + (place + 1);
        drop.type = "button";
        drop.textContent = word("remove");
        drop.setAttribute("aria-label", word("remove") + " " + image.alt);
        drop.addEventListener("click", function () { kept.splice(place, 1); put(); draw(); add.focus(); });
        row.appendChild(image);
        row.appendChild(drop);
        list.appendChild(row);
      });
    }
    input.addEventListener("change", function () {
      var fresh = Array.prototype.slice.call(input.files);
      if (!fresh.length) { put(); return; }
      var room = input.multiple ? most - kept.length : 1;
      if (!input.multiple) kept = [];
      var over = fresh.length > room;
      var none = [];
      state.textContent = word("shrinking");
      /* One after another: an old phone has memory for one large picture. */
      fresh.slice(0, room).reduce(function (before, file) {
        return before.then(function () { return shrink(file); }).then(function (ready) {
          if (ready) kept.push(ready); else none.push(file);
        });
      }, Promise.resolve()).then(function () {
        put();
        draw();
        var said = none.map(function (file) {
          var isNew = NEW_KIND.test(file.type) || NEW_KIND.test(file.name);
          return isNew ? word("new_photo") : word("no_photo").replace("{name}", file.name);
        });
        if (over) said.push(word("too_many"));
        state.textContent = said.join(" ");
        state.classList.toggle("field-error", none.length > 0);
      });
    });
    if (input.form) input.form.addEventListener("reset", function () { kept = []; draw(); });
  }
  function start(part) {
    if (!able) return;
    Array.prototype.forEach.call(part.querySelectorAll("input[type=file][data-photos]"), dress);
  }
  start(document);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
  /* Most reports carry no file: as plain fields they are less work for the server than in parts. */
  document.addEventListener("submit", function (event) {
    var boxes = Array.prototype.slice.call(event.target.querySelectorAll("input[type=file]"));
    if (!boxes.length) return;
    var full = boxes.some(function (box) { return box.files && box.files.length; });
    event.target.enctype = full ? "multipart/form-data" : "application/x-www-form-urlencoded";
  });
})();
