// How found quotations are shown: as cards, as a table, as words in context; their hits, citation and CSV.
"use strict";
(() => {
  const element = (name, values = {}, ...children) => {
    const { lang, dir, role, label, ...rest } = values;
    const made = Object.assign(document.createElement(name), rest);
    if (lang) made.lang = lang;
    if (dir) made.dir = dir;
    if (role) made.setAttribute("role", role);
    if (label) made.setAttribute("aria-label", label);
    made.append(...children);
    return made;
  };

  // Case and marks on letters make no difference.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  // Short words are found as whole words, longer ones inside words, too: Arabic joins particles to words.
  const isHit = (word, wanted) => (wanted.length < 3 ? word === wanted : word.includes(wanted));

  // The stretches of a text that are hits, in order, at most one in a word, with the ends of that word.
  const hits = (text, wanted) => {
    const found = [];
    if (!wanted.length) return found;
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      const word = match[0];
      for (const sought of wanted) {
        if (!isHit(plain(word), sought)) continue;
        // From a place in the folded word back to one in the word as it is.
        const places = [];
        let at = 0;
        for (const letter of word) {
          for (const _ of plain(letter)) places.push(at);
          at += letter.length;
        }
        const first = plain(word).indexOf(sought);
        const start = places[first] ?? 0;
        const end = places[first + [...sought].length] ?? word.length;
        found.push({ start: match.index + start, end: match.index + end, from: match.index, to: match.index + word.length });
        break;
      }
    }
    return found;
  };
  const marked = (text, wanted) => {
    const made = [];
    let at = 0;
    for (const { start, end } of hits(text, wanted)) {
      made.push(text.slice(at, start), element("mark", { textContent: text.slice(start, end) }));
      at = end;
    }
    return [...made, text.slice(at)];
  };

  const speaker = (q) => element("a", { className: `voice v${q.colour}`, href: `speakers/${q.stem}.html` }, element("bdi", { textContent: q.name }));
  const words = (q, text, wanted = []) => element("span", { lang: q.lang, dir: q.dir, className: `words script-${q.script}` }, ...marked(text, wanted));
  const gloss = (q) => (q.gloss ? [element("p", { className: "gloss", lang: "en", dir: "ltr", textContent: q.gloss })] : []);
  const citation = (q) => `“${q.text}” (${q.name}, ${q.outlet}, ${q.when}). Quotation ${q.id} in: ${q.citation}`;
  const cite = (q) =>
    element("details", { className: "cite" }, element("summary", { textContent: "Cite" }),
      element("p", {}, element("bdi", { textContent: citation(q) })),
      element("button", { type: "button", textContent: "Copy", onclick: (event) => copy(citation(q), event.target) }));

  const card = (q, wanted) =>
    element("article", { className: `quote v${q.colour}` },
      element("blockquote", { lang: q.lang, dir: q.dir, className: `${q.type} script-${q.script}` }, element("p", {}, ...marked(q.text, wanted))),
      ...gloss(q),
      element("p", { className: "facts" }, speaker(q),
        element("span", { className: "outlet" }, element("bdi", { textContent: q.outlet })),
        element("span", { textContent: q.when }), element("span", { textContent: q.type }),
        q.source ? element("span", {}, "named as ", words(q, q.source, wanted)) : element("span", { textContent: "no source named" }),
        element("a", { href: q.address }, "in its article"), cite(q)));

  const row = (q, wanted) =>
    element("tr", { className: `v${q.colour}` },
      element("td", {}, element("blockquote", { lang: q.lang, dir: q.dir, className: `${q.type} script-${q.script}` }, element("a", { href: q.address }, ...marked(q.text, wanted))), ...gloss(q)),
      element("td", {}, speaker(q)),
      element("td", {}, q.source ? words(q, q.source, wanted) : "–"),
      element("td", {}, element("bdi", { textContent: q.outlet })),
      element("td", { className: "n", textContent: q.when }),
      element("td", { textContent: q.type }));
  const table = (quotes, wanted) =>
    element("div", { className: "scroll", tabIndex: 0, role: "region", label: "Quotations" },
      element("table", { className: "rows" },
        element("thead", {}, element("tr", {}, ...["Quotation", "Speaker", "Named as", "Newsroom", "Date", "Type"].map((name) => element("th", { scope: "col", textContent: name })))),
        element("tbody", {}, ...quotes.map((q) => row(q, wanted)))));

  // A line for each hit: what is before its word, the word, what is after it, cue and source. Words have the direction of
  // their text, so that what comes before an Arabic word is at its right.
  const lines = (quotes, wanted) =>
    quotes.flatMap((q) => hits(q.text, wanted).map(({ from, to }) => ({ q, left: q.text.slice(0, from), hit: q.text.slice(from, to), right: q.text.slice(to) })));
  const cell = (className, ...children) => element("span", { className, role: "cell" }, ...children);
  const line = ({ q, left, hit, right }) =>
    element("div", { className: "line", role: "row" },
      cell(`context script-${q.script}`, element("span", { className: "words-in-line", lang: q.lang, dir: q.dir === "rtl" ? "rtl" : "ltr" },
        element("span", { className: "left" }, element("bdi", { dir: q.dir, textContent: left })),
        element("span", { className: "right" }, element("a", { href: q.address }, element("mark", { textContent: hit })), element("bdi", { dir: q.dir, textContent: right })))),
      cell("cue", q.cue ? words(q, q.cue) : "–"),
      cell("source", q.source ? words(q, q.source) : "–"),
      cell("outlet", element("bdi", { textContent: q.outlet })));
  // Sorted by the word next to the hit, then by the word next to that one.
  const NEIGHBOURS = { before: ({ left }) => wordsOf(left).reverse(), after: ({ right }) => wordsOf(right) };
  const collator = new Intl.Collator("en");
  const sorted = (all, order) =>
    all.map((one) => ({ one, key: NEIGHBOURS[order](one).slice(0, 5).join(" ") }))
      .sort((a, b) => collator.compare(a.key, b.key)).map(({ one }) => one);
  const kwic = (quotes, wanted, found = lines(quotes, wanted)) => {
    if (!wanted.length) return element("p", { className: "empty", textContent: "Type a word to see it in context, with the cue and the source of each quotation." });
    const heads = ["in context", "cue", "source", "newsroom"];
    return element("div", { className: "scroll", tabIndex: 0, role: "region", label: "Words in context" },
      element("div", { className: "kwic", role: "table", label: "Words in context" },
        element("div", { className: "line heads", role: "row" }, ...heads.map((name) => element("span", { role: "columnheader", textContent: name }))),
        ...found.map(line)));
  };

  const cards = (quotes, wanted) => element("div", {}, ...quotes.map((q) => card(q, wanted)));
  const COLUMNS = ["id", "outlet", "lang", "when", "type", "text", "gloss", "source", "cue", "name"];
  const csv = (quotes) => {
    const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
    const heads = ["quote_id", "outlet", "language", "published", "type", "text", "gloss", "source_text", "cue", "speaker"];
    return [heads, ...quotes.map((q) => COLUMNS.map((name) => field(q[name] ?? "")))].map((values) => values.join(",")).join("\n");
  };
  const copy = async (text, button) => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "The browser does not allow copying";
    }
    setTimeout(() => (button.textContent = said), 2000);
  };

  convoy.results = { element, plain, wordsOf, isHit, cards, table, kwic, lines, sorted, csv, copy };
})();
