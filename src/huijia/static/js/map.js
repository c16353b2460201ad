/* <div data-map data-source="address of the JSON"> — pale outlines, names first, our points on top; no tiles needed.
   {grids: [{id, name, code, url, polygon, households, red, yellow, green}],
    landmarks: [{name, kind: hill|pond|river|building, polygon | line | point}],
    points: [{lon, lat, title, url, lamp}], centre: [lon, lat] where nothing is drawn yet,
    tiles: null | {layers: [{name, urls: [one sheet upon the other]}], subdomains, attribution}}; GeoJSON, WGS-84.
   When it stands, the box sends "huijia:map" with {map, data, fit(bounds)}: the editors hang themselves on that. */
(function () {
  "use strict";
  var word = (window.huijia && window.huijia.word) || function () { return ""; };
  var SHAPES = { red: "■", yellow: "▲", green: "●" };
  var KINDS = {
    hill: { color: "#2f6b4f", weight: 1, fillColor: "#dfe9df", fillOpacity: 0.8 },
    pond: { color: "#2b6cb0", weight: 1, fillColor: "#d5e5f4", fillOpacity: 0.9 },
    river: { color: "#9fc3e6", weight: 5, fillColor: "#d5e5f4", fillOpacity: 0.9 },
    building: { color: "#8c867a", weight: 1, fillColor: "#e6e2da", fillOpacity: 0.9 }
  };
  function node(tag, css, text) {
    var made = document.createElement(tag);
    if (css) made.className = css;
    if (text !== undefined && text !== "") made.textContent = text;
    return made;
  }
  function icon(inner, css, size) {
    return L.divIcon({ className: css, html: inner, iconSize: size || [0, 0] });
  }
  function geometry(value) { return value && (value.type ? { type: "Feature", properties: {}, geometry: value } : null); }

  function lamps(grid) {
    var box = node("em", "map-lamps");
    [["red", "r"], ["yellow", "y"], ["green", "g"]].forEach(function (pair) {
      if (grid[pair[0]]) box.appendChild(node("i", pair[1], SHAPES[pair[0]] + grid[pair[0]]));
    });
    return box.childNodes.length ? box : null;
  }
  function gridName(grid) {
    var text = node("span");
    text.appendChild(node("b", "", grid.name));
    if (grid.households) text.appendChild(node("small", "", grid.households + " " + word("households")));
    var marks = lamps(grid);
    if (marks) text.appendChild(marks);
    return text;
  }
  function addGrid(map, layers, grid) {
    var shape = geometry(grid.polygon);
    if (!shape) return;
    var late = grid.red > 0;
    var layer = L.geoJSON(shape, { interactive: !!grid.url, snapIgnore: false, style: {
      color: late ? "#b3261e" : "#8c867a", weight: late ? 2 : 1.25, dashArray: late ? null : "4 3", fillColor: "#fff", fillOpacity: 0.35 } });
    if (grid.url) layer.on("click", function () { location.href = grid.url; });
    layers.grids.addLayer(layer);
    layers.all.addLayer(layer);
    var marker = L.marker(layer.getBounds().getCenter(), { icon: icon(gridName(grid), "map-name"), interactive: false, keyboard: false, snapIgnore: true });
    layers.names.addLayer(marker);
    layers.labels.push({ marker: marker, steps: [0, 30, -30, 52, -52], must: true });
  }
  function addLandmark(map, layers, mark) {
    var shape = geometry(mark.polygon || mark.line || mark.point);
    if (!shape) return;
    var centre;
    if (shape.geometry.type === "Point") centre = L.latLng(shape.geometry.coordinates[1], shape.geometry.coordinates[0]);
    else {
      var layer = L.geoJSON(shape, { interactive: false, snapIgnore: true, style: KINDS[mark.kind] || KINDS.building });
      layers.land.addLayer(layer);
      layers.all.addLayer(layer);
      centre = layer.getBounds().getCenter();
    }
    var marker = L.marker(centre, { icon: icon(node("span", "", mark.name), "map-place " + mark.kind), interactive: false, keyboard: false, snapIgnore: true });
    layers.places.addLayer(marker);
    layers.labels.push({ marker: marker, steps: [0, 18, -18, 34, -34], must: false });
  }
  function addPoint(map, layers, point) {
    var lamp = SHAPES[point.lamp] ? point.lamp : "";
    var text = lamp ? word(lamp) + " · " + point.title : point.title;
    var marker = L.marker([point.lat, point.lon], {
      icon: icon(node("span", "", SHAPES[lamp] || "○"), "map-point " + lamp, [28, 28]),
      title: text, alt: text, zIndexOffset: lamp === "red" ? 200 : lamp === "yellow" ? 100 : 0, keyboard: !!point.url, snapIgnore: true
    });
    if (point.url) marker.on("click", function () { location.href = point.url; }).on("keypress", function (event) {
      if (event.originalEvent.key === "Enter") location.href = point.url;
    });
    layers.points.addLayer(marker);
    layers.all.addLayer(L.marker([point.lat, point.lon]));
  }

  /* Names make room for points and for each other; a landmark that finds none is left out until one zooms in. */
  function settle(box, layers) {
    var taken = Array.prototype.map.call(box.querySelectorAll(".map-point"), function (each) { return each.getBoundingClientRect(); });
    function free(span) {
      var at = span.getBoundingClientRect();
      return taken.every(function (other) {
        return at.right < other.left || at.left > other.right || at.bottom < other.top || at.top > other.bottom;
      });
    }
    layers.labels.slice().sort(function (a, b) { return b.must - a.must; }).forEach(function (label) {
      var span = label.marker.getElement() && label.marker.getElement().firstChild;
      if (!span) return;
      span.hidden = false;
      var found = label.steps.some(function (step) { span.style.marginTop = step + "px"; return free(span); });
      if (!found) { span.style.marginTop = "0"; span.hidden = !label.must; }
      if (!span.hidden) taken.push(span.getBoundingClientRect());
    });
  }

  /* Pictures under our outlines. If the first ones fail, they go again without a word: the map is whole without them. */
  function addTiles(map, tiles) {
    var note = L.control.attribution({ prefix: false }).addAttribution(node("span", "", tiles.attribution || "").outerHTML);
    var choices = {}, came = 0, failed = 0, picker = null;
    function group(urls) {
      return L.layerGroup(urls.map(function (url) {
        return L.tileLayer(url, { maxZoom: 19, maxNativeZoom: 18, subdomains: tiles.subdomains || "0", referrerPolicy: "origin" })
          .on("tileload", function () { came += 1; }).on("tileerror", function () { failed += 1; if (!came && failed > 3) away(); });
      }));
    }
    function away() {
      Object.keys(choices).forEach(function (name) { map.removeLayer(choices[name]); });
      if (picker) map.removeControl(picker);
      map.removeControl(note);
    }
    tiles.layers.forEach(function (layer) { choices[layer.name] = group(layer.urls); });
    map.addLayer(choices[tiles.layers[0].name]);
    if (tiles.layers.length > 1) picker = L.control.layers(choices, null, { collapsed: false, position: "topright" }).addTo(map);
    note.addTo(map);
  }

  function draw(box, data) {
    var still = window.matchMedia && matchMedia("(prefers-reduced-motion: reduce)").matches;
    var map = L.map(box, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25,
      zoomAnimation: !still, fadeAnimation: false, markerZoomAnimation: !still, minZoom: 9, maxZoom: 19 });
    L.control.zoom({ zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);
    if (data.tiles) addTiles(map, data.tiles);
    var layers = { all: L.featureGroup(), labels: [] };
    ["land", "grids", "places", "names", "points"].forEach(function (name) { layers[name] = L.layerGroup().addTo(map); });
    (data.landmarks || []).forEach(function (mark) { addLandmark(map, layers, mark); });
    (data.grids || []).forEach(function (grid) { addGrid(map, layers, grid); });
    (data.points || []).forEach(function (point) { addPoint(map, layers, point); });
    var wanted = null;
    function fit() {
      map.invalidateSize(false);
      var bounds = wanted || layers.all.getBounds();
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 18, animate: false });
      else map.setView(data.centre ? [data.centre[1], data.centre[0]] : [31.5, 119.5], data.centre ? 15 : 9, { animate: false });
    }
    fit();
    settle(box, layers);
    map.on("zoomend", function () { settle(box, layers); });
    var width = box.clientWidth;
    window.addEventListener("resize", function () { if (box.clientWidth !== width) { width = box.clientWidth; fit(); } });
    box.huijiaMap = map;
    box.dispatchEvent(new CustomEvent("huijia:map", { bubbles: true, detail: { map: map, data: data, fit: function (bounds) { wanted = bounds; fit(); } } }));
  }
  function failed(box) {
    box.textContent = "";
    var line = node("p", "map-problem", word("map_failed"));
    line.setAttribute("role", "status");
    box.appendChild(line);
  }
  function dress(box) {
    if (box.hasAttribute("data-map-on")) return;
    box.setAttribute("data-map-on", "");
    if (!window.L || !window.fetch) { failed(box); return; }
    fetch(box.getAttribute("data-source"), { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) { if (!answer.ok) throw new Error(answer.status); return answer.json(); })
      .then(function (data) { draw(box, data); })
      .catch(function () { failed(box); });
  }
  function start(part) { Array.prototype.forEach.call(part.querySelectorAll("[data-map]"), dress); }
  start(document);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
})();
