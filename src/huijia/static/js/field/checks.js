/* 入户安检 without a signal: the homes to look at, and the one screen of each. */
(function () {
  "use strict";
  const field = window.field;
  const word = field.word;

  function all(pack) { return (pack.checks && pack.checks.campaigns) || []; }
  function find(pack, id) {
    for (const campaign of all(pack)) {
      const home = campaign.homes.find((row) => String(row.id) === id);
      if (home) return [campaign, home];
    }
    return [null, null];
  }
  function across(part) { part.classList.add("across"); return part; }
  /* A failing item asks for words; nothing is asked where nobody was let in. */
  function follow(form, items) {
    const draw = function () {
      const result = form.querySelector("[name=result]:checked");
      const inside = result && ["good", "hazard"].includes(result.value);
      for (const [item, verdict, note] of items) {
        verdict.hidden = !inside;
        const failing = form.querySelector("[name=v_" + item.code + "][value=fail]");
        note.hidden = !inside || !failing.checked;
      }
      form.querySelector(".signed-part").hidden = !result || result.value !== "hazard";
    };
    form.addEventListener("change", draw);
    draw();
  }

  field.checks = {
    /* Links from the list of doors, one for each campaign. */
    links(pack) {
      return all(pack).filter((row) => row.homes.length).map((row) => {
        const act = field.made("act", { label: word("checks", { name: row.name, n: row.homes.length }) });
        act.href = "#checks/" + row.id;
        return act;
      });
    },
    list(pack, id) {
      const campaign = all(pack).find((row) => String(row.id) === id);
      if (!campaign || !campaign.homes.length) return [field.made("empty", { title: word("no_checks"), text: word("no_checks_text") })];
      const parts = [field.made("heading", { title: campaign.name })];
      const groups = new Map();
      for (const home of campaign.homes) groups.set(home.group, [...(groups.get(home.group) || []), home]);
      for (const [name, homes] of groups) {
        const list = field.made("list", {});
        list.append(...homes.map((home) => {
          const row = field.made("door", { address: home.address, heads: home.state });
          row.querySelector("a").href = "#check/" + home.id;
          return row;
        }));
        parts.push(field.made("group", { name }), list);
      }
      return parts;
    },
    form(pack, id) {
      const [campaign, home] = find(pack, id);
      if (!home) return this.list(pack, "");
      const make = field.fields;
      const offered = pack.checks;
      const before = home.before.map(([key, said]) => make.choices("fixed_" + key, "", [["yes", word("fixed")], ["no", word("not_fixed")]], "", said));
      const items = campaign.items.map((item) => [
        item, across(make.choices("v_" + item.code, "", offered.verdicts, "pass", item.text)), make.line("n_" + item.code, "seen", ""),
      ]);
      const signed = make.choices("signed", "signed", offered.signed, "paper");
      signed.classList.add("signed-part");
      const parts = [
        make.choices("result", "outcome", offered.results, "good"), ...before, ...items.flatMap((row) => [row[1], row[2]]), signed,
        make.line("note", "remark", ""), make.photos(),
      ];
      const names = ["result", "signed", "note", ...home.before.map((row) => "fixed_" + row[0]),
        ...campaign.items.flatMap((item) => ["v_" + item.code, "n_" + item.code])];
      const back = "#checks/" + campaign.id;
      const shown = make.form({ title: home.address, about: campaign.name, back, next: back }, parts, (data) => {
        const fields = make.picked(data, names);
        const said = offered.results.find((row) => row[0] === fields.result)[1];
        return { kind: "inspection", label: home.address + "：" + said, fields: { ...fields, home: String(home.id) } };
      });
      follow(shown[0], items);
      return shown;
    },
  };
})();
