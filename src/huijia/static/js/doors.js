/* Doors on the map of map.js: a dot each, and where one may, a tap that fills longitude and latitude of the form. */
(function () {
  "use strict";
  document.addEventListener("huijia:map", function (event) {
    var box = event.target, map = event.detail.map, canvas, all = L.featureGroup();
    map.createPane("dots").style.zIndex = 450;
    canvas = L.canvas({ padding: 0.2, pane: "dots" });
    (event.detail.data.doors || []).forEach(function (door) {
      var dot = L.circleMarker([door.lat, door.lon], { renderer: canvas, radius: 6, weight: 2, color: "#fff", fillColor: "#2f6b4f", fillOpacity: 0.9 });
      var name = document.createElement("span");
      name.textContent = door.title;
      dot.bindTooltip(name).addTo(map);
      all.addLayer(dot);
    });
    if (all.getLayers().length) event.detail.fit(all.getBounds());
    var lon = document.getElementById("f_lon"), lat = document.getElementById("f_lat"), crs = document.getElementById("f_crs"), pin = null;
    if (!box.hasAttribute("data-place") || !lon) return;
    map.on("click", function (tap) {
      lon.value = tap.latlng.lng.toFixed(6);
      lat.value = tap.latlng.lat.toFixed(6);
      if (crs) crs.value = "wgs84";
      if (pin) pin.setLatLng(tap.latlng); else pin = L.marker(tap.latlng, { icon: L.divIcon({ className: "map-point", iconSize: [28, 28], html: "＋" }), interactive: false }).addTo(map);
    });
  });
})();
