/* The PIN closes what lies on the phone. One key seals it all; that key lies here wrapped twice, by a key which this
   browser holds and never gives out, and by one that is made from the PIN. After five wrong tries the pack is taken off
   and only signing in again opens what is left. */
(function () {
  "use strict";
  const field = window.field;
  const ROUNDS = 310000;
  const MOST = 5;
  const subtle = window.crypto && window.crypto.subtle;
  let master = null;
  let typed = "";

  function random(count) { return window.crypto.getRandomValues(new Uint8Array(count)); }
  async function fromPin(pin, salt) {
    const base = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  async function close(key, data) {
    const iv = random(12);
    return { iv, data: await subtle.encrypt({ name: "AES-GCM", iv }, key, data) };
  }
  function unclose(key, box) { return subtle.decrypt({ name: "AES-GCM", iv: box.iv }, key, box.data); }
  function hold(raw) { return subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]); }

  field.vault = {
    able: Boolean(subtle && window.indexedDB && navigator.serviceWorker),
    get isOpen() { return master !== null; },
    /* What was typed to open it, for signing in again; gone when it is closed. */
    get pin() { return typed; },
    async exists() { return Boolean(await field.store.get("vault")); },
    async isLocked() { const row = await field.store.get("vault"); return Boolean(row && row.tries >= MOST); },

    async make(pin) {
      const salt = random(16);
      const device = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const raw = random(32);
      const inner = await close(await fromPin(pin, salt), raw);
      const outer = await close(device, inner.data);
      await field.store.put("vault", { salt, device, inner: inner.iv, outer, tries: 0 });
      master = await hold(raw);
      typed = pin;
    },
    /* True when the PIN was right. A wrong one is counted before anything else happens. */
    async open(pin) {
      const row = await field.store.get("vault");
      if (!row || row.tries >= MOST) return false;
      await field.store.put("vault", { ...row, tries: row.tries + 1 });
      try {
        const data = await unclose(row.device, row.outer);
        const raw = await unclose(await fromPin(pin, row.salt), { iv: row.inner, data });
        master = await hold(raw);
      } catch (wrong) {
        if (row.tries + 1 >= MOST) await field.store.drop("pack");
        return false;
      }
      typed = pin;
      await field.store.put("vault", { ...row, tries: 0 });
      return true;
    },
    close() { master = null; typed = ""; },
    /* Signed in again: the tries begin anew. */
    async free() {
      const row = await field.store.get("vault");
      if (row && row.tries) await field.store.put("vault", { ...row, tries: 0 });
    },
    async seal(value) { return close(master, new TextEncoder().encode(JSON.stringify(value))); },
    async unseal(box) { return JSON.parse(new TextDecoder().decode(await unclose(master, box))); },
    sealBytes(buffer) { return close(master, buffer); },
    unsealBytes(box) { return unclose(master, box); },
  };
})();
