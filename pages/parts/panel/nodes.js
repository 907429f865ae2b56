// Small pieces that list and card are made of.

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

/** @type {{paths: Record<string, string>, colours: string[]}} the map's own glyphs and palette, once they are here */
let look = { paths: {}, colours: [] };

/** @param {{assets: string}} where @param {string} paper colour of the ground */
async function learnLook(where, paper) {
  const [{ traceGlyph, CLASSES }, { slotColours }] = await Promise.all([borrow(where, "glyphs.js"), borrow(where, "palette.js")]);
  const paths = Object.fromEntries(CLASSES.map((name) => [name, outlineOf(traceGlyph, name)]));
  look = { paths, colours: slotColours(isDark(paper) ? "dark" : "light", false) };
}

/** @param {Function} trace draws on a canvas @param {string} name event class @returns {string} the same as an SVG path */
function outlineOf(trace, name) {
  const steps = [];
  trace(
    {
      beginPath() {},
      moveTo: (x, y) => steps.push(`M${x} ${y}`),
      lineTo: (x, y) => steps.push(`L${x} ${y}`),
      closePath: () => steps.push("Z"),
      arc: (x, y, r) => steps.push(`M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`),
    },
    name,
    0,
    0,
    6,
  );
  return steps.join("");
}

/**
 * @param {{class: string, slot: number}} type @param {boolean} mapped @param {boolean} exact
 * filled for an exact place and hollow for any other as on the map, dashed where nothing is on it
 */
function glyph(type, mapped, exact) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "-8 -8 16 16");
  picture.setAttribute("class", `glyph ${mapped ? (exact ? "" : "hollow") : "hollow unmapped"}`);
  picture.setAttribute("aria-hidden", "true");
  picture.append(document.createElementNS(space, "path"));
  Object.assign(picture.dataset, { kind: type.class, slot: type.slot });
  ink(picture);
  return picture;
}

/** Give a glyph the shape and colour of the look as it is known now. @param {SVGElement} picture */
function ink(picture) {
  const { kind, slot } = picture.dataset;
  picture.firstChild.setAttribute("d", look.paths[kind] ?? "");
  picture.style.setProperty("--colour", look.colours[slot] ?? "currentColor");
}

/** @param {number} n @param {string} one @param {string} [many] */
function counted(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** @param {HTMLElement} place @param {string} text empty hides it @param {(() => void)|null} [retry] */
function say(place, text, retry = null) {
  place.hidden = !text;
  place.replaceChildren(node("p", "", text));
  if (retry) place.append(button("Try again", retry));
}
