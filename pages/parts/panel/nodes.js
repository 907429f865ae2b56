// Elements from values: text only ever becomes a text node.

/**
 * @param {string} tag @param {string} [name] its class
 * @param {...(Node|string|number|null|undefined|false)} children text is shown literally, nothing is left out but empties
 */
function node(tag, name = "", ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** @param {string} text @param {string|null|undefined} address only http and https become a link @returns {Node} */
function outward(text, address) {
  let url = null;
  try {
    url = address ? new URL(address) : null;
  } catch {
    url = null;
  }
  if (!url || !["http:", "https:"].includes(url.protocol)) return document.createTextNode(text);
  const link = node("a", "", text);
  Object.assign(link, { href: url.href, target: "_blank", rel: "noopener noreferrer" });
  return link;
}

/** @param {string} text @param {string} [kind] @param {string} [title] a short mark beside a value */
function mark(text, kind = "", title = "") {
  const element = node("span", `mark ${kind}`.trim(), text);
  if (title) element.title = title;
  return element;
}

/** @param {string} text @param {() => void} act @param {string} [name] */
function button(text, act, name = "text") {
  const element = node("button", name, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

/** Outlines by class of event, in a box of 16: told apart without colour. */
const OUTLINES = {
  battle: "M8 1.5 14.5 8 8 14.5 1.5 8z",
  remote_violence: "M8 1.8 14.8 14H1.2z",
  violence_against_civilians: "M2.5 2.5h11v11h-11z",
  demonstration: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z",
  strategic: "M4.6 2h6.8L14.8 8l-3.4 6H4.6L1.2 8z",
  unspecified: "M6 2h4v4h4v4h-4v4H6v-4H2V6h4z",
};

/** @param {{class: string, colour: string, words: string, mapped?: boolean}} event hollow where nothing is on the map */
function glyph(event) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", event.mapped === false ? "glyph hollow" : "glyph");
  picture.setAttribute("aria-hidden", "true");
  const outline = picture.appendChild(document.createElementNS(space, "path"));
  outline.setAttribute("d", OUTLINES[event.class] ?? OUTLINES.unspecified);
  picture.style.setProperty("--colour", event.colour || "currentColor");
  return picture;
}

/** @param {number} n @param {string} one @param {string} [many] */
function counted(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
