/** Strings that repeat, as small numbers. Number 0 is the empty string. */
export class Names {
  readonly #numbers = new Map<string, number>([["", 0]]);
  readonly #texts: string[] = [""];

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const made = this.#texts.length;
    this.#numbers.set(text, made);
    this.#texts.push(text);
    return made;
  }

  text(number: number): string {
    return this.#texts[number] ?? "";
  }

  get size(): number {
    return this.#texts.length;
  }
}
