/* Before anything shows: whether this phone can, may, and is opened. */
(function () {
  "use strict";
  const field = window.field;
  const word = field.word;

  function message(name, link) {
    const parts = [field.made("message", { title: word(name), text: word(name + "_text") })];
    if (link) {
      const part = field.made("link", { text: word(link.word) });
      part.querySelector("a").href = link.url;
      parts.push(part);
    }
    return parts;
  }
  /* A form for the PIN; `act` gives what is wrong with it, "" when it was right. */
  function pinForm(name, button, act) {
    const form = field.made("pin", { title: word(name), text: word(name + "_text"), button: word(button) });
    const wrong = form.querySelector(".field-error");
    const press = form.querySelector("button");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (press.disabled) return;
      press.disabled = true;
      wrong.hidden = true;
      const told = await act(form.elements.pin.value.trim()).catch(() => word("offline"));
      press.disabled = false;
      if (!told) { field.changed({ opened: true }); return; }
      wrong.textContent = told;
      wrong.hidden = false;
      form.elements.pin.value = "";
      form.elements.pin.focus();
    });
    return [form];
  }
  const onward = "?next=" + encodeURIComponent(location.pathname);

  async function toBegin(state, owner) {
    if (state.user === null) return message("login", { word: "login_link", url: "/accounts/login/" + onward });
    if (state.trusted !== state.user) return message("trust", { word: "trust_link", url: "/accounts/me/trust/" + onward });
    if (owner && owner.user !== state.user) return [field.made("message", { title: word("title"), text: word("other_user") })];
    return pinForm("begin", "begin_button", (pin) => field.queue.begin(pin));
  }

  /* The parts to show instead of the app; null when it is open. */
  field.gate = async function () {
    if (!field.vault.able) return message("unable");
    if (field.vault.isOpen) return null;
    const owner = await field.store.get("owner");
    const exists = await field.vault.exists();
    if (exists && !(await field.vault.isLocked())) {
      return pinForm("locked", "open", async (pin) => {
        if (await field.vault.open(pin)) return "";
        if (await field.vault.isLocked()) { field.changed(); return word("shut"); }
        return word("wrong_pin");
      });
    }
    const state = await field.queue.state().catch(() => null);
    if (!state) return exists ? message("shut") : message("first_signal");
    if (exists && state.user === null) return message("shut", { word: "login_link", url: "/accounts/login/" + onward });
    return toBegin(state, owner);
  };
})();
