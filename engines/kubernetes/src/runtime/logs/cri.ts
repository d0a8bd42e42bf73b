/** The log format of the Container Runtime Interface: `2026-11-22T06:00:00.123456789Z stdout F text`; `P` marks a
 *  line that the next one goes on with.
 *  Source: https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md */
export type Stream = "stdout" | "stderr";

const newline = 0x0a;
const longestPart = 16 * 1024;

/** Turns what one stream prints into lines of the log. What follows the last line break waits for more. */
export class LineFormat {
  readonly #stream: Stream;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  take(chunk: Buffer, time: string): Buffer {
    const text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pieces: Buffer[] = [];
    let start = 0;
    for (let end = text.indexOf(newline); end !== -1; end = text.indexOf(newline, start)) {
      start = this.#parts(pieces, text, { start, end, time });
      pieces.push(this.#head(time, "F"), text.subarray(start, end + 1));
      start = end + 1;
    }
    start = this.#parts(pieces, text, { start, end: text.length, time });
    this.#rest = Buffer.from(text.subarray(start));
    return Buffer.concat(pieces);
  }

  /** What came after the last line break: a line that nothing goes on with. */
  end(time: string): Buffer {
    if (this.#rest.length === 0) return this.#rest;
    return Buffer.concat([this.#head(time, "P"), this.#rest, Buffer.of(newline)]);
  }

  /** Cuts off what is longer than one part may be. */
  #parts(
    pieces: Buffer[],
    text: Buffer,
    { start, end, time }: { start: number; end: number; time: string },
  ): number {
    let from = start;
    for (; end - from > longestPart; from += longestPart) {
      pieces.push(this.#head(time, "P"), text.subarray(from, from + longestPart), Buffer.of(newline));
    }
    return from;
  }

  #head(time: string, tag: "F" | "P"): Buffer {
    return Buffer.from(`${time} ${this.#stream} ${tag} `);
  }
}

let last = 0n;

/** The time now in nanoseconds since 1970, never earlier than it was told before. */
export function nanoseconds(): bigint {
  const now = BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n);
  last = now > last ? now : last;
  return last;
}

/** RFC 3339 with nine digits behind the second. */
export function timestamp(time: bigint): string {
  const second = new Date(Number(time / 1_000_000n)).toISOString().slice(0, 19);
  return `${second}.${(time % 1_000_000_000n).toString().padStart(9, "0")}Z`;
}

export interface LogLine {
  readonly time: Buffer;
  readonly stream: Stream;
  readonly isPartial: boolean;
  readonly text: Buffer;
}

const space = 0x20;

/** @param line  without its line break; undefined is returned for one that is not in the format */
export function parseLine(line: Buffer): LogLine | undefined {
  const afterTime = line.indexOf(space);
  const afterStream = line.indexOf(space, afterTime + 1);
  const afterTag = line.indexOf(space, afterStream + 1);
  if (afterTime < 0 || afterStream < 0 || afterTag < 0) return undefined;
  return {
    time: line.subarray(0, afterTime),
    stream: line.subarray(afterTime + 1, afterStream).toString() === "stderr" ? "stderr" : "stdout",
    isPartial:
      line
        .subarray(afterStream + 1, afterTag)
        .toString()
        .split(":")[0] === "P",
    text: line.subarray(afterTag + 1),
  };
}
