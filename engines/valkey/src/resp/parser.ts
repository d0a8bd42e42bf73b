/** A client broke the protocol; the connection is closed after the error is sent. `message` is as Valkey words it. */
export class ProtocolError extends Error {}

export interface ParserLimits {
  /** Bytes of one argument. */
  readonly bulk: number;
  /** Bytes of one command, its arguments together. */
  readonly command: number;
  /** Arguments of one command. */
  readonly arguments: number;
}

export const usualLimits: ParserLimits = {
  bulk: 128 * 1024 * 1024,
  command: 256 * 1024 * 1024,
  arguments: 1024 * 1024,
};

/** What somebody may send who has not said who they are. */
const strangerLimits: ParserLimits = { bulk: 16_384, command: 163_840, arguments: 10 };
const lineLimit = 64 * 1024;
const nothing = Buffer.alloc(0);
const [cr, lf, star, dollar, minus, zero] = [13, 10, 42, 36, 45, 48];

/** Commands out of a stream of chunks, cut anywhere: arrays of bulk strings, or inline commands. Arguments are latin1
 *  strings, one character a byte: whatever bytes they are, they compare, key a Map and are sent again as they came.
 *  Source: https://valkey.io/topics/protocol/ */
export class Parser {
  /** False until the client has said who it is, where it has to: bounds are then tight. */
  trusted = true;
  readonly #limits: ParserLimits;
  readonly #strict: boolean;
  #buffer: Buffer = nothing;
  #at = 0;
  /** Bytes before `#buffer` begins. */
  #before = 0;
  #chunks: Buffer[] = [];
  #waiting = 0;
  /** Bytes without which no step can be made: so a large argument is put together once, not once a chunk. */
  #need = 0;
  #args: string[] = [];
  #missing = 0;
  #bulk = -1;
  #size = 0;

  /** @param strict  a file of ours: no inline commands, and what ends an argument is looked at */
  constructor(limits: ParserLimits = usualLimits, strict = false) {
    this.#limits = limits;
    this.#strict = strict;
  }

  push(chunk: Buffer): void {
    if (this.#at === this.#buffer.length && this.#waiting === 0) {
      this.#before += this.#buffer.length;
      this.#buffer = chunk;
      this.#at = 0;
    } else {
      this.#chunks.push(chunk);
      this.#waiting += chunk.length;
    }
  }

  /** Bytes of the stream that were read, of complete and begun commands. */
  get offset(): number {
    return this.#before + this.#at;
  }

  /** Bytes that are kept: not yet read, or of a command that is not complete. */
  get buffered(): number {
    return this.#buffer.length - this.#at + this.#waiting + this.#size;
  }

  /** Whether the stream may end here. */
  get complete(): boolean {
    return this.#missing === 0 && this.#at === this.#buffer.length && this.#waiting === 0;
  }

  /** The next command, or undefined when more bytes have to come.
   *  @throws ProtocolError; nothing can be read after it */
  next(): string[] | undefined {
    if (this.#waiting > 0) {
      if (this.#short()) return undefined;
      this.#merge();
    }
    if ((this.#missing > 0 || this.#begin()) && this.#readArguments()) return this.#finish();
    if (this.#at === this.#buffer.length) this.#release();
    return undefined;
  }

  /** A client that is silent holds no chunk. */
  #release(): void {
    this.#before += this.#at;
    this.#buffer = nothing;
    this.#at = 0;
  }

  #short(): boolean {
    return this.#buffer.length - this.#at + this.#waiting < this.#need;
  }

  #merge(): void {
    this.#before += this.#at;
    this.#buffer = Buffer.concat([this.#buffer.subarray(this.#at), ...this.#chunks]);
    this.#at = 0;
    this.#chunks = [];
    this.#waiting = 0;
  }

  #finish(): string[] {
    const args = this.#args;
    this.#args = [];
    this.#size = 0;
    return args;
  }

  /** Reads how many arguments follow, or an inline command whole. Empty ones are passed over. */
  #begin(): boolean {
    while (this.#at < this.#buffer.length) {
      if (this.#buffer[this.#at] !== star) {
        if (this.#strict) throw new ProtocolError("Protocol error: expected '*'");
        if (!this.#readInline()) return false;
        if (this.#args.length > 0) return true;
        continue;
      }
      const count = this.#readCount("too big mbulk count string");
      if (count === undefined) return false;
      if (Number.isNaN(count) || count > this.#limits.arguments) {
        throw new ProtocolError("Protocol error: invalid multibulk length");
      }
      if (!this.trusted && count > strangerLimits.arguments) {
        throw new ProtocolError("Protocol error: unauthenticated multibulk length");
      }
      if (count <= 0) continue;
      this.#missing = count;
      return true;
    }
    return false;
  }

  #readArguments(): boolean {
    const buffer = this.#buffer;
    while (this.#missing > 0) {
      if (this.#bulk < 0 && !this.#beginBulk()) return false;
      const end = this.#at + this.#bulk;
      if (end + 2 > buffer.length) {
        this.#need = this.#bulk + 2;
        return false;
      }
      if (this.#strict && (buffer[end] !== cr || buffer[end + 1] !== lf)) {
        throw new ProtocolError("Protocol error: an argument is longer or shorter than it says");
      }
      this.#args.push(buffer.toString("latin1", this.#at, end));
      this.#at = end + 2;
      this.#bulk = -1;
      this.#need = 0;
      this.#missing--;
    }
    return true;
  }

  #beginBulk(): boolean {
    if (this.#at >= this.#buffer.length) return false;
    const type = this.#buffer[this.#at]!;
    if (type !== dollar) {
      throw new ProtocolError(`Protocol error: expected '$', got '${String.fromCodePoint(type)}'`);
    }
    const length = this.#readCount("too big bulk count string");
    if (length === undefined) return false;
    if (Number.isNaN(length) || length < 0 || length > this.#limits.bulk) {
      throw new ProtocolError("Protocol error: invalid bulk length");
    }
    if (!this.trusted && length > strangerLimits.bulk) {
      throw new ProtocolError("Protocol error: unauthenticated bulk length");
    }
    this.#size += length;
    if (this.#size > this.#limits.command) throw new ProtocolError("Protocol error: too big command");
    this.#bulk = length;
    return true;
  }

  /** The number after the type byte; NaN when it is none, undefined when the line is not all there. */
  #readCount(tooLong: string): number | undefined {
    const buffer = this.#buffer;
    let at = this.#at + 1;
    const negative = buffer[at] === minus;
    if (negative) at++;
    const first = at;
    let value = 0;
    for (; at < buffer.length && buffer[at] !== cr; at++) {
      const digit = buffer[at]! - zero;
      value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
    }
    if (at - this.#at > lineLimit) throw new ProtocolError(`Protocol error: ${tooLong}`);
    if (at + 1 >= buffer.length) return undefined;
    if (this.#strict && buffer[at + 1] !== lf) throw new ProtocolError("Protocol error: a line has no end");
    this.#at = at + 2;
    if (at === first) return Number.NaN;
    return negative ? -value : value;
  }

  #readInline(): boolean {
    const end = this.#buffer.indexOf(lf, this.#at);
    if ((end < 0 ? this.#buffer.length : end) - this.#at > lineLimit) {
      throw new ProtocolError("Protocol error: too big inline request");
    }
    if (end < 0) return false;
    const last = end > this.#at && this.#buffer[end - 1] === cr ? end - 1 : end;
    const words = splitWords(this.#buffer.toString("latin1", this.#at, last));
    if (!words) throw new ProtocolError("Protocol error: unbalanced quotes in request");
    this.#at = end + 1;
    this.#args = words;
    return true;
  }
}

const space = /[ \t\r\n\v\f\0]/;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\u0007" };

/** Words of a line: bare, in 'single' or in "double" quotes with escapes; undefined when quotes do not balance. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && space.test(line[at]!)) at++;
    if (at >= line.length) return words;
    let word = "";
    while (at < line.length && !space.test(line[at]!)) {
      const quote = line[at]!;
      if (quote !== '"' && quote !== "'") {
        word += quote;
        at++;
        continue;
      }
      const quoted = readQuoted(line, at + 1, quote);
      if (!quoted) return undefined;
      word += quoted.text;
      at = quoted.end;
      if (at < line.length && !space.test(line[at]!)) return undefined;
    }
    words.push(word);
  }
}

function readQuoted(line: string, from: number, quote: string): { text: string; end: number } | undefined {
  let text = "";
  for (let at = from; at < line.length; at++) {
    const character = line[at]!;
    if (character === quote) return { text, end: at + 1 };
    if (character !== "\\" || at + 1 >= line.length) {
      text += character;
      continue;
    }
    const next = line[++at]!;
    const hex = /^x([0-9a-fA-F]{2})/.exec(line.slice(at, at + 3));
    if (quote === "'") text += next === "'" ? "'" : `\\${next}`;
    else if (hex) {
      text += String.fromCodePoint(Number.parseInt(hex[1]!, 16));
      at += 2;
    } else text += escapes[next] ?? next;
  }
  return undefined;
}
