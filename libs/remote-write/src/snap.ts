/** Compresses a block, well enough for tests: what was seen before at the same four bytes is copied. */
export function snap(bytes: Uint8Array): Buffer {
  const parts: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    parts.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const seen = new Map<number, number>();
  let literalFrom = 0;
  const literal = (end: number) => {
    for (let at = literalFrom; at < end; at += 256) {
      const piece = bytes.subarray(at, Math.min(end, at + 256));
      parts.push(60 << 2, piece.length - 1, ...piece);
    }
  };
  for (let at = 0; at + 4 <= bytes.length;) {
    const key = view.getUint32(at);
    const before = seen.get(key);
    seen.set(key, at);
    if (before === undefined || at - before > 65_535) {
      at++;
      continue;
    }
    let length = 4;
    while (length < 64 && at + length < bytes.length && bytes[before + length] === bytes[at + length])
      length++;
    literal(at);
    parts.push(((length - 1) << 2) | 2, (at - before) & 255, (at - before) >> 8);
    at += length;
    literalFrom = at;
  }
  literal(bytes.length);
  return Buffer.from(parts);
}
