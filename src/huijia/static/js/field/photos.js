/* A record's photos: sealed on the phone, whole when they leave it. They were made small by the house's photos.js. */
(function () {
  "use strict";
  const field = window.field;
  field.photos = {
    async sealed(uuid, files) {
      const rows = [];
      for (const file of files) {
        rows.push({ uuid, name: file.name, type: file.type, sealed: await field.vault.sealBytes(await file.arrayBuffer()) });
      }
      return rows;
    },
    async of(uuid) {
      const files = [];
      for (const row of await field.db.photos.where("uuid").equals(uuid).sortBy("id")) {
        files.push(new File([await field.vault.unsealBytes(row.sealed)], row.name, { type: row.type }));
      }
      return files;
    },
  };
})();
