/* The editor of a grid's outline, on the map of map.js and the handles of Leaflet-Geoman.
   <div data-outline-editor data-check="address"> holds the tools, the map and the forms; what is drawn stands as GeoJSON
   in the text box, which is what the form sends, so that the page works without a map too. */
(function () {
  "use strict";
  var editor = document.querySelector("[data-outline-editor]");
  if (!editor) return;
  var box = document.getElementById("f_outline"), lineBox = document.getElementById("f_line"), crs = document.getElementById("f_crs");
  var says = editor.querySelector("[data-outline-says]"), facts = editor.querySelector("[data-outline-facts]");
  var tools = {}, map = null, area = null, wrong = null, cutting = null, mode = "", history = [], at = -1, asked = 0, clean = null, sending = false;
  var MINE = { color: "#b3261e", weight: 3, fillColor: "#b3261e", fillOpacity: 0.08 };
  Array.prototype.forEach.call(editor.querySelectorAll("[data-tool]"), function (button) { tools[button.getAttribute("data-tool")] = button; });

  function word(name) {
    var found = document.getElementById("outline-words").content.querySelector('[data-word="' + name + '"]');
    return found ? found.textContent : "";
  }
  function tell(text) { says.textContent = text; }
  function state(text, bad) { facts.textContent = text; facts.classList.toggle("is-wrong", !!bad); }

  /* GeoJSON of all rings that are on the map, "" for none; several pieces make a MultiPolygon. */
  function written() {
    var polygons = [];
    area.eachLayer(function (layer) {
      var shape = layer.toGeoJSON(12).geometry;
      if (shape.type === "MultiPolygon") polygons = polygons.concat(shape.coordinates); else polygons.push(shape.coordinates);
    });
    if (!polygons.length) return "";
    return JSON.stringify(polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] } : { type: "MultiPolygon", coordinates: polygons });
  }
  function show(text) {
    area.clearLayers();
    if (!text) return;
    var shape = JSON.parse(text);
    (shape.type === "MultiPolygon" ? shape.coordinates : [shape.coordinates]).forEach(function (rings) {
      L.geoJSON({ type: "Polygon", coordinates: rings }, { style: MINE }).eachLayer(follow);
    });
  }
  function follow(layer) {
    layer.setStyle(MINE);
    area.addLayer(layer);
    layer.on("pm:edit pm:vertexremoved pm:markerdragend", changed);
    /* The last corners gone: nothing is left of this piece. */
    layer.on("pm:remove", function () { area.removeLayer(layer); changed(); });
  }
  function changed() {
    var now = written();
    if (now === history[at]) return;
    history = history.slice(0, at + 1).concat([now]);
    at = history.length - 1;
    put(now);
  }
  function put(text) {
    box.value = text;
    if (crs) crs.value = "wgs84";
    buttons();
    check();
  }
  function step(by) {
    if (mode === "draw" || mode === "split") {
      var drawing = map.pm.Draw[mode === "draw" ? "Polygon" : "Line"];
      if (by < 0 && drawing._markers && drawing._markers.length > 1) drawing._removeLastVertex(); else if (by < 0) enter("");
      return;
    }
    if (at + by < 0 || at + by >= history.length) return;
    at += by;
    var was = mode;
    enter("");
    show(history[at]);
    put(history[at]);
    enter(was);
  }
  function dirty() { return at >= 0 && history[at] !== clean; }
  function buttons() {
    var drawing = mode === "draw" || mode === "split";
    tools.undo.disabled = !drawing && at <= 0;
    tools.redo.disabled = drawing || at >= history.length - 1;
    tools.finish.hidden = tools.cancel.hidden = !drawing;
    ["edit", "drop"].forEach(function (name) { tools[name].disabled = !area.getLayers().length; });
    tools.split.disabled = !lineBox;
    ["draw", "edit", "drop", "split"].forEach(function (name) {
      tools[name].setAttribute("aria-pressed", mode === name ? "true" : "false");
      tools[name].hidden = drawing && mode !== name;
    });
    editor.classList.toggle("is-dropping", mode === "drop");
  }

  /* What the office's server says of it: how large, how many homes, with whom it overlaps. */
  function ask(values, done) {
    var mine = asked += 1, form = new FormData();
    Object.keys(values).forEach(function (name) { form.append(name, values[name]); });
    fetch(editor.getAttribute("data-check"), { method: "POST", body: form, credentials: "same-origin",
      headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content } })
      .then(function (answer) { if (!answer.ok) throw new Error(answer.status); return answer.json(); })
      .then(function (answer) { if (mine === asked) done(answer); })
      .catch(function () { if (mine === asked) state(word("check_failed"), true); });
  }
  function check() {
    wrong.clearLayers();
    if (!box.value.trim()) { asked += 1; state("", false); return; }
    ask({ outline: box.value, crs: crs ? crs.value : "wgs84" }, function (answer) {
      (answer.clashes || []).forEach(function (shape) {
        L.geoJSON(shape, { interactive: false, pmIgnore: true, snapIgnore: true, style: { color: "#b3261e", weight: 1, fillColor: "#b3261e", fillOpacity: 0.55 } }).addTo(wrong);
      });
      state(answer.ok ? answer.said : answer.problem, !answer.ok);
    });
  }
  function cut(layer) {
    lineBox.value = JSON.stringify(layer.toGeoJSON(12).geometry);
    var list = editor.querySelector("[data-split-parts]");
    editor.querySelector("[data-split]").open = true;
    cutting.clearLayers();
    cutting.addLayer(layer);
    ask({ line: lineBox.value }, function (answer) {
      state(answer.ok ? "" : answer.problem, !answer.ok);
      list.textContent = "";
      list.hidden = !answer.ok;
      if (!answer.ok) { cutting.clearLayers(); lineBox.value = ""; return; }
      answer.parts.forEach(function (part) {
        var item = document.createElement("li");
        item.textContent = part.said;
        list.appendChild(item);
        L.geoJSON(part.shape, { interactive: false, pmIgnore: true, snapIgnore: true,
          style: { color: part.part === "small" ? "#2b6cb0" : "#2f6b4f", weight: 2, fillOpacity: 0.25 } }).addTo(cutting);
      });
      editor.querySelector("[data-split]").scrollIntoView({ block: "nearest" });
    });
  }

  function leave() {
    map.pm.disableDraw();
    area.eachLayer(function (layer) { if (layer.pm) layer.pm.disable(); });
  }
  function enter(next) {
    if (next === "split" && dirty()) { tell(word("save_first")); return; }
    mode = "";
    leave();
    mode = next;
    if (next === "draw") map.pm.enableDraw("Polygon", { tooltips: false, snappable: true, snapDistance: 18, templineStyle: MINE, hintlineStyle: { color: "#b3261e", dashArray: "5 5" }, pathOptions: MINE });
    if (next === "split") map.pm.enableDraw("Line", { tooltips: false, snappable: true, snapDistance: 12, templineStyle: { color: "#2b6cb0" }, hintlineStyle: { color: "#2b6cb0", dashArray: "5 5" } });
    if (next === "edit" || next === "drop") area.eachLayer(function (layer) {
      layer.pm.enable({ snappable: true, snapDistance: 18, removeVertexOn: next === "drop" ? "click" : "contextmenu", allowSelfIntersection: true, removeLayerBelowMinVertexCount: false });
    });
    tell(word(next || (area.getLayers().length ? "ready" : "idle")));
    buttons();
  }
  function finish() {
    var drawing = map.pm.Draw[mode === "draw" ? "Polygon" : "Line"];
    if (!drawing._markers || drawing._markers.length < (mode === "draw" ? 3 : 2)) { tell(word("few")); return; }
    drawing._finishShape();
  }
  function drawn(event) {
    if (event.shape === "Line") { map.removeLayer(event.layer); cut(event.layer); enter(""); return; }
    map.removeLayer(event.layer);
    area.clearLayers();
    follow(L.polygon(event.layer.getLatLngs(), MINE));
    changed();
    enter("edit");
  }

  function dots(points) {
    map.createPane("dots").style.zIndex = 450;
    map.getPane("dots").style.pointerEvents = "none";
    var canvas = L.canvas({ padding: 0.2, pane: "dots" });
    points.forEach(function (dot) {
      L.circleMarker([dot[1], dot[0]], { renderer: canvas, radius: 2.5, stroke: false, fillColor: dot[2] ? "#b3261e" : "#8c867a", fillOpacity: 0.8, interactive: false, pmIgnore: true, snapIgnore: true }).addTo(map);
    });
  }
  document.addEventListener("huijia:map", function (event) {
    if (!editor.contains(event.target) || !L.PM) return;
    map = event.detail.map;
    dots(event.detail.data.dots || []);
    wrong = L.layerGroup().addTo(map);
    cutting = L.layerGroup().addTo(map);
    area = L.featureGroup().addTo(map);
    map.pm.setGlobalOptions({ tooltips: false, continueDrawing: false, finishOnEnter: true });
    var theirs = editor.getAttribute("data-stale");
    if (theirs) L.geoJSON(JSON.parse(theirs), { interactive: false, pmIgnore: true, style: { color: "#2b6cb0", weight: 3, dashArray: "8 6", fill: false } }).addTo(map);
    try { show(box.value.trim()); } catch (error) { area.clearLayers(); }
    history = [written()];
    at = 0;
    if (!editor.hasAttribute("data-unsaved")) clean = history[0];
    if (area.getLayers().length) event.detail.fit(area.getBounds());
    editor.querySelector(".outline-tools").hidden = false;
    map.on("pm:create", drawn);
    Object.keys(tools).forEach(function (name) {
      tools[name].addEventListener("click", function () {
        if (name === "undo") step(-1); else if (name === "redo") step(1); else if (name === "finish") finish();
        else enter(name === "cancel" || mode === name ? "" : name);
      });
    });
    document.addEventListener("keydown", function (key) {
      if (!(key.ctrlKey || key.metaKey) || /INPUT|TEXTAREA|SELECT/.test(key.target.tagName)) return;
      if (key.key === "z" || key.key === "y" || key.key === "Z") { key.preventDefault(); step(key.key === "y" || key.shiftKey ? 1 : -1); }
    });
    box.addEventListener("change", function () {
      try { enter(""); show(box.value.trim()); changed(); } catch (error) { check(); }
    });
    enter(box.value.trim() ? "" : "draw");
    check();
  });
  Array.prototype.forEach.call(editor.querySelectorAll("form"), function (form) { form.addEventListener("submit", function () { sending = true; }); });
  window.addEventListener("beforeunload", function (event) { if (map && dirty() && !sending) { event.preventDefault(); event.returnValue = ""; } });
})();
