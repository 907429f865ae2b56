// What the page's own components share: elements whose text is only ever a text node, and the theme.

/**
 * @param {string} tag @param {string} [name] its class
 * @param {...(Node|string|number|null|undefined|false)} children text is shown literally; empties are left out
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

/** @param {string} colour as the theme writes it @returns {boolean} */
function isDark(colour) {
  const pad = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  pad.fillStyle = colour;
  pad.fillRect(0, 0, 1, 1);
  const [r, g, b] = pad.getImageData(0, 0, 1, 1).data;
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}

/**
 * @param {{base: string, token: string|null}} where @param {string} path below the routes' base @param {AbortSignal} signal
 * @returns {Promise<any>} the JSON; throws an Error with a sentence for the reader and a `status`, 0 where nothing answers
 */
async function ask(where, path, signal) {
  const headers = { accept: "application/json", ...(where.token ? { "X-Atlas-Session": where.token } : {}) };
  let answer;
  try {
    answer = await fetch(`${where.base}/${path}`, { headers, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw Object.assign(new Error("The server does not answer. Check that it runs, then try again."), { status: 0 });
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  throw Object.assign(new Error(body.error ?? `The server answers ${answer.status}.`), { status: answer.status });
}

/** @param {{assets: string}} where @param {string} name of one of the map's own modules @returns {Promise<any>} */
function borrow(where, name) {
  return import(new URL(`${where.assets}/${name}`, window.location.href).href);
}

/** What was told to the page and not yet answered, so that the answer to an earlier act does not undo a later one. */
function makeSent() {
  let waiting = [];
  return {
    /** @param {string} value */
    add: (value) => waiting.push(value),
    /** @param {string} value what the page says now @returns {boolean} false for an answer that a later act has overtaken */
    isNews(value) {
      const at = waiting.lastIndexOf(value);
      if (at >= 0) waiting = waiting.slice(at + 1);
      return waiting.length === 0 || at < 0;
    },
  };
}
