/* What lies on the phone: keys and the pack (meta), records that wait or were sent (items), their photos. All sealed. */
(function () {
  "use strict";
  const field = window.field;
  const db = new window.Dexie("huijia-field");
  db.version(1).stores({ meta: "key", items: "uuid, state, at", photos: "++id, uuid" });
  field.db = db;

  field.store = {
    async get(key) { const row = await db.meta.get(key); return row ? row.value : undefined; },
    put(key, value) { return db.meta.put({ key, value }); },
    drop(key) { return db.meta.delete(key); },
    /* The pack as it was sealed; null when there is none or its time is over: then it is taken off the phone. */
    async pack() {
      const row = await this.get("pack");
      if (!row) return null;
      if (Date.parse(row.expires_at) < Date.now()) { await this.drop("pack"); return null; }
      return field.vault.unseal(row.sealed);
    },
    async keep(pack) {
      const sealed = await field.vault.seal(pack);
      await this.put("pack", { sealed, expires_at: pack.expires_at });
      await this.put("owner", { user: pack.user, name: pack.name, community: pack.community.id });
    },
    /* Everything, unsent records too: only after the reader was told how many there are. */
    erase() { return db.delete().then(() => db.open()); },
  };
})();
