"use strict";
// The review page. Offsets are code points of the raw text, as in the annotation files; JavaScript counts UTF-16 units,
// so every line is split into code points once.

const token = location.hash.slice(1);
const articleId = new URLSearchParams(location.search).get("article");
const TYPES = { 1: "direct", 2: "indirect", 3: "mixed" };
const PARTS = { c: "content", u: "cue", s: "source" };
const $ = (id) => document.getElementById(id);

let article, annotation, version;
let current = 0;
let part = "content";
let saving = Promise.resolve();
const accepted = new Set();
const past = [];

async function ask(path, body) {
  const options = { headers: { "X-Corpus-Token": token } };
  if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  const response = await fetch(path, options);
  const found = await response.json();
  if (!response.ok) throw new Error(found.error);
  return found;
}

async function load() {
  article = await ask(`/api/article?id=${encodeURIComponent(articleId)}`);
  ({ annotation, version } = article);
  article.annotation_origin = annotation.origin;
  for (const line of article.lines) line.points = Array.from(line.text);
  document.title = `Review: ${article.title}`;
  $("title").textContent = article.title;
  $("text").lang = article.language;
  $("text").dir = article.direction;
  $("articles").replaceChildren(...article.articles.map((one) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/?article=${encodeURIComponent(one.id)}#${token}`;
    link.textContent = one.id;
    if (one.id === article.id) link.setAttribute("aria-current", "page");
    item.append(link, ` (${one.status === "none" ? "not begun" : one.status})`);
    return item;
  }));
  for (const name of Object.keys(article.speakers)) $("speakers").append(new Option(name));
  showMarks(article.marks);
  render();
  say("Nothing changed yet");
}

function say(text) { $("state").textContent = text; }

function active() { return annotation.attributions[current]; }

// Drawing

function spansOf(line) {
  const found = [];
  annotation.attributions.forEach((a, n) => {
    for (const name of n === current ? ["content", "source", "cue"] : ["content"]) {
      for (const span of a[name]) {
        if (span.start < line.end && line.start < span.end) found.push({ ...span, n, name });
      }
    }
  });
  return found;
}

function drawLine(line) {
  const paragraph = document.createElement("p");
  paragraph.className = line.kept ? line.role : "dropped";
  paragraph.dataset.start = line.start;
  const spans = line.kept ? spansOf(line) : [];
  const edges = new Set([line.start, line.end]);
  for (const span of spans) { edges.add(Math.max(span.start, line.start)); edges.add(Math.min(span.end, line.end)); }
  const sorted = [...edges].sort((x, y) => x - y);
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    const text = line.points.slice(start - line.start, end - line.start).join("");
    const over = spans.filter((s) => s.start < end && start < s.end);
    if (!over.length) { paragraph.append(text); continue; }
    const own = over.filter((s) => s.n === current);
    const mark = document.createElement("mark");
    mark.textContent = text;
    mark.className = own.length ? own.map((s) => s.name + (s.name === part ? " part" : "")).join(" ") : "other";
    if (!own.length) mark.addEventListener("click", () => { if (getSelection().isCollapsed) select(over[0].n); });
    paragraph.append(mark);
  }
  return paragraph;
}

function render() {
  $("text").replaceChildren(...article.lines.map(drawLine));
  const a = active();
  const count = annotation.attributions.length;
  $("number").textContent = a ? `${a.id}: ${current + 1} of ${count}` : "No attribution";
  const rows = a ? {
    type: a.type, content: words(a.content), cue: words(a.cue), source: words(a.source), speaker: a.speaker,
    resolution: a.resolution, accepted: accepted.has(a.id) ? "yes" : "not yet", part,
  } : {};
  $("record").replaceChildren(...Object.entries(rows).flatMap(([name, value]) => {
    const term = document.createElement("dt");
    const description = document.createElement("dd");
    [term.textContent, description.textContent, description.dir] = [name, value || "–", "auto"];
    description.dataset.field = name;
    return [term, description];
  }));
  $("speaker").value = a ? a.speaker : "";
  document.querySelector("#text mark.content")?.scrollIntoView({ block: "nearest" });
}

function words(spans) { return spans.map((s) => s.text).join(" … "); }

function showMarks(marks) {
  const rows = marks.map((mark) => {
    const row = document.createElement("p");
    row.append(`${mark.text} `);
    for (const kind of ["term", "title", "label"]) {
      const button = document.createElement("button");
      button.textContent = kind;
      button.addEventListener("click", () => change(() => {
        annotation.marks.push({ ...mark, kind });
        annotation.marks.sort((x, y) => x.start - y.start);
      }));
      row.append(button);
    }
    return row;
  });
  const heading = document.createElement("h2");
  heading.textContent = "Quotation marks without speech";
  $("marks").replaceChildren(...(rows.length ? [heading, ...rows] : []));
}

// Changing

function change(edit) {
  const before = JSON.stringify(annotation);
  edit();
  const id = active()?.id;
  annotation.attributions.sort((x, y) => x.content[0].start - y.content[0].start);
  current = Math.max(0, annotation.attributions.findIndex((a) => a.id === id));
  if (JSON.stringify(annotation) === before) return;
  past.push(before);
  render();
  save();
}

function save() {
  const sent = structuredClone(annotation);
  say("Saving");
  // One after another, since each needs the version that the one before it wrote.
  saving = saving.then(async () => {
    try {
      const done = await ask("/api/annotation", { id: article.id, annotation: sent, version });
      version = done.version;
      $("problems").textContent = done.problems.join(". ");
      showMarks(done.marks);
      if (done.saved) say(sent.status === "reviewed" ? "Saved: reviewed" : `Saved: draft, ${accepted.size} accepted`);
      else say("Not saved: see the problems");
      if (!done.saved && sent.status === "reviewed") { Object.assign(annotation, { status: "unreviewed", origin: article.annotation_origin }); render(); }
    } catch (error) {
      say(`Not saved: ${error.message}`);
    }
  });
}

function spanOf(line, start, end) {
  return { start, end, text: line.points.slice(start - line.start, end - line.start).join("") };
}

function selectedSpans() {
  const selection = getSelection();
  if (selection.isCollapsed || !$("text").contains(selection.anchorNode)) return [];
  const range = selection.getRangeAt(0);
  const found = [];
  document.querySelectorAll("#text p").forEach((paragraph, n) => {
    if (!range.intersectsNode(paragraph)) return;
    const line = article.lines[n];
    const inside = document.createRange();
    inside.selectNodeContents(paragraph);
    const before = inside.cloneRange();
    if (paragraph.contains(range.startContainer)) before.setEnd(range.startContainer, range.startOffset);
    else before.collapse(true);
    if (paragraph.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
    let start = line.start + Array.from(before.toString()).length;
    let end = line.start + Array.from(inside.toString()).length;
    while (start < end && !line.points[start - line.start].trim()) start += 1;
    while (start < end && !line.points[end - 1 - line.start].trim()) end -= 1;
    if (line.kept && start < end) found.push(spanOf(line, start, end));
  });
  return found;
}

function setPart(name) {
  const spans = selectedSpans();
  part = name;
  if (spans.length && active()) { getSelection().removeAllRanges(); change(() => { active()[name] = spans; }); }
  render();
}

function wordEdges(line) {
  const edges = { starts: [], ends: [] };
  for (const match of line.text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu)) {
    const start = line.start + Array.from(line.text.slice(0, match.index)).length;
    edges.starts.push(start);
    edges.ends.push(start + Array.from(match[0]).length);
  }
  return edges;
}

function move(direction, atStart) {
  const spans = active()?.[part];
  if (!spans?.length) return;
  const n = atStart ? 0 : spans.length - 1;
  const { start, end } = spans[n];
  const line = article.lines.find((l) => l.start <= start && end <= l.end);
  const { starts, ends } = wordEdges(line);
  let to;
  if (atStart) to = direction < 0 ? starts.filter((s) => s < start).pop() : starts.find((s) => s > start && s < end);
  else to = direction < 0 ? ends.filter((e) => e < end && e > start).pop() : ends.find((e) => e > end);
  if (to === undefined) return;
  change(() => { spans[n] = atStart ? spanOf(line, to, end) : spanOf(line, start, to); });
}

function select(n) {
  current = Math.max(0, Math.min(n, annotation.attributions.length - 1));
  part = "content";
  render();
}

function accept() {
  const a = active();
  if (!a) return;
  accepted.add(a.id);
  if (annotation.attributions.every((one) => accepted.has(one.id))) say("All accepted: r marks the article as reviewed");
  else say(`${accepted.size} accepted`);
  select(current + 1);
}

function setSpeaker(name) {
  const a = active();
  const text = name.trim() || "unknown";
  if (!a || text === a.speaker) return;
  change(() => {
    a.speaker = text;
    a.speaker_kind = text === "unknown" ? "unknown" : article.speakers[text] ?? "person";
    a.resolution = text === "unknown" ? "unknown" : a.resolution === "unknown" ? "named" : a.resolution;
  });
}

function create() {
  const content = selectedSpans();
  if (!content.length) { say("Select the reported words first"); return; }
  getSelection().removeAllRanges();
  const numbers = annotation.attributions.map((a) => Number(a.id.replace(/\D/g, "")) || 0);
  const id = `q${String(Math.max(0, ...numbers) + 1).padStart(3, "0")}`;
  change(() => {
    annotation.attributions.push({
      id, type: "indirect", content, cue: [], source: [], speaker: "unknown", speaker_kind: "unknown",
      resolution: "unknown", medium: null, via: null, parent: null, utterance: null, part: null, note: "", gloss: null,
    });
    current = annotation.attributions.length - 1;
  });
}

function remove() {
  const a = active();
  if (!a) return;
  change(() => {
    annotation.attributions.splice(current, 1);
    for (const other of annotation.attributions) if (other.parent === a.id) other.parent = null;
    current = Math.min(current, annotation.attributions.length - 1);
  });
}

function undo() {
  if (!past.length) return;
  annotation = JSON.parse(past.pop());
  current = Math.max(0, Math.min(current, annotation.attributions.length - 1));
  render();
  save();
}

function toggleReviewed() {
  change(() => {
    const reviewed = annotation.status !== "reviewed";
    annotation.status = reviewed ? "reviewed" : "unreviewed";
    // Whoever presses the key is a person; an annotation that is a draft again has the origin that it had.
    annotation.origin = reviewed ? "human" : article.annotation_origin;
  });
}

// Keys

const COMMANDS = {
  j: () => select(current + 1), k: () => select(current - 1), a: accept, n: create, x: remove, z: undo,
  r: toggleReviewed, p: () => { $("speaker").focus(); $("speaker").select(); },
  ArrowRight: (e) => move(article.direction === "rtl" ? -1 : 1, e.shiftKey),
  ArrowLeft: (e) => move(article.direction === "rtl" ? 1 : -1, e.shiftKey),
  Backspace: () => { if (part !== "content" && active()) change(() => { active()[part] = []; }); },
};

document.addEventListener("keydown", (event) => {
  if (!annotation || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.tagName === "INPUT") {
    if (event.key === "Escape") { render(); event.target.blur(); }
    return;
  }
  const { key } = event;
  if (key in TYPES) change(() => { if (active()) active().type = TYPES[key]; });
  else if (key in PARTS) setPart(PARTS[key]);
  else if (key in COMMANDS) COMMANDS[key](event);
  else return;
  event.preventDefault();
});

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  setSpeaker($("speaker").value);
  $("speaker").blur();
});

load().catch((error) => say(error.message));
