/* The frames of SPDY/3.1, as far as port forwarding uses them.
 * Source: https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ section 2.2 */

export type Frame =
  | { readonly is: "open"; readonly stream: number; readonly headers: Buffer; readonly isLast: boolean }
  | { readonly is: "headers"; readonly stream: number; readonly headers: Buffer; readonly isLast: boolean }
  | { readonly is: "data"; readonly stream: number; readonly data: Buffer; readonly isLast: boolean }
  | { readonly is: "reset"; readonly stream: number }
  | { readonly is: "ping"; readonly id: Buffer }
  | { readonly is: "end" }
  | { readonly is: "other" };

const version = 3;
const types = { open: 1, reply: 2, reset: 3, ping: 6, end: 7, headers: 8 } as const;
const headLength = 8;
const finished = 1;
/** What clients of Kubernetes send is far smaller. */
const longestFrame = 1 << 20;
export const longestData = 1 << 16;
const refusedStream = 3;

/** Cuts what comes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws Error for what is no SPDY/3.1, or too long */
  *take(chunk: Buffer): Generator<Frame> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= headLength) {
      const length = this.#rest.readUIntBE(5, 3);
      if (length > longestFrame) throw new Error(`a frame of ${length} bytes is too long`);
      if (this.#rest.length < headLength + length) return;
      const frame = frameOf(
        this.#rest.subarray(0, headLength),
        this.#rest.subarray(headLength, headLength + length),
      );
      this.#rest = this.#rest.subarray(headLength + length);
      yield frame;
    }
  }
}

function frameOf(head: Buffer, body: Buffer): Frame {
  const isLast = ((head[4] ?? 0) & finished) !== 0;
  const first = head.readUInt32BE(0);
  if (first < 0x80000000) return { is: "data", stream: first, data: body, isLast };
  if (((first >>> 16) & 0x7fff) !== version) throw new Error("the other side speaks no SPDY/3.1");
  switch (first & 0xffff) {
    case types.open:
      return { is: "open", stream: streamOf(body, 10), headers: body.subarray(10), isLast };
    case types.headers:
      return { is: "headers", stream: streamOf(body, 4), headers: body.subarray(4), isLast };
    case types.reset:
      return { is: "reset", stream: streamOf(body, 8) };
    case types.ping:
      return { is: "ping", id: body };
    case types.end:
      return { is: "end" };
    default:
      return { is: "other" };
  }
}

function streamOf(body: Buffer, least: number): number {
  if (body.length < least) throw new Error("a frame is too short");
  return body.readUInt32BE(0) & 0x7fffffff;
}

export function dataFrame(stream: number, data: Buffer, isLast: boolean): Buffer {
  return frame(stream, isLast, data);
}

/** @param headers  compressed */
export const replyFrame = (stream: number, headers: Buffer) =>
  control(types.reply, Buffer.concat([number(stream), headers]));

export const resetFrame = (stream: number) =>
  control(types.reset, Buffer.concat([number(stream), number(refusedStream)]));

export const pingFrame = (id: Buffer) => control(types.ping, id);

const control = (type: number, body: Buffer) =>
  frame((0x80000000 | (version << 16) | type) >>> 0, false, body);

function frame(first: number, isLast: boolean, body: Buffer): Buffer {
  const head = Buffer.alloc(headLength);
  head.writeUInt32BE(first, 0);
  head[4] = isLast ? finished : 0;
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
