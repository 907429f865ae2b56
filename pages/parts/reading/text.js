// @ts-check
/** The report's text with its marked words; every piece is a text node. */

/** Python counts characters, JavaScript UTF-16 units: text as an array of characters. @param {string} text */
function characters(text) {
  return Array.from(text);
}

/** @typedef {{start: number, end: number}} Span */

/** The words of the text, for picking one by a click or the keyboard. @param {string[]} chars @returns {Span[]} */
function wordsOf(chars) {
  const letter = chars.map((c) => /[\p{L}\p{M}\p{N}]/u.test(c));
  const found = [];
  for (let i = 0; i < chars.length; i += 1) {
    if (!letter[i]) continue;
    const start = i;
    while (letter[i + 1] || ("'’-.,".includes(chars[i + 1] ?? " ") && letter[i + 2])) i += 1;
    found.push({ start, end: i + 1 });
  }
  return found;
}

/**
 * Paint the text anew with the claims of one candidate marked, and the words that are picked.
 * @param {HTMLElement} box @param {string[]} chars
 * @param {{start: number, end: number, field: string, value: string}[]} claims @param {Span | null} picked
 */
function paintText(box, chars, claims, picked) {
  const cuts = new Set([0, chars.length]);
  const spans = claims.filter((c) => c.start !== null && c.end !== null && c.end > c.start && c.end <= chars.length);
  for (const { start, end } of picked ? [...spans, picked] : spans) cuts.add(start).add(end);
  const edges = [...cuts].sort((a, b) => a - b);
  const pieces = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [start, end] = [edges[i], edges[i + 1]];
    const here = spans.filter((s) => s.start <= start && s.end >= end);
    const piece = document.createElement(here.length ? "mark" : "span");
    piece.dataset.start = String(start);
    piece.dataset.end = String(end);
    if (here.length) piece.title = here.map((h) => `${h.field}: ${h.value}`).join("\n");
    if (picked && picked.start <= start && picked.end >= end) piece.classList.add("picked");
    piece.append(document.createTextNode(chars.slice(start, end).join("")));
    pieces.push(piece);
  }
  box.replaceChildren(...pieces);
}

/** Show the words of a claim. @param {HTMLElement} box @param {number} start @param {number} end */
function showWords(box, start, end) {
  let first = null;
  for (const piece of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-start]"))) {
    const inside = Number(piece.dataset.start) >= start && Number(piece.dataset.end) <= end;
    piece.classList.toggle("shown", inside);
    if (inside && !first) first = piece;
  }
  if (first) box.scrollTop += first.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
}

/** Where in the text a DOM position lies, in characters. @param {Node} node @param {number} offset */
function positionOf(node, offset) {
  const holder = /** @type {HTMLElement | null} */ (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
  if (!holder || holder.dataset.start === undefined) return null;
  return Number(holder.dataset.start) + Array.from((node.textContent ?? "").slice(0, offset)).length;
}

/** What is selected, from its first to its last character; a click gives an empty span. @param {HTMLElement} box */
function selectedSpan(box) {
  const root = /** @type {any} */ (box.getRootNode());
  const selection = root.getSelection ? root.getSelection() : document.getSelection();
  if (!selection?.anchorNode || !box.contains(selection.anchorNode)) return null;
  const [a, b] = [positionOf(selection.anchorNode, selection.anchorOffset), positionOf(selection.focusNode, selection.focusOffset)];
  return a === null || b === null ? null : { start: Math.min(a, b), end: Math.max(a, b) };
}

/** Widen a span to whole words; null where it touches none. @param {Span} span @param {Span[]} words */
function wholeWords({ start, end }, words) {
  const touched = words.filter((w) => w.start < Math.max(end, start + 1) && w.end > start);
  if (!touched.length) return null;
  return { start: Math.min(start === end ? Infinity : start, touched[0].start), end: Math.max(end, touched[touched.length - 1].end) };
}

/** The picked words after an arrow key: the next word, or one more of them. @param {Span[]} words @param {Span | null} picked @param {number} step @param {boolean} extend */
function steppedWords(words, picked, step, extend) {
  if (!words.length) return null;
  if (!picked) return words[0];
  const first = words.findIndex((w) => w.end > picked.start);
  let last = words.length - 1;
  while (last > first && words[last].start >= picked.end) last -= 1;
  const to = words[Math.max(extend ? first : 0, Math.min(words.length - 1, (extend || step > 0 ? last : first) + step))];
  return extend ? { start: words[first].start, end: to.end } : to;
}
