// What every page can do: the theme, keys, and on an article's page its records. Without it all text can still be read.
"use strict";
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const theme = find("#theme");
  const showTheme = () => {
    theme.textContent = { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" }[convoy.theme()];
  };
  const nextTheme = () => {
    convoy.setTheme(convoy.themes[(convoy.themes.indexOf(convoy.theme()) + 1) % convoy.themes.length]);
    showTheme();
  };
  theme.hidden = false;
  theme.addEventListener("click", nextTheme);
  showTheme();
  const keysHint = find("footer .keys");
  if (keysHint) keysHint.hidden = false;

  // An article: the record that the address names is open beside the text, and its words are marked.
  const records = all("details.record");
  const wordsOf = (record) => all(`.running [data-record="${CSS.escape(record.id)}"]`);
  const named = () => records.find((r) => r.id === decodeURIComponent(location.hash.slice(1)));
  const openNamed = () => {
    all(".marked").forEach((a) => a.classList.remove("marked"));
    const record = named();
    if (!record) return;
    records.forEach((r) => (r.open = r === record));
    const words = wordsOf(record);
    words.forEach((a) => a.classList.add("marked"));
    const block = matchMedia("(min-width: 62rem)").matches ? "center" : "start";
    (words.find((a) => a.matches(".content")) || record).scrollIntoView({ block });
  };
  const go = (record) => {
    if (location.hash === `#${record.id}`) openNamed();
    else location.hash = record.id;
  };
  const close = () => {
    records.forEach((r) => (r.open = false));
    all(".marked").forEach((a) => a.classList.remove("marked"));
  };
  // Each note is at the line where its quotation begins, or after the note before it.
  const place = () => {
    const beside = matchMedia("(min-width: 62rem)").matches;
    for (const line of all(".line")) {
      let free = 0;
      const top = line.getBoundingClientRect().top;
      for (const record of all(".record", line)) {
        record.style.marginBlockStart = "";
        const first = find(`.text [data-record="${CSS.escape(record.id)}"].first`, line);
        if (!beside || !first) continue;
        const gap = first.getClientRects()[0].top - top - free;
        if (gap > 4) record.style.marginBlockStart = `${gap}px`;
        free += Math.max(gap, 0) + find("summary", record).offsetHeight;
      }
    }
  };
  const link = (name, on) => {
    const record = document.getElementById(name);
    [record, ...wordsOf(record)].forEach((e) => e.classList.toggle("linked", on));
  };
  // A record opens below its note, or above it where there is no room below.
  const fit = ({ target }) => {
    target.classList.remove("up");
    if (!target.open) return;
    const card = find(".card", target);
    const top = find("summary", target).getBoundingClientRect().top + scrollY;
    target.classList.toggle("up", card.getBoundingClientRect().bottom + scrollY > document.body.offsetHeight && top > card.offsetHeight);
  };
  if (records.length) {
    records.forEach((r) => r.addEventListener("toggle", fit));
    addEventListener("hashchange", openNamed);
    all(".running a.content, .running a.cue, .running a.source").forEach((a) =>
      a.addEventListener("click", (event) => {
        event.preventDefault();
        const record = document.getElementById(decodeURIComponent(a.hash.slice(1)));
        // A second click on words whose record is open closes it.
        if (record.open && a.classList.contains("marked")) close();
        else go(record);
      }),
    );
    for (const e of [...records, ...all(".running a[data-record]")]) {
      const name = e.dataset.record ?? e.id;
      e.addEventListener("pointerenter", () => link(name, true));
      e.addEventListener("pointerleave", () => link(name, false));
      e.addEventListener("focusin", () => link(name, true));
      e.addEventListener("focusout", () => link(name, false));
    }
    document.addEventListener("click", ({ target }) => target.closest(".record, .running a[data-record]") || close());
    all("#show-roles, #show-dropped").forEach((box) => box.addEventListener("change", place));
    new ResizeObserver(place).observe(find(".running"));
    openNamed();
  }

  // One voice alone.
  const buttons = all(".voices button");
  buttons.forEach((button) =>
    button.addEventListener("click", () => {
      const chosen = button.getAttribute("aria-pressed") !== "true";
      buttons.forEach((b) => b.setAttribute("aria-pressed", String(chosen && b === button)));
      find(".running").classList.toggle("muted", chosen);
      all(".running [data-voice]").forEach((e) => e.classList.toggle("chosen", e.dataset.voice === button.dataset.voice));
    }),
  );

  const step = (by) => {
    if (!records.length) return;
    const here = records.indexOf(named());
    const next = here < 0 ? (by > 0 ? 0 : records.length - 1) : here + by;
    if (next < 0 || next >= records.length) return;
    if (here >= 0) records[here].open = false;
    go(records[next]);
    find("summary", records[next]).focus({ preventScroll: true });
  };
  const help = find("#help");
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    d: () => find("#show-dropped")?.click(),
    t: nextTheme,
    "?": () => (help.open ? help.close() : help.showModal()),
    "/": () => find("#q") ? find("#q").focus() : (location.href = find('header.site nav a[href$="quotes.html"]').href),
    Escape: close,
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys) || typing) return;
    if (help.open && event.key !== "?") return;
    event.preventDefault();
    keys[event.key]();
  });
})();
