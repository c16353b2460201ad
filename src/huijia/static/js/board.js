// 叫号屏: renews itself, and says a new number aloud once somebody has switched the voice on.
(() => {
  "use strict";
  const box = document.querySelector("[data-renew]");
  const button = document.querySelector("[data-speak]");
  if (!box) return;
  const SECONDS = 5;
  let speaks = false;
  const said = () => box.querySelector("#board")?.dataset.said.trim().split(/\s+/).filter(Boolean) ?? [];
  let known = new Set(said());

  if (button && "speechSynthesis" in window) {
    button.hidden = false;
    button.addEventListener("click", () => { speaks = true; button.hidden = true; say(said()[0]); });
  }

  function say(number) {
    if (!speaks || !number) return;
    const words = new SpeechSynthesisUtterance(box.dataset.voice.replace("{}", number.split("").join(" ")));
    words.lang = "zh-CN";
    window.speechSynthesis.speak(words);
  }

  async function renew() {
    try {
      const answer = await fetch(box.dataset.renew, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (answer.ok) {
        box.innerHTML = await answer.text();
        box.classList.remove("stale");
        const now = said();
        now.filter((number) => !known.has(number)).forEach(say);
        known = new Set(now);
      }
    } catch {
      box.classList.add("stale");
    }
  }
  window.setInterval(renew, SECONDS * 1000);
})();
