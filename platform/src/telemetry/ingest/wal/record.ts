import { crc32 } from "node:zlib";

/* A segment is records end to end. A record: magic (4 bytes), length of the body (4), CRC-32 of the time and the
 * body (4), zero (4), time of receipt in milliseconds as a double (8), body. All little-endian. */

const magic = 0x3157_524e; // "NRW1"
export const headerLength = 24;

export function recordHeader(body: Uint8Array, receivedMs: number): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt32LE(magic, 0);
  header.writeUInt32LE(body.length, 4);
  header.writeDoubleLE(receivedMs, 16);
  header.writeUInt32LE(checksum(header, body), 8);
  return header;
}

export interface Record {
  readonly body: Buffer;
  readonly receivedMs: number;
}

/** Records of a segment up to where it stops making sense.
 *  @returns the records, and the rest that is none: what a crash left half written, which nobody was told is
 *           safe, or what a failing disk has changed */
export function readRecords(segment: Buffer): { records: Record[]; rest: Buffer } {
  const records: Record[] = [];
  let at = 0;
  while (at + headerLength <= segment.length) {
    const end = at + headerLength + segment.readUInt32LE(at + 4);
    if (segment.readUInt32LE(at) !== magic || end > segment.length) break;
    const body = segment.subarray(at + headerLength, end);
    if (checksum(segment.subarray(at), body) !== segment.readUInt32LE(at + 8)) break;
    records.push({ body, receivedMs: segment.readDoubleLE(at + 16) });
    at = end;
  }
  return { records, rest: segment.subarray(at) };
}

const checksum = (header: Buffer, body: Uint8Array) => crc32(body, crc32(header.subarray(16, headerLength)));
