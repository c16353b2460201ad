/* Opens, locks, and shows one list at a time by what stands behind # in the address. */
(function () {
  "use strict";
  const field = window.field;
  const word = field.word;
  const IDLE = 10 * 60000;
  const main = document.getElementById("content");
  const tabs = document.getElementById("tabs");
  const state = document.getElementById("state");
  const badge = document.getElementById("waiting");
  let touched = Date.now();
  let revoked = false;
  let drawing = 0;

  async function parts(where) {
    const [name, first, second] = where;
    const pack = await field.store.pack();
    if (name === "queue" || !pack) {
      const shown = await field.lists.queue(pack);
      return pack ? shown : [field.made("message", { title: word("expired"), text: word("expired_text") }), ...shown];
    }
    if (name === "matters") return field.lists.matters(pack);
    if (name === "matter") return field.lists.matter(pack, first);
    if (name === "move") return field.forms.move(pack, first, second);
    if (name === "new") return field.forms.matter(pack, null);
    const door = pack.doors.find((row) => String(row.id) === first);
    if (name === "door" && door) return pack.visits ? field.forms.visit(pack, door) : field.forms.matter(pack, door);
    if (name === "checks") return field.checks.list(pack, first);
    if (name === "check") return field.checks.form(pack, first);
    if (name === "report" && door) return field.forms.matter(pack, door);
    return field.lists.doors(pack);
  }
  function where() { return decodeURIComponent(location.hash.slice(1) || "doors").split("/"); }
  function tabOf(name) { return { door: "doors", report: "doors", checks: "doors", check: "doors", matter: "matters", move: "matters" }[name] || name; }

  /* A form that somebody is filling in is not drawn anew when the queue moves on. */
  function isWriting() { return ["new", "door", "report", "move", "check"].includes(where()[0]) && main.querySelector("form .fields"); }

  async function draw(again) {
    const turn = (drawing += 1);
    const gate = await field.gate();
    tabs.hidden = Boolean(gate);
    if (gate) { if (turn === drawing) field.show(main, ...gate); say(); return; }
    say();
    if (again && isWriting()) return;
    const shown = await parts(where());
    if (turn !== drawing) return;
    field.show(main, ...shown);
    main.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: main } }));
    for (const link of tabs.querySelectorAll("a")) {
      if (link.hash === "#" + tabOf(where()[0])) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    if (!again) window.scrollTo(0, 0);
  }

  async function say() {
    const open = field.vault.isOpen;
    const n = open ? await field.queue.waiting() : 0;
    const now = field.queue.now;
    badge.textContent = n;
    badge.hidden = !n;
    let told = "";
    if (revoked) told = word("revoked");
    else if (!open) told = "";
    else if (now.sending && n) told = word("sending", { n });
    else if (now.problem === "login") told = n ? word("login_state", { n }) : "";
    else if (now.problem === "busy" || now.problem === "other_user") told = word(now.problem);
    else if (now.offline) told = word("offline");
    else if (n) told = word("waiting", { n });
    else if (now.last) told = word("all_sent", { when: field.time(now.last) });
    state.textContent = told;
    state.hidden = !told;
    state.classList.toggle("is-good", open && !n && !now.offline && !now.problem && !revoked);
  }

  document.addEventListener("field:changed", (event) => {
    if (event.detail.revoked) revoked = true;
    if (event.detail.opened) { revoked = false; field.queue.send(); }
    draw(!event.detail.opened);
  });
  window.addEventListener("hashchange", () => draw(false));
  window.addEventListener("online", () => { field.queue.now.offline = false; field.queue.send(); });
  window.addEventListener("offline", () => { field.queue.now.offline = true; say(); });
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => { touched = Date.now(); });
  setInterval(() => {
    if (field.vault.isOpen && Date.now() - touched > IDLE && !isWriting()) { field.vault.close(); draw(false); return; }
    if (field.vault.isOpen) field.queue.knock();
  }, 30000);

  if (navigator.serviceWorker) navigator.serviceWorker.register("worker.js", { scope: "./" }).catch(() => undefined);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  draw(false);
})();
