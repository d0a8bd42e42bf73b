/* The form of a scatter's answer, little-endian: UInt32 length of a head, the head as JSON padded with spaces to a
 * multiple of four bytes, then eleven bytes a point in no order: UInt32 milliseconds after `from` at which the
 * transaction ended, Float32 milliseconds that it took, UInt8 status as in OTLP (2: error), UInt16 index in `services`. */

export const bytesAPoint = 11;

export interface ScatterHead {
  /** Milliseconds since 1970; `to` is not part of the window. */
  readonly from: number;
  readonly to: number;
  readonly services: readonly string[];
  /** There are more transactions than were asked for. */
  readonly truncated: boolean;
}

/** Columns of the same length. */
export interface Points extends ScatterHead {
  readonly count: number;
  /** Milliseconds after `from`. */
  readonly ends: Uint32Array;
  /** Milliseconds. */
  readonly values: Float32Array;
  readonly statuses: Uint8Array;
  /** Indexes in `services`. */
  readonly serviceOf: Uint16Array;
}

export function encodePoints(head: ScatterHead, rows: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const length = Math.ceil(json.length / 4) * 4;
  const answer = new Uint8Array(4 + length + rows.length).fill(0x20, 4, 4 + length);
  new DataView(answer.buffer).setUint32(0, length, true);
  answer.set(json, 4);
  answer.set(rows, 4 + length);
  return answer;
}

/** @throws RangeError, SyntaxError when these are not the bytes of a scatter */
export function decodePoints(bytes: Uint8Array): Points {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as ScatterHead;
  const count = Math.floor((bytes.byteLength - 4 - length) / bytesAPoint);
  const ends = new Uint32Array(count);
  const values = new Float32Array(count);
  const statuses = new Uint8Array(count);
  const serviceOf = new Uint16Array(count);
  for (let i = 0, at = 4 + length; i < count; i++, at += bytesAPoint) {
    ends[i] = view.getUint32(at, true);
    values[i] = view.getFloat32(at + 4, true);
    statuses[i] = view.getUint8(at + 8);
    serviceOf[i] = view.getUint16(at + 9, true);
  }
  return { ...head, count, ends, values, statuses, serviceOf };
}
