// Listens for the newest filter, which the server says before the page has drawn itself anew.

import { socketAddress } from "./net.js";
import { unpack } from "./packing.js";

const [AGAIN_MS, LONGEST_MS] = [2000, 60000];
const REFUSED = 4401;

export class Live {
  /** @param {(header: any, arrays: any) => void} heard */
  constructor(heard) {
    this.heard = heard;
    this.session = "";
    this.token = "";
    this.pause = AGAIN_MS;
    /** @type {WebSocket|null} */ this.socket = null;
  }

  get listens() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Listen for a session. @param {string} session @param {string} token */
  join(session, token) {
    this.token = token;
    if (session === this.session) return;
    this.session = session;
    const before = this.socket;
    this.#open();
    before?.close();
  }

  #open() {
    const { session, token } = this;
    const socket = new WebSocket(socketAddress(`live?${new URLSearchParams({ session, ...(token ? { token } : {}) })}`));
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.pause = AGAIN_MS;
    };
    socket.onclose = ({ code }) => {
      if (socket !== this.socket || code === REFUSED) return;
      setTimeout(() => socket === this.socket && this.#open(), this.pause);
      this.pause = Math.min(LONGEST_MS, 2 * this.pause);
    };
    socket.onmessage = ({ data }) => {
      const { header, arrays } = unpack(data);
      this.heard(header, arrays);
      const shown = () => socket.readyState === WebSocket.OPEN && socket.send("shown");
      if (document.hidden) shown();
      else requestAnimationFrame(() => setTimeout(shown));
    };
  }
}
