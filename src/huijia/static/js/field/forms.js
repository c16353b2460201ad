/* The forms: the same fields as on the pages of the desk, kept on the phone first. */
(function () {
  "use strict";
  const field = window.field;
  const word = field.word;
  let count = 0;

  function named(part, name, extra) {
    const control = part.querySelector("input, textarea");
    control.name = name;
    control.id = "field-" + name + "-" + (count += 1);
    Object.assign(control, extra || {});
    const label = part.querySelector("label.form-label");
    if (label) label.htmlFor = control.id;
    return part;
  }
  function text(name, label, value) { return named(field.made("text", { label: word(label) }), name, { value: value || "" }); }
  function line(name, label, value, extra) { return named(field.made("line", { label: word(label) }), name, { value: value || "", ...extra }); }
  function check(name, label) { return named(field.made("check", { label: word(label) }), name, { value: "on" }); }
  function choices(name, label, rows, chosen, said) {
    const part = field.made("choices", { label: said || word(label) });
    for (const [value, said] of rows) {
      part.querySelector(".choices").append(named(field.made("choice", { label: said }), name, { value, checked: value === chosen }));
    }
    return part;
  }
  /* What the door asks of each earlier finding. */
  function question(pack, ask) {
    const [id, title] = ask;
    return [choices("gone_" + id, "", pack.visits.gone, "", title), line("note_" + id, "seen", "")];
  }
  function photos() { return field.made("photos", {}); }

  /* `record(data)` makes what is kept; it gives null where something is missing. */
  function form(values, parts, record) {
    const part = field.made("form", { title: values.title, about: values.about, back: word("back") });
    const wrong = part.querySelector(".field-error");
    part.querySelector(".back").href = values.back;
    part.querySelector(".fields").append(...parts);
    part.addEventListener("submit", async (event) => {
      event.preventDefault();
      const press = part.querySelector("[type=submit]");
      if (press.disabled) return;
      const data = new FormData(part);
      const made = record(data);
      wrong.hidden = Boolean(made);
      if (!made) { wrong.textContent = word("needed"); part.querySelector("textarea, input").focus(); return; }
      press.disabled = true;
      try {
        const files = data.getAll("photos").filter((file) => file.size);
        if (files.length) made.label += " · " + word("and_photos", { n: files.length });
        await field.queue.add(made, files);
      } catch (full) {
        press.disabled = false;
        wrong.textContent = word("full");
        wrong.hidden = false;
        return;
      }
      location.hash = values.next || values.back;
    });
    return [part];
  }
  function picked(data, names) {
    const found = {};
    for (const name of names) { const value = data.get(name); if (value) found[name] = value; }
    return found;
  }

  field.fields = { text, line, check, choices, photos, form, picked };
  field.forms = {
    matter(pack, door) {
      const where = door ? door.address : "";
      const parts = [
        text("text", "what"), line("place_name", "where", where), photos(),
        choices("category", "category", pack.categories), choices("source", "source", pack.sources, pack.source),
        check("is_urgent", "urgent"), line("reporter_name", "neighbour"), line("phone", "phone", "", { inputMode: "tel" }),
      ];
      return form({ title: word("new_matter"), back: door ? "#doors" : "#queue", next: "#queue" }, parts, (data) => {
        const fields = picked(data, ["text", "place_name", "category", "source", "is_urgent", "reporter_name", "phone"]);
        if (!fields.text || !fields.text.trim()) return null;
        return { kind: "matter", label: fields.text.trim(), fields };
      });
    },
    /* The one screen of a visit; only what came of it has to be said. */
    visit(pack, door) {
      const offered = pack.visits;
      const parts = [
        ...door.asks.flatMap((ask) => question(pack, ask)), choices("outcome", "outcome", offered.outcomes, "met"),
        ...(door.people.length ? [choices("person", "spoke_with", door.people.map((row) => [String(row[0]), row[1]]), "")] : []),
        text("asked", "asked"), text("done", "done"), text("finding", "finding"), check("is_urgent", "urgent"), photos(),
        line("next_on", "next_on", "", { type: "date" }), choices("kind", "kind", offered.kinds, "routine"),
        line("study_topic", "study_topic", ""), line("study_minutes", "study_minutes", "", { inputMode: "numeric" }),
      ];
      const names = ["outcome", "person", "asked", "done", "finding", "is_urgent", "next_on", "kind", "study_topic", "study_minutes",
        ...door.asks.flatMap((ask) => ["gone_" + ask[0], "note_" + ask[0]])];
      const values = { title: door.address, about: door.heads.join("、"), back: "#doors", next: "#doors" };
      const shown = form(values, parts, (data) => {
        const fields = picked(data, names);
        const said = (fields.finding || fields.asked || "").trim();
        return { kind: "visit", label: door.address + (said ? "：" + said : ""), fields: { ...fields, means: "home", dwelling: String(door.id) } };
      });
      const act = field.made("act", { label: word("report_here") });
      act.href = "#report/" + door.id;
      return [...shown, act];
    },
    move(pack, ticket, move) {
      const matter = pack.matters.find((row) => row.ticket === ticket);
      if (!matter) return field.lists.matters(pack);
      const label = (matter.moves.find((each) => each[0] === move) || ["", ""])[1];
      const parts = {
        take: [], note: [text("note", "note"), photos()], report_result: [text("result", "result"), photos()],
        contact: [text("note", "contact_note"), choices("channel", "channel", pack.channels, "phone")],
      }[move] || [];
      const values = { title: label, about: move === "take" ? word("take_sure") : matter.title, back: "#matter/" + ticket, next: "#queue" };
      return form(values, parts, (data) => {
        const fields = picked(data, ["note", "result", "channel"]);
        const said = fields.note || fields.result || "";
        if (parts.length && !said.trim()) return null;
        return { kind: "move", label: label + "：" + (said.trim() || matter.title), fields: { ...fields, ticket, move, version: matter.version } };
      });
    },
  };
})();
