// Requests to the routes of this very server, with the session's token.

const root = new URL("../../", import.meta.url);
let token = "";

/** @param {string} value the token that the page made for this session, "" without sign-in */
export function useToken(value) {
  token = value;
}

/**
 * @param {string} path below /atlas/
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
async function ask(path, signal) {
  let answer;
  try {
    answer = await fetch(new URL(path, root), { signal, headers: token ? { "X-Atlas-Session": token } : {} });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The server does not answer.");
  }
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => ({}));
  const error = new Error(body.error ?? `The server answered ${answer.status} to ${path.split("?")[0]}.`);
  throw Object.assign(error, { status: answer.status });
}

/** @param {string} path below /atlas/ @returns {string} the address of a WebSocket there */
export function socketAddress(path) {
  const address = new URL(path, root);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/** @param {string} path @param {AbortSignal} [signal] */
export async function getJson(path, signal) {
  return (await ask(path, signal)).json();
}

/**
 * @param {string} path
 * @param {(done: number) => void} [progress] told the bytes received so far
 * @param {AbortSignal} [signal]
 * @returns {Promise<ArrayBuffer>}
 */
export async function getBytes(path, progress, signal) {
  const answer = await ask(path, signal);
  if (!progress || !answer.body) return answer.arrayBuffer();
  const reader = answer.body.getReader();
  const chunks = [];
  let done = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    chunks.push(step.value);
    done += step.value.length;
    progress(done);
  }
  const whole = new Uint8Array(done);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}
