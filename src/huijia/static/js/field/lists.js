/* What the phone shows: doors, matters, and the queue. */
(function () {
  "use strict";
  const field = window.field;
  const word = field.word;
  const LAMPS = { red: "●", yellow: "▲", green: "○" };

  function lampText(row) { return row.lamp_text ? (LAMPS[row.lamp] || "") + " " + row.lamp_text : ""; }
  function dress(part, row) {
    const spot = part.querySelector(".lamp");
    if (spot) spot.classList.add("lamp-" + row.lamp);
    return part;
  }
  function list(rows) {
    const part = field.made("list", {});
    part.append(...rows);
    return part;
  }
  function empty(name) { return field.made("empty", { title: word(name), text: word(name + "_text") }); }

  let dueOnly = false;
  function isDue(door) { return door.lamp === "red" || door.lamp === "yellow"; }
  function doorRow(door) {
    const part = field.made("door", { address: door.address, heads: door.heads.join("、"), lamp: door.due ? lampText({ lamp: door.lamp, lamp_text: door.text }) : "" });
    part.querySelector("a").href = "#door/" + door.id;
    return dress(part, door);
  }
  function doorParts(doors) {
    const parts = [];
    const groups = new Map();
    for (const door of doors) groups.set(door.group, [...(groups.get(door.group) || []), door]);
    for (const [name, rows] of groups) parts.push(field.made("group", { name: name || "" }), list(rows.map(doorRow)));
    return parts;
  }
  field.lists = {
    doors(pack) {
      if (!pack.doors.length) return [empty("no_doors")];
      const search = field.made("search", {});
      const place = document.createElement("div");
      const due = pack.doors.filter(isDue);
      const only = due.length ? field.made("check", { label: word("due_only", { n: due.length }) }) : null;
      const box = only && only.querySelector("input");
      if (box) { box.checked = dueOnly; box.addEventListener("change", () => { dueOnly = box.checked; draw(); }); }
      const draw = function () {
        const wanted = search.querySelector("input").value.trim();
        const rows = box && box.checked && !wanted ? due : pack.doors;
        const found = rows.filter((door) => !wanted || (door.address + door.group + door.heads.join("")).includes(wanted));
        field.show(place, ...(found.length ? doorParts(found) : [empty("none_found")]));
      };
      search.querySelector("input").addEventListener("input", draw);
      draw();
      return [search, ...field.checks.links(pack), only, place];
    },
    matters(pack) {
      if (!pack.matters.length) return [empty("no_matters")];
      return [list(pack.matters.map((matter) => {
        const part = field.made("matter", { title: matter.title, place: matter.place, lamp: lampText(matter) });
        part.querySelector("a").href = "#matter/" + matter.ticket;
        return dress(part, matter);
      }))];
    },
    matter(pack, ticket) {
      const matter = pack.matters.find((row) => row.ticket === ticket);
      if (!matter) return [empty("no_matters")];
      const part = field.made("matter-page", { ...matter, lamp: lampText(matter), text: matter.text || word("sensitive") });
      dress(part, matter);
      const acts = part.querySelector(".acts");
      for (const [move, label] of matter.moves) {
        const act = field.made("act", { label });
        act.href = "#move/" + ticket + "/" + move;
        acts.append(act);
      }
      return [part];
    },
    async queue(pack) {
      const owner = await field.store.get("owner");
      const rows = await field.queue.rows();
      const about = field.made("about", {
        owner: owner && word("owner", { name: owner.name }),
        until: pack && word("until", { when: field.time(pack.expires_at) }),
        last: field.queue.now.last && word("last", { when: field.time(field.queue.now.last) }),
      });
      const buttons = [
        button("send_now", () => field.queue.send()),
        button("lock_now", () => { field.vault.close(); field.changed(); }),
        button("erase", async () => {
          if (!window.confirm(word("erase_sure", { n: await field.queue.waiting() }))) return;
          field.vault.close();
          await field.store.erase();
          field.changed();
        }),
      ];
      about.querySelector(".acts").append(...buttons);
      return [rows.length ? list(rows.map(item)) : empty("no_items"), about];
    },
  };

  function button(name, act) {
    const part = field.made("button", { label: word(name) });
    part.addEventListener("click", act);
    return part;
  }
  function wrongOf(row) {
    if (row.state !== "refused" || !row.told) return "";
    const lines = (row.told.errors || []).map((each) => (each.label ? each.label + "：" : "") + each.text);
    return lines.join("\n") || row.told.text;
  }
  function item(row) {
    const part = field.made("item", {
      label: row.record.label, when: row.state === "sent" ? row.said + " · " + field.time(row.sent) : field.time(row.at),
      wrong: wrongOf(row), state: word("is_" + row.state),
    });
    part.querySelector(".lamp").classList.add("is-state-" + row.state);
    part.dataset.state = row.state;
    const acts = part.querySelector(".acts");
    if (row.state === "sent" && row.url) {
      const see = field.made("act", { label: word("see") });
      see.href = row.url;
      acts.append(see);
    }
    if (row.state === "moved") part.querySelector(".versions").append(versions(row));
    if (row.state === "moved" && row.told.version) acts.append(button("all_the_same", () => field.queue.again(row.uuid, row.told.version).then(() => field.changed())));
    if (row.state === "refused") acts.append(button("again", () => field.queue.again(row.uuid).then(() => field.changed())));
    if (row.state !== "sent") {
      acts.append(button("drop", async () => {
        if (window.confirm(word("drop_sure"))) { await field.queue.drop(row.uuid); field.changed(); }
      }));
    }
    return part;
  }
  /* Both side by side: what was written here, and how it stands there. */
  function versions(row) {
    const part = field.made("versions", { mine: row.record.label });
    const facts = part.querySelector("dl");
    for (const line of [{ label: "", text: row.told.text }, ...row.told.now]) {
      const name = document.createElement("dt");
      const value = document.createElement("dd");
      name.textContent = line.label;
      value.textContent = line.text;
      facts.append(name, value);
    }
    return part;
  }
})();
