/* "Use my position": only when pressed, once, and only into this form. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-locate]"), function (box) {
    if (!navigator.geolocation || !window.isSecureContext) return;
    var button = box.querySelector("button");
    var line = box.querySelector("[role=status]");
    var lon = document.getElementById(box.getAttribute("data-lon"));
    var lat = document.getElementById(box.getAttribute("data-lat"));
    box.hidden = false;
    button.addEventListener("click", function () {
      line.textContent = line.getAttribute("data-asking");
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(function (found) {
        lon.value = found.coords.longitude.toFixed(6);
        lat.value = found.coords.latitude.toFixed(6);
        line.textContent = line.getAttribute("data-found").replace("{metres}", Math.round(found.coords.accuracy));
        button.disabled = false;
      }, function () {
        line.textContent = line.getAttribute("data-denied");
        button.disabled = false;
      }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
    });
  });
})();
