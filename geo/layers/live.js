// Listens for the newest filter, which the server says before the page has drawn itself anew.

import { socketAddress } from "./net.js";
import { unpack } from "./packing.js";

const AGAIN_MS = 5000;

export class Live {
  /** @param {(header: any, arrays: any) => void} heard */
  constructor(heard) {
    this.heard = heard;
    this.session = "";
    /** @type {WebSocket|null} */ this.socket = null;
    this.tried = -AGAIN_MS;
  }

  get listens() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Listen for a session; where the connection is lost it is made again at a later call. @param {string} session @param {string} token */
  join(session, token) {
    const address = socketAddress(`live?${new URLSearchParams({ session, ...(token ? { token } : {}) })}`);
    const same = session === this.session;
    const held = this.socket && this.socket.readyState <= WebSocket.OPEN;
    if (same && (held || performance.now() - this.tried < AGAIN_MS)) return;
    this.socket?.close();
    [this.session, this.tried] = [session, performance.now()];
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      const { header, arrays } = unpack(data);
      this.heard(header, arrays);
      const shown = () => socket.readyState === WebSocket.OPEN && socket.send("shown");
      if (document.hidden) shown();
      else requestAnimationFrame(() => setTimeout(shown));
    };
  }
}
