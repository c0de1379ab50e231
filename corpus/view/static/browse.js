// All quotations, filtered. The address holds the filters, so that any view of them can be linked to.
"use strict";
(() => {
  const PAGE = 25;
  const form = document.getElementById("filters");
  const results = document.getElementById("results");
  const count = document.getElementById("count");
  const paging = document.getElementById("paging");
  const fields = ["speaker", "outlet", "language", "type", "q"];
  const shards = new Map();
  const waiting = new Map();
  let facets;
  let asked = 0;

  convoy.shard = (number, quotes) => {
    shards.set(number, quotes);
    waiting.get(number)?.done();
  };
  const load = (number) => {
    if (shards.has(number)) return Promise.resolve();
    if (!waiting.has(number)) {
      const entry = {};
      entry.promise = new Promise((done, failed) => {
        entry.done = done;
        const script = document.createElement("script");
        script.src = `data/quotes-${number}.js`;
        script.onerror = () => failed(new Error(`data/quotes-${number}.js is missing`));
        document.head.append(script);
      });
      waiting.set(number, entry);
    }
    return waiting.get(number).promise;
  };
  const quoteAt = (n) => shards.get(Math.floor(n / facets.shard))[n % facets.shard];

  const state = () => new URLSearchParams(location.hash.slice(1));
  const pageOf = (given) => Math.max(1, Number.parseInt(given.get("page"), 10) || 1);
  const addressOf = (given) => `#${given}`;

  const option = (value, label, many) => {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = `${label} (${many.toLocaleString("en")})`;
    return made;
  };
  const element = (name, values, ...children) => {
    const { lang, dir, ...rest } = values;
    const made = Object.assign(document.createElement(name), rest);
    if (lang) made.lang = lang;
    if (dir) made.dir = dir;
    made.append(...children);
    return made;
  };

  convoy.facets = (given) => {
    facets = given;
    const total = facets.voice.length;
    facets.outlet = new Uint16Array(total);
    facets.language = new Uint8Array(total);
    let at = 0;
    for (const [many, outlet, language] of facets.articles) {
      facets.outlet.fill(outlet, at, at + many);
      facets.language.fill(language, at, at + many);
      at += many;
    }
    const tally = (size, values) => {
      const sums = new Array(size).fill(0);
      for (const value of values) sums[value] += 1;
      return sums;
    };
    const fill = (name, labels, sums) => labels.forEach(([value, label], n) => sums[n] && form.elements[name].append(option(value, label, sums[n])));
    fill("speaker", facets.voices.map(([label, stem]) => [stem, label]), tally(facets.voices.length, facets.voice));
    fill("outlet", facets.outlets.map((name) => [name, name]), tally(facets.outlets.length, facets.outlet));
    fill("language", facets.languages.map(([code, label]) => [code, label]), tally(facets.languages.length, facets.language));
    fill("type", facets.types.map((name) => [name, name]), tally(facets.types.length, facets.type));
    form.hidden = false;
    show();
  };

  // The places of the quotes that the selects allow; words are looked for afterwards, shard by shard.
  const allowed = (given) => {
    const place = (list, value) => (value ? list.indexOf(value) : -2);
    const speaker = place(facets.voices.map((v) => v[1]), given.get("speaker"));
    const outlet = place(facets.outlets, given.get("outlet"));
    const language = place(facets.languages.map((l) => l[0]), given.get("language"));
    const type = place(facets.types, given.get("type"));
    const found = [];
    for (let n = 0; n < facets.voice.length; n += 1) {
      if (speaker !== -2 && facets.voice[n] !== speaker) continue;
      if (outlet !== -2 && facets.outlet[n] !== outlet) continue;
      if (language !== -2 && facets.language[n] !== language) continue;
      if (type !== -2 && Number(facets.type[n]) !== type) continue;
      found.push(n);
    }
    return found;
  };

  // Case and marks on letters make no difference.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");

  // As soon as there are enough for the page that is shown, it is: looking through a large corpus takes seconds.
  const search = async (places, words, mine, page) => {
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    if (!wanted.length) return places;
    const found = [];
    let last = -1;
    let early = false;
    for (const n of places) {
      const number = Math.floor(n / facets.shard);
      if (number !== last) {
        last = number;
        await load(number);
        if (mine !== asked) return [];
        if (!early && found.length >= page * PAGE) {
          early = true;
          results.replaceChildren(...found.slice((page - 1) * PAGE, page * PAGE).map(entry));
        }
        count.textContent = `Searching: ${found.length.toLocaleString("en")} found so far`;
      }
      const [text, source] = quoteAt(n);
      const folded = plain(`${text} ${source ?? ""}`);
      if (wanted.every((word) => folded.includes(word))) found.push(n);
    }
    return found;
  };

  const entry = (n) => {
    const [text, source, address, title, when] = quoteAt(n);
    const [name, stem, colour] = facets.voices[facets.voice[n]];
    const [code, , direction, script] = facets.languages[facets.language[n]];
    const own = { lang: code, dir: direction };
    return element("article", { className: `quote v${colour}` },
      element("blockquote", { ...own, className: `script-${script}` }, element("p", { textContent: text })),
      element("p", { className: "facts" },
        element("a", { className: `voice v${colour}`, href: `speakers/${stem}.html` }, element("bdi", { textContent: name })),
        element("span", { className: "outlet" }, element("bdi", { textContent: facets.outlets[facets.outlet[n]] })),
        element("span", { textContent: when }),
        element("span", { textContent: facets.types[facets.type[n]] }),
        ...(source ? [element("span", {}, "as ", element("span", { ...own, className: `words script-${script}`, textContent: source }))] : []),
        element("a", { href: address }, "in ", element("span", { ...own, className: "words", textContent: title || "its article" }))));
  };

  const show = async () => {
    const mine = (asked += 1);
    const given = state();
    for (const name of fields) {
      const field = form.elements[name];
      if (document.activeElement !== field) field.value = given.get(name) ?? "";
    }
    try {
      const places = await search(allowed(given), given.get("q") ?? "", mine, pageOf(given));
      if (mine !== asked) return;
      const pages = Math.max(1, Math.ceil(places.length / PAGE));
      const page = Math.min(pageOf(given), pages);
      const shown = places.slice((page - 1) * PAGE, page * PAGE);
      await Promise.all([...new Set(shown.map((n) => Math.floor(n / facets.shard)))].map(load));
      if (mine !== asked) return;
      count.textContent = places.length === 1 ? "1 quotation" : `${places.length.toLocaleString("en")} quotations`;
      results.replaceChildren(...shown.map(entry));
      const link = (id, to) => {
        const made = document.getElementById(id);
        const other = state();
        other.set("page", to);
        made.href = addressOf(other);
        made.hidden = to < 1 || to > pages;
      };
      paging.hidden = pages === 1;
      document.getElementById("place").textContent = `Page ${page} of ${pages}`;
      link("before", page - 1);
      link("after", page + 1);
    } catch (error) {
      count.textContent = `The quotations cannot be shown: ${error.message}. Write the pages again with corpus view.`;
    }
  };

  const change = () => {
    const made = new URLSearchParams();
    for (const name of fields) {
      const value = form.elements[name].value.trim();
      if (value) made.set(name, value);
    }
    if (`${made}` !== `${state()}`) location.hash = `${made}`;
  };
  form.addEventListener("change", change);
  form.addEventListener("submit", (event) => (event.preventDefault(), change()));
  form.addEventListener("reset", () => (location.hash = ""));
  let pause;
  form.elements.q.addEventListener("input", () => (clearTimeout(pause), (pause = setTimeout(change, 250))));
  paging.addEventListener("click", () => document.getElementById("main").scrollIntoView());
  addEventListener("hashchange", show);
})();
