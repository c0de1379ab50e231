// All quotations: filters, words, order. The address holds them all, so that any view can be linked to.
"use strict";
(() => {
  const { element, wordsOf, isHit, csv, copy } = convoy.results;
  const PAGE = 25;
  const SHOWN = 8;
  const COPIED = 5000;
  const id = (name) => document.getElementById(name);
  const search = id("search");
  const filters = id("filters");
  const form = filters.querySelector("form");
  const results = id("results");
  const count = id("count");
  const paging = id("paging");
  const status = document.querySelector(".status");
  const shards = new Map();
  const postings = new Map();
  let facets;
  let vocabulary;
  let asked = 0;

  // Files of data are scripts that call a function with it: a page that is opened from disk may not fetch.
  const loading = new Map();
  const load = (file) => {
    if (!loading.has(file)) {
      loading.set(file, new Promise((done, failed) => {
        const script = element("script", { src: `data/${file}.js` });
        script.onload = done;
        script.onerror = () => failed(new Error(`data/${file}.js is missing`));
        document.head.append(script);
      }));
    }
    return loading.get(file);
  };
  convoy.shard = (number, quotes) => shards.set(number, quotes);
  convoy.words = (words, starts) => (vocabulary = { words, starts });
  convoy.postings = (number, lists) => postings.set(number, lists);

  const shardOf = (n) => Math.floor(n / facets.shard);
  const loadAll = (places) => Promise.all([...new Set(places.map(shardOf))].map((number) => load(`quotes-${number}`)));
  const quoteAt = (n) => {
    const [text, source, address, title, when, gloss, cue, name] = shards.get(shardOf(n))[n % facets.shard];
    const [speaker, stem, colour] = facets.voices[facets.voice[n]];
    const [lang, , dir, script] = facets.languages[facets.language[n]];
    return { text, source, address, title, when, gloss, cue, id: name, name: speaker, stem, colour, lang, dir, script,
      outlet: facets.outlets[facets.outlet[n]], type: facets.types[facets.type[n]], citation: facets.citation };
  };

  // A facet: for each quotation the number of its value (-1 for none), and the values with their labels.
  const dimensions = {};
  const statements = () => {
    const values = new Int32Array(facets.voice.length).fill(-1);
    facets.statements.forEach(([, , places], number) => places.forEach((n) => (values[n] = number)));
    return values;
  };
  convoy.facets = (given) => {
    facets = given;
    const total = facets.voice.length;
    facets.outlet = new Uint16Array(total);
    facets.language = new Uint8Array(total);
    facets.day = new Int32Array(total);
    let at = 0;
    for (const [many, outlet, language, day] of facets.articles) {
      facets.outlet.fill(outlet, at, at + many);
      facets.language.fill(language, at, at + many);
      facets.day.fill(day, at, at + many);
      at += many;
    }
    facets.type = Uint8Array.from(facets.type, Number);
    Object.assign(dimensions, {
      speaker: { of: facets.voice, keys: facets.voices.map((v) => v[1]), labels: facets.voices.map((v) => v[0]) },
      outlet: { of: facets.outlet, keys: facets.outlets, labels: facets.outlets },
      language: { of: facets.language, keys: facets.languages.map((l) => l[0]), labels: facets.languages.map((l) => l[1]) },
      type: { of: facets.type, keys: facets.types, labels: facets.types },
      statement: { of: statements(), keys: facets.statements.map((s) => s[0]), labels: facets.statements.map((s) => s[1]) },
    });
    search.hidden = filters.hidden = status.hidden = false;
    filters.open = matchMedia("(min-width: 60rem)").matches;
    show();
  };

  const state = () => new URLSearchParams(location.hash.slice(1));
  const pageOf = (given) => Math.max(1, Number.parseInt(given.get("page"), 10) || 1);
  const go = (given) => {
    given.delete("page");
    if (`${given}` !== `${state()}`) location.hash = `${given}`;
  };

  // For each facet, which of its values are wanted: null for all. An unknown value is wanted, too, and nothing has it.
  const wantedOf = (given) => {
    const wanted = {};
    for (const [name, { keys }] of Object.entries(dimensions)) {
      const values = given.getAll(name).filter(Boolean).map((key) => (name === "speaker" && key === "unknown" ? facets.unknown[0] ?? -2 : keys.indexOf(key)));
      wanted[name] = values.length ? new Set(values.map((value) => (value < 0 ? -2 : value))) : null;
    }
    return wanted;
  };

  // The quotations that have every word, from the parts of the index that list words with it; null for all.
  const withWords = async (words) => {
    if (!words.length) return null;
    await load("words");
    const { words: all, starts } = vocabulary;
    let found = null;
    for (const wanted of words) {
      const numbers = all.flatMap((word, number) => (isHit(word, wanted) ? [number] : []));
      const partOf = (number) => starts.findLastIndex((start) => start <= number);
      await Promise.all([...new Set(numbers.map(partOf))].map((part) => load(`words-${part}`)));
      const places = new Set();
      for (const number of numbers) {
        const part = partOf(number);
        let at = 0;
        for (const step of postings.get(part)[number - starts[part]]) places.add((at += step));
      }
      found = found === null ? places : new Set([...found].filter((n) => places.has(n)));
    }
    return found;
  };

  // One pass: the places that everything allows, and for each facet the counts of its values under all other filters.
  const filtered = (wanted, allowed) => {
    const names = Object.keys(dimensions);
    const counts = Object.fromEntries(names.map((name) => [name, new Uint32Array(dimensions[name].keys.length)]));
    const places = [];
    for (let n = 0; n < facets.voice.length; n += 1) {
      if (allowed && !allowed.has(n)) continue;
      let refused = 0;
      let by;
      for (const name of names) {
        if (wanted[name] && !wanted[name].has(dimensions[name].of[n])) {
          refused += 1;
          by = name;
        }
      }
      if (refused === 0) places.push(n);
      for (const name of names) {
        const value = dimensions[name].of[n];
        if (value >= 0 && (refused === 0 || (refused === 1 && by === name))) counts[name][value] += 1;
      }
    }
    return { places, counts };
  };

  const ORDERS = {
    "": ["as in the articles", null],
    oldest: ["oldest first", (a, b) => facets.day[a] - facets.day[b]],
    newest: ["newest first", (a, b) => facets.day[b] - facets.day[a]],
    speaker: ["by speaker", (a, b) => facets.voices[facets.voice[a]][0].localeCompare(facets.voices[facets.voice[b]][0], "en")],
    outlet: ["by newsroom", (a, b) => facets.outlets[facets.outlet[a]].localeCompare(facets.outlets[facets.outlet[b]], "en")],
    before: ["by the word before", null],
    after: ["by the word after", null],
  };
  // Orders of words in context; the words of all quotations are loaded for them, so there may be at most `COPIED`.
  const IN_CONTEXT = ["before", "after"];
  const order = id("sort");
  for (const [value, [label]] of Object.entries(ORDERS)) order.append(element("option", { value, textContent: label }));

  // The most frequent values of a facet, the chosen ones always; more after a click or by a part of their name.
  const opened = new Set();
  const sought = {};
  const showFacet = (name, counts, given) => {
    const { keys, labels } = dimensions[name];
    const box = id(`facet-${name}`);
    const chosen = new Set(given.getAll(name));
    box.hidden = keys.length < 2 && !chosen.size;
    const part = convoy.results.plain(sought[name] ?? "");
    const numbers = keys.map((_, number) => number)
      .filter((number) => chosen.has(keys[number]) || (counts[number] && (!part || convoy.results.plain(labels[number]).includes(part))))
      .sort((a, b) => chosen.has(keys[b]) - chosen.has(keys[a]) || counts[b] - counts[a] || a - b);
    const limit = opened.has(name) ? 200 : SHOWN + chosen.size;
    const most = Math.max(1, ...numbers.map((number) => counts[number]));
    const options = numbers.slice(0, limit).map((number) => {
      const colour = name === "speaker" ? ` v${facets.voices[number][2]}` : "";
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      bar.classList.add("bar");
      bar.setAttribute("aria-hidden", "true");
      rect.setAttribute("height", "100%");
      rect.setAttribute("width", `${(100 * counts[number]) / most}%`);
      bar.append(rect);
      return element("label", { className: `option${colour}` },
        element("input", { type: "checkbox", name, value: keys[number], checked: chosen.has(keys[number]) }),
        element("span", { className: "of" }, element("bdi", { textContent: labels[number] })), bar,
        element("span", { className: "n", textContent: counts[number].toLocaleString("en") }));
    });
    const focused = document.activeElement?.name === name && document.activeElement.type === "checkbox" ? document.activeElement.value : null;
    box.querySelectorAll(".option, .all").forEach((e) => e.remove());
    if (keys.length > 2 * SHOWN && !box.querySelector("input[type=search]")) {
      const field = element("input", { type: "search", placeholder: `Find a ${name}`, autocomplete: "off" });
      field.setAttribute("aria-label", `Find a ${name}`);
      field.addEventListener("input", () => {
        sought[name] = field.value;
        opened.add(name);
        show();
      });
      box.append(field);
    }
    box.append(...options);
    if (numbers.length > limit) {
      const rest = element("button", { type: "button", className: "all", textContent: `${(numbers.length - limit).toLocaleString("en")} more` });
      rest.addEventListener("click", () => {
        opened.add(name);
        show();
      });
      if (!opened.has(name)) box.append(rest);
    }
    if (focused !== null) [...box.querySelectorAll("input[type=checkbox]")].find((e) => e.value === focused)?.focus();
  };

  const empty = () =>
    element("div", { className: "empty" }, element("p", { textContent: "No quotation has all of this." }),
      element("button", { type: "button", textContent: "Clear all", onclick: () => form.reset() }));

  let latest = { places: [] };
  const show = async () => {
    const mine = (asked += 1);
    const given = state();
    if (document.activeElement !== search.elements.q) search.elements.q.value = given.get("q") ?? "";
    order.value = given.get("sort") in ORDERS ? given.get("sort") : "";
    const view = ["table", "kwic"].includes(given.get("view")) ? given.get("view") : "cards";
    search.elements.view.value = view;
    try {
      const words = wordsOf(given.get("q") ?? "");
      const allowed = await withWords(words);
      if (mine !== asked) return;
      const { places, counts } = filtered(wantedOf(given), allowed);
      const compare = ORDERS[order.value][1];
      if (compare) places.sort((a, b) => compare(a, b) || a - b);
      const sortable = view === "kwic" && words.length > 0 && places.length <= COPIED;
      for (const option of order.options) option.hidden = option.disabled = IN_CONTEXT.includes(option.value) && !sortable;
      if (order.selectedOptions[0]?.disabled) order.value = "";
      let lines = null;
      if (IN_CONTEXT.includes(order.value)) {
        await loadAll(places);
        if (mine !== asked) return;
        lines = convoy.results.sorted(convoy.results.lines(places.map(quoteAt), words), order.value);
      }
      const pages = Math.max(1, Math.ceil((lines ?? places).length / PAGE));
      const page = Math.min(pageOf(given), pages);
      const part = (all) => all.slice((page - 1) * PAGE, page * PAGE);
      const shown = part(places);
      await loadAll(shown);
      if (mine !== asked) return;
      latest = { places };
      Object.keys(dimensions).forEach((name) => showFacet(name, counts[name], given));
      const chosen = Object.keys(dimensions).flatMap((name) => given.getAll(name)).length;
      id("chosen").textContent = chosen ? `(${chosen})` : "";
      count.textContent = places.length === 1 ? "1 quotation" : `${places.length.toLocaleString("en")} quotations`;
      results.replaceChildren(places.length ? convoy.results[view](shown.map(quoteAt), words, lines ? part(lines) : undefined) : empty());
      id("copy").disabled = !places.length || places.length > COPIED;
      id("copy").title = places.length > COPIED ? `Only up to ${COPIED} quotations are copied; the release has all` : "";
      const link = (name, to) => {
        const other = state();
        other.set("page", to);
        id(name).href = `#${other}`;
        id(name).hidden = to < 1 || to > pages;
      };
      paging.hidden = pages === 1;
      id("place").textContent = `Page ${page} of ${pages}`;
      link("before", page - 1);
      link("after", page + 1);
    } catch (error) {
      count.textContent = `The quotations cannot be shown: ${error.message}. Write the pages again with corpus view.`;
    }
  };

  const set = (name, value) => {
    const given = state();
    if (value) given.set(name, value);
    else given.delete(name);
    go(given);
  };
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    const given = state();
    const values = given.getAll(target.name).filter((value) => value !== target.value);
    given.delete(target.name);
    [...values, ...(target.checked ? [target.value] : [])].forEach((value) => given.append(target.name, value));
    go(given);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    search.elements.q.value = "";
    const given = state();
    [...Object.keys(dimensions), "q"].forEach((name) => given.delete(name));
    go(given);
  });
  search.addEventListener("submit", (event) => (event.preventDefault(), set("q", search.elements.q.value.trim())));
  search.addEventListener("change", ({ target }) => target.name === "view" && set("view", target.value === "cards" ? "" : target.value));
  order.addEventListener("change", () => set("sort", order.value));
  let pause;
  search.elements.q.addEventListener("input", () => (clearTimeout(pause), (pause = setTimeout(() => set("q", search.elements.q.value.trim()), 150))));
  id("copy").addEventListener("click", async ({ target }) => {
    await loadAll(latest.places);
    copy(csv(latest.places.map(quoteAt)), target);
  });
  paging.addEventListener("click", () => id("main").scrollIntoView());
  addEventListener("hashchange", show);
})();
