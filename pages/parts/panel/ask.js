// Questions to the process's own routes.

/** A fault with a sentence for the reader; `status` 0 is a server that does not answer. */
class AskError extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/**
 * @param {{base: string, token: string|null}} where @param {string} path below /atlas/ @param {AbortSignal} signal
 * @returns {Promise<any>} the JSON; throws AskError, or AbortError when the question is no longer asked
 */
async function ask(where, path, signal) {
  const headers = { accept: "application/json", ...(where.token ? { "X-Atlas-Session": where.token } : {}) };
  let answer;
  try {
    answer = await fetch(`${where.base}/atlas/${path}`, { headers, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new AskError("The server does not answer. Check that it runs, then try again.", 0);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new AskError(body.error ?? `The server answers ${answer.status}.`, answer.status);
  return body;
}

/** @param {HTMLElement} place @param {string} text empty hides it @param {(() => void)|null} [retry] */
function say(place, text, retry = null) {
  place.hidden = !text;
  place.replaceChildren(node("p", "", text));
  if (retry) place.append(button("Try again", retry));
}
