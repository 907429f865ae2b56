// Reads the container that geo/layers/packing.py writes.

const TYPES = { f4: Float32Array, f8: Float64Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array };

/**
 * @param {ArrayBuffer} buffer
 * @returns {{header: any, arrays: Record<string, any>}} arrays are views of the buffer
 */
export function unpack(buffer) {
  const head = new DataView(buffer);
  if (head.getUint32(0) !== 0x41544c31) throw new Error("The server's answer is no column payload.");
  const size = head.getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size)));
  const arrays = {};
  for (const [name, [type, offset, count]] of Object.entries(header.arrays)) {
    arrays[name] = new TYPES[type](buffer, 8 + size + offset, count);
  }
  return { header, arrays };
}
