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

  // An article: the record that the address names is open, and its words are marked.
  const records = all("details.record");
  const wordsOf = (record) => all(`.running [data-record="${CSS.escape(record.id)}"]`);
  const openNamed = () => {
    all(".marked").forEach((a) => a.classList.remove("marked"));
    const record = records.find((r) => r.id === decodeURIComponent(location.hash.slice(1)));
    if (!record) return;
    record.open = true;
    const words = wordsOf(record);
    words.forEach((a) => a.classList.add("marked"));
    (words.find((a) => a.matches(".content")) || record).scrollIntoView({ block: "center" });
  };
  const go = (record) => {
    if (location.hash === `#${record.id}`) openNamed();
    else location.hash = record.id;
  };
  if (records.length) {
    addEventListener("hashchange", openNamed);
    all(".running a.content, .running a.cue, .running a.source").forEach((a) =>
      a.addEventListener("click", (event) => {
        event.preventDefault();
        const record = document.getElementById(decodeURIComponent(a.hash.slice(1)));
        // A second click on words whose record is open closes it.
        if (record.open && a.classList.contains("marked")) {
          record.open = false;
          wordsOf(record).forEach((w) => w.classList.remove("marked"));
        } else go(record);
      }),
    );
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
    const here = records.findIndex((r) => r.id === decodeURIComponent(location.hash.slice(1)));
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
    Escape: () => records.forEach((r) => (r.open = false)),
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys) || typing) return;
    if (help.open && event.key !== "?") return;
    event.preventDefault();
    keys[event.key]();
  });
})();
