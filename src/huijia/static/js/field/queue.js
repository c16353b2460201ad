/* The queue: a record is kept first and sent when it can be, oldest first, one at a time. Its UUID is made here, so that
   sending it twice changes nothing. States: waiting, sent, moved (both versions are shown), refused (the reason is). */
(function () {
  "use strict";
  const field = window.field;
  const KEPT_DAYS = 7;
  const FRESH = 15 * 60000;
  let token = "";
  let running = null;
  let more = false;
  let fetched = 0;
  let asked = 0;
  const now = { sending: false, offline: !navigator.onLine, problem: "", last: null };

  async function ask(address, options) {
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    return fetch(address, { credentials: "same-origin", cache: "no-store", headers, ...options });
  }
  function form(values) {
    const data = new FormData();
    for (const [name, value] of Object.entries(values)) data.append(name, value);
    return data;
  }

  /* Whether records can be sent now: "" or the word that says why not. The pack goes where the phone was shut off. */
  async function ready(owner) {
    const state = await (await ask("/field/state/")).json();
    token = state.csrf;
    if (state.trusted !== owner.user && await field.store.get("pack")) {
      await field.store.drop("pack");
      field.changed({ revoked: true });
    }
    // Five wrong PINs shut the phone off: one that was wrong, as after a change, is not tried by itself again.
    if (state.user === null && state.trusted === owner.user && field.vault.pin && !(await field.store.get("pin_wrong"))) {
      const answer = await ask("/field/unlock/", { method: "POST", body: form({ pin: field.vault.pin }) });
      const told = await answer.json();
      if (!answer.ok) { await field.store.put("pin_wrong", true); return "login"; }
      token = told.csrf;
      state.user = told.user;
    }
    if (state.user === null) return "login";
    return state.user === owner.user ? "" : "other_user";
  }

  async function sendOne(item, owner) {
    const record = await field.vault.unseal(item.sealed);
    const data = form({
      uuid: item.uuid, kind: record.kind, user: owner.user, community: owner.community,
      written_at: new Date(item.at).toISOString(), fields: JSON.stringify(record.fields),
    });
    for (const photo of await field.photos.of(item.uuid)) data.append("photos", photo, photo.name);
    const answer = await ask("/field/send/", { method: "POST", body: data });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      const sealed = await field.vault.seal({ label: record.label });
      await field.db.transaction("rw", field.db.items, field.db.photos, async () => {
        await field.db.items.update(item.uuid, { state: "sent", sent: Date.now(), said: told.said, url: told.url, sealed, told: null });
        await field.db.photos.where("uuid").equals(item.uuid).delete();
      });
      now.last = Date.now();
      return "";
    }
    if (answer.status === 401) return "login";
    if (answer.status >= 500 || answer.status === 429 || !told.code) return "busy";
    await field.db.items.update(item.uuid, { state: told.code === "moved" ? "moved" : "refused", told: await field.vault.seal(told) });
    return "";
  }

  async function run() {
    const owner = await field.store.get("owner");
    if (!owner) return;
    asked = Date.now();
    now.sending = true;
    now.problem = "";
    field.changed();
    try {
      now.problem = await ready(owner);
      while (!now.problem) {
        const next = (await field.db.items.where("state").equals("waiting").sortBy("at"))[0];
        if (!next || !field.vault.isOpen) break;
        now.problem = await sendOne(next, owner);
        field.changed();
      }
      now.offline = false;
      if (!now.problem && (now.last > fetched || Date.now() - fetched > FRESH)) await refresh();
    } catch (lost) {
      now.offline = true;
    }
    now.sending = false;
    field.changed();
  }

  async function sendAll() {
    do {
      more = false;
      if (navigator.locks) await navigator.locks.request("huijia-field-send", { ifAvailable: true }, (lock) => (lock ? run() : undefined));
      else await run();
    } while (more && field.vault.isOpen && !now.problem && !now.offline);
  }

  async function refresh() {
    const answer = await ask("/field/pack/");
    if (answer.ok) { await field.store.keep(await answer.json()); fetched = Date.now(); }
    const old = Date.now() - KEPT_DAYS * 86400000;
    await field.db.items.where("state").equals("sent").and((item) => item.sent < old).delete();
  }

  field.queue = {
    now,
    /* Kept before anything else; resolves when it lies safely on the phone. */
    async add(record, files) {
      const uuid = crypto.randomUUID();
      const item = { uuid, state: "waiting", at: Date.now(), sealed: await field.vault.seal(record), told: null };
      const photos = await field.photos.sealed(uuid, files);
      await field.db.transaction("rw", field.db.items, field.db.photos, async () => {
        await field.db.items.add(item);
        await field.db.photos.bulkAdd(photos);
      });
      this.send();
      return uuid;
    },
    /* Resolves when nothing more can be sent for now. Asked again while it sends, it looks once more before it ends. */
    send() {
      if (!field.vault.isOpen) return Promise.resolve();
      if (running) more = true;
      else running = sendAll().finally(() => { running = null; });
      return running;
    },
    /* Now and then: at once where something waits, else only as often as a phone should show itself. */
    async knock() {
      if (await field.db.items.where("state").equals("waiting").count() || Date.now() - asked > FRESH / 3) await this.send();
    },
    /* A record that was refused or has moved: sent again, on the version as it now is where one is given. */
    async again(uuid, version) {
      const item = await field.db.items.get(uuid);
      const record = await field.vault.unseal(item.sealed);
      if (version) record.fields.version = version;
      await field.db.items.update(uuid, { state: "waiting", told: null, sealed: await field.vault.seal(record) });
      this.send();
    },
    drop(uuid) {
      return field.db.transaction("rw", field.db.items, field.db.photos, async () => {
        await field.db.items.delete(uuid);
        await field.db.photos.where("uuid").equals(uuid).delete();
      });
    },
    waiting() { return field.db.items.where("state").anyOf("waiting", "moved", "refused").count(); },
    async rows() {
      const rows = (await field.db.items.orderBy("at").reverse().toArray());
      return Promise.all(rows.map(async (item) => ({
        ...item, record: await field.vault.unseal(item.sealed), told: item.told && await field.vault.unseal(item.told),
      })));
    },
    /* The first time, with a signal: the PIN is the phone's own, so the server says whether it is right. */
    async begin(pin) {
      const state = await (await ask("/field/state/")).json();
      token = state.csrf;
      const answer = await ask("/field/unlock/", { method: "POST", body: form({ pin }) });
      const told = await answer.json();
      if (!answer.ok) return told.text;
      token = told.csrf;
      await field.store.drop("pin_wrong");
      if (!(await field.vault.exists())) await field.vault.make(pin);
      await field.vault.free();
      if (!field.vault.isOpen && !(await field.vault.open(pin))) return field.word("old_pin");
      const pack = await ask("/field/pack/");
      if (!pack.ok) return (await pack.json()).text;
      await field.store.keep(await pack.json());
      return "";
    },
    async state() { return (await ask("/field/state/")).json(); },
  };
})();
