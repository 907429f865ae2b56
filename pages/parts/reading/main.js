// @ts-check
/** Joins text and candidates; tells the page what was done. */

const FIELDS = ["date_start", "place", "initiator", "target", "claimant", "weapon", "killed", "injured", "description"];

export default function (/** @type {any} */ component) {
  const { parentElement, data, setTriggerValue } = component;
  /** @param {string} name @returns {HTMLElement} */
  const part = (name) => parentElement.querySelector(`[data-part=${name}]`);
  const text = part("text");
  const list = part("candidates");
  const tools = part("tools");
  const field = /** @type {HTMLSelectElement} */ (part("field"));
  const chars = characters(data.text);
  const chosen = data.candidates.find((/** @type {any} */ c) => c.uid === data.chosen) ?? data.candidates[0];
  let number = Number(list.dataset.number ?? 0);

  /** @param {any} act */
  function tell(act) {
    number += 1;
    list.dataset.number = String(number);
    setTriggerValue("act", { ...act, number });
  }

  const signature = JSON.stringify(data);
  if (list.dataset.signature !== signature) {
    list.dataset.signature = signature;
    const scrolled = text.scrollTop;
    paintText(text, chars, chosen ? chosen.claims : []);
    text.scrollTop = scrolled;
    const hands = { act: tell, show: (/** @type {number} */ s, /** @type {number} */ e) => showWords(text, s, e) };
    list.replaceChildren(...data.candidates.map((/** @type {any} */ c) => candidateItem(c, c === chosen, hands)));
    if (!data.candidates.length) list.append(make("li", "none", "No incident was found in this text. Enter one by hand below."));
  }
  if (!field.options.length) for (const name of FIELDS) field.add(new Option(name.replace("_", " "), name));

  /** @type {{start: number, end: number} | null} */
  let words = null;
  const look = () => {
    words = chosen ? chosenWords(text) : null;
    tools.hidden = words === null;
    if (words) part("words").textContent = `“${chars.slice(words.start, words.end).join("").slice(0, 80)}”`;
  };
  text.onmouseup = look;
  text.onkeyup = look;
  part("make").onclick = () => {
    if (!words) return;
    const said = chars.slice(words.start, words.end).join("");
    tell({ do: "value", uid: chosen.uid, field: field.value, ...words, text: said });
  };
}
