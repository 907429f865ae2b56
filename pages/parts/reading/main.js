// @ts-check
/** Joins text and candidates; tells the page what was done. */

const FIELDS = [
  ["date", "Date"], ["place", "Place"], ["initiator", "Initiator"], ["target", "Target"], ["claimant", "Claimed by"],
  ["weapon", "Weapon"], ["killed", "Killed"], ["injured", "Injured"], ["title", "Title"], ["description", "Note"],
];
const HINT = "Click a word or select several to make them a value.";

export default function (/** @type {any} */ component) {
  const { parentElement, data, setTriggerValue } = component;
  /** @param {string} name @returns {any} */
  const part = (name) => parentElement.querySelector(`[data-part=${name}]`);
  const [text, list, tools, field, apply] = ["text", "candidates", "tools", "field", "make"].map(part);
  const chars = characters(data.text);
  const words = wordsOf(chars);
  const chosen = data.candidates.find((/** @type {any} */ c) => c.uid === data.chosen) ?? data.candidates[0];
  const claims = chosen ? chosen.claims : [];

  /** @param {any} act */
  function tell(act) {
    list.dataset.number = String(Number(list.dataset.number ?? 0) + 1);
    setTriggerValue("act", { ...act, number: Number(list.dataset.number) });
  }

  /** A click on the map chooses, too. */
  function listen() {
    list.channel?.close();
    list.channel = new BroadcastChannel(`incident-atlas-${data.session}`);
    list.channel.onmessage = (/** @type {MessageEvent} */ { data: said }) => {
      const uid = said?.type === "select" && list.isConnected ? said.uids?.find((/** @type {string} */ u) => list.uids.includes(u)) : null;
      if (uid) list.tell({ do: "choose", uid });
    };
  }

  /** @param {Span | null} span */
  function pick(span) {
    text.picked = span;
    const scrolled = text.scrollTop;
    paintText(text, chars, claims, span);
    text.scrollTop = scrolled;
    const said = span ? `“${chars.slice(span.start, span.end).join("").slice(0, 80)}”` : HINT;
    if (part("words").textContent !== said) part("words").textContent = said;
    tools.classList.toggle("ready", Boolean(span));
    apply.disabled = !span || !chosen || !data.editable;
  }

  /** Show the words of a value, and mark the values of those words. @param {number} start @param {number} end */
  function show(start, end) {
    showWords(text, start, end);
    markValues(start, end);
  }

  /** @param {number} start @param {number} end */
  function markValues(start, end) {
    for (const row of list.querySelectorAll(".claim[data-start]")) {
      row.classList.toggle("shown", Number(row.dataset.start) < end && Number(row.dataset.end) > start);
    }
  }

  list.tell = tell;
  list.uids = data.candidates.map((/** @type {any} */ c) => c.uid);
  if (!list.channel) listen();
  part("side").hidden = !data.text;
  part("side").parentElement.classList.toggle("alone", !data.text);
  if (!field.options.length) for (const [name, said] of FIELDS) field.add(new Option(said, name));
  const signature = JSON.stringify(data);
  if (list.dataset.signature !== signature) {
    const another = list.dataset.chosen !== (chosen?.uid ?? "");
    Object.assign(list.dataset, { signature, chosen: chosen?.uid ?? "" });
    pick(null);
    const items = data.candidates.map((/** @type {any} */ c) => candidateItem(c, c === chosen, data.editable, { act: tell, show }));
    if (!items.length) items.push(make("li", "none", "No incident was found in this text. Enter one by hand below."));
    if (data.unresolved.length) items.push(unresolvedItem(data.unresolved, show));
    const scrolled = list.scrollTop;
    list.replaceChildren(...items);
    list.scrollTop = scrolled;
    const open = list.querySelector(".candidate.open");
    if (another && open) list.scrollTop = open.offsetTop - list.offsetTop;
    if (another && claims.length) showFirst();
  }

  /** Bring the chosen incident's first words into view, without taking the focus. */
  function showFirst() {
    const first = claims.find((/** @type {any} */ c) => c.start !== null);
    const mark = first && text.querySelector(`mark[data-start="${first.start}"]`);
    if (mark) text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }

  text.onmouseup = (/** @type {MouseEvent} */ event) => {
    const span = selectedSpan(text);
    if (!span) return;
    const clicked = wholeWords(span, words);
    pick(event.shiftKey && text.picked && clicked
      ? { start: Math.min(text.picked.start, clicked.start), end: Math.max(text.picked.end, clicked.end) } : clicked);
    if (clicked) show(clicked.start, clicked.end);
  };
  text.onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      pick(steppedWords(words, text.picked ?? null, step, event.shiftKey));
      text.querySelector(".picked")?.scrollIntoView({ block: "nearest" });
      if (text.picked) markValues(text.picked.start, text.picked.end);
    } else if (event.key === "Enter" && text.picked) field.focus();
    else if (event.key === "Escape") pick(null);
    else return;
    event.preventDefault();
  };
  apply.onclick = () => {
    const span = text.picked;
    if (span && chosen) tell({ do: "value", uid: chosen.uid, field: field.value, start: span.start, end: span.end });
  };
  return () => {
    list.channel?.close();
    list.channel = null;
  };
}
