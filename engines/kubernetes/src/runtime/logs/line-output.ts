import { parseLine, timestamp } from "./cri.ts";

const newline = 0x0a;

export interface LineOptions {
  /** Milliseconds since 1970. */
  readonly sinceTime?: number;
  /** Keeps the time stamp in front of each line. */
  readonly timestamps?: boolean;
  readonly limitBytes?: number;
}

/** Turns lines of the log into what the program printed. */
export class LineOutput {
  readonly #since: string;
  readonly #timestamps: boolean;
  #left: number;
  #isLineStart = true;

  constructor({ sinceTime, timestamps = false, limitBytes = Infinity }: LineOptions) {
    this.#since = sinceTime === undefined ? "" : timestamp(BigInt(Math.trunc(sinceTime)) * 1_000_000n);
    this.#timestamps = timestamps;
    this.#left = limitBytes;
  }

  /** Whether as much as was asked for has been given. */
  get isFull(): boolean {
    return this.#left <= 0;
  }

  /** @param lines  each with its line break */
  take(lines: Buffer): Buffer {
    const pieces: Buffer[] = [];
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(newline, start);
      this.#line(pieces, lines.subarray(start, end));
      start = end + 1;
    }
    const text = Buffer.concat(pieces).subarray(0, this.#left);
    this.#left -= text.length;
    return text;
  }

  #line(pieces: Buffer[], line: Buffer): void {
    const parsed = parseLine(line);
    // What is not in the format can't be dated; it is shown as it stands.
    const { time, isPartial, text } = parsed ?? { time: undefined, isPartial: false, text: line };
    if (time !== undefined && this.#since !== "" && time.toString("latin1") < this.#since) return;
    if (this.#timestamps && this.#isLineStart && time !== undefined) pieces.push(time, Buffer.from(" "));
    pieces.push(text);
    if (!isPartial) pieces.push(Buffer.of(newline));
    this.#isLineStart = !isPartial;
  }
}
