// @ts-check
/** The report's text with its marked words; every piece is a text node. */

/** Python counts characters, JavaScript UTF-16 units: text as an array of characters. @param {string} text */
function characters(text) {
  return Array.from(text);
}

/**
 * Paint the text anew with the claims of one candidate, or of all, marked.
 * @param {HTMLElement} box @param {string[]} chars @param {{start: number, end: number, field: string, value: string}[]} claims
 */
function paintText(box, chars, claims) {
  const cuts = new Set([0, chars.length]);
  const spans = claims.filter((c) => c.start !== null && c.end !== null && c.end > c.start && c.end <= chars.length);
  for (const { start, end } of spans) cuts.add(start).add(end);
  const edges = [...cuts].sort((a, b) => a - b);
  box.replaceChildren();
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [start, end] = [edges[i], edges[i + 1]];
    const here = spans.filter((s) => s.start <= start && s.end >= end);
    const piece = document.createTextNode(chars.slice(start, end).join(""));
    if (!here.length) {
      const plain = document.createElement("span");
      plain.dataset.start = String(start);
      plain.append(piece);
      box.append(plain);
      continue;
    }
    const mark = document.createElement("mark");
    mark.dataset.start = String(start);
    mark.dataset.end = String(end);
    mark.dataset.field = here[0].field;
    mark.title = here.map((h) => `${h.field}: ${h.value}`).join("\n");
    mark.append(piece);
    box.append(mark);
  }
}

/** Show the words of a claim. @param {HTMLElement} box @param {number} start @param {number} end */
function showWords(box, start, end) {
  let first = null;
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("mark"))) {
    const inside = Number(mark.dataset.start) >= start && Number(mark.dataset.end) <= end;
    mark.classList.toggle("shown", inside);
    if (inside && !first) first = mark;
  }
  first?.scrollIntoView({ block: "center", behavior: "smooth" });
}

/** Where in the text a DOM position lies, in characters. @param {Node} node @param {number} offset */
function positionOf(node, offset) {
  const holder = /** @type {HTMLElement | null} */ (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
  if (!holder || holder.dataset.start === undefined) return null;
  return Number(holder.dataset.start) + Array.from((node.textContent ?? "").slice(0, offset)).length;
}

/** The chosen words as character positions, or null. @param {HTMLElement} box */
function chosenWords(box) {
  const root = /** @type {any} */ (box.getRootNode());
  const selection = root.getSelection ? root.getSelection() : document.getSelection();
  if (!selection || selection.isCollapsed || !selection.anchorNode || !box.contains(selection.anchorNode)) return null;
  const ends = [
    positionOf(selection.anchorNode, selection.anchorOffset),
    positionOf(selection.focusNode, selection.focusOffset),
  ];
  if (ends[0] === null || ends[1] === null || ends[0] === ends[1]) return null;
  return { start: Math.min(ends[0], ends[1]), end: Math.max(ends[0], ends[1]) };
}
