/* Shows #emergency while the form holds a word or a category of danger; the server names both in the form's data. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-emergency-words]");
  var banner = document.getElementById("emergency");
  if (!form || !banner) return;
  var words = JSON.parse(form.getAttribute("data-emergency-words"));
  var categories = (form.getAttribute("data-emergencies") || "").split(",");

  function look() {
    var text = form.elements.namedItem("text");
    var category = form.elements.namedItem("category");
    var said = !!text && words.some(function (word) { return text.value.indexOf(word) >= 0; });
    var chosen = !!category && !!category.value && categories.indexOf(category.value) >= 0;
    if (banner.hidden === (said || chosen)) banner.hidden = !(said || chosen);
  }
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  look();
})();
