import { Dictionary } from "@naru/clickhouse";

/** Ids of traces and spans, as small numbers. Number 0 is "none". Most are never shown, so their text is made when it is asked for. */
export class Ids {
  readonly #known = new Dictionary();
  readonly #encoding: "hex" | "utf8";

  /** @param encoding how an id's bytes are written as text */
  constructor(encoding: "hex" | "utf8" = "hex") {
    this.#encoding = encoding;
    this.number("");
  }

  number(text: string): number {
    const bytes = Buffer.from(text, this.#encoding);
    return this.#known.of(bytes, 0, bytes.length);
  }

  text(number: number): string {
    return this.#known.bytes(number).toString(this.#encoding);
  }

  /** @param bytes ids end to end; zeros mean "none"
   *  @param width bytes of each */
  numbers(bytes: Uint8Array, width: number): Uint32Array {
    const numbers = new Uint32Array(bytes.length / width);
    for (let row = 0; row < numbers.length; row++) {
      const start = row * width;
      if (!isZero(bytes, start, width)) numbers[row] = this.#known.of(bytes, start, start + width);
    }
    return numbers;
  }
}

function isZero(bytes: Uint8Array, start: number, width: number): boolean {
  for (let at = start; at < start + width; at++) if (bytes[at] !== 0) return false;
  return true;
}
