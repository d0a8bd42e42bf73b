/** A body that is no Snappy block. */
export class SnappyError extends Error {
  override readonly name = "SnappyError";
}

/** Decompresses a block of Snappy.
 *  @param mostBytes what it may become: the block says its length first, so that a lie costs nothing
 *  @throws SnappyError; RangeError when it would become longer than `mostBytes`
 *  Source: https://github.com/google/snappy/blob/main/format_description.txt */
export function unsnap(block: Uint8Array, mostBytes: number): Buffer {
  const { length, start } = readLength(block);
  if (length > mostBytes) throw new RangeError(`the block says that it has ${length} bytes`);
  const out = Buffer.allocUnsafe(length);
  let at = start;
  let written = 0;
  while (at < block.length) {
    const tag = block[at++] as number;
    if ((tag & 3) === 0) {
      const literal = literalLength(block, tag, at);
      at = literal.start;
      if (literal.length > block.length - at || literal.length > length - written)
        throw new SnappyError("a literal is too long");
      out.set(block.subarray(at, at + literal.length), written);
      at += literal.length;
      written += literal.length;
    } else {
      const copy = readCopy(block, tag, at);
      at = copy.start;
      if (copy.offset === 0 || copy.offset > written || copy.length > length - written) {
        throw new SnappyError("a copy reaches outside of what there is");
      }
      repeat(out, written, copy.offset, copy.length);
      written += copy.length;
    }
  }
  if (written !== length) throw new SnappyError(`the block has ${written} bytes and says ${length}`);
  return out;
}

function readLength(block: Uint8Array): { length: number; start: number } {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = block[i];
    if (byte === undefined) break;
    length += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) {
      if (length > 0xffff_ffff) break;
      return { length, start: i + 1 };
    }
  }
  throw new SnappyError("the length can't be read");
}

function literalLength(block: Uint8Array, tag: number, at: number): { length: number; start: number } {
  const short = tag >> 2;
  if (short < 60) return { length: short + 1, start: at };
  const bytes = short - 59;
  return { length: littleEndian(block, at, bytes) + 1, start: at + bytes };
}

function readCopy(
  block: Uint8Array,
  tag: number,
  at: number,
): { length: number; offset: number; start: number } {
  if ((tag & 3) === 1) {
    const low = littleEndian(block, at, 1);
    return { length: ((tag >> 2) & 7) + 4, offset: ((tag >> 5) << 8) | low, start: at + 1 };
  }
  const bytes = (tag & 3) === 2 ? 2 : 4;
  return { length: (tag >> 2) + 1, offset: littleEndian(block, at, bytes), start: at + bytes };
}

function littleEndian(block: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > block.length) throw new SnappyError("the block ends too early");
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (block[at + i] as number);
  return value;
}

/** A copy may overlap what it writes: then it repeats. */
function repeat(out: Buffer, at: number, offset: number, length: number): void {
  if (offset >= length) {
    out.copyWithin(at, at - offset, at - offset + length);
    return;
  }
  for (let i = 0; i < length; i++) out[at + i] = out[at + i - offset] as number;
}
