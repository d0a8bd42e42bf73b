/** IPv4 addresses of a /16, each to one holder at a time; who comes again gets the same one while it is free. */
export class AddressPool {
  readonly #prefix: string;
  readonly #first: number;
  readonly #held = new Map<string, number>();
  readonly #taken = new Set<number>();
  #next: number;

  /** @param prefix  `127.16`
   *  @param first   of the range's last 16 bits: those before are kept for others */
  constructor(prefix: string, first: number) {
    this.#prefix = prefix;
    this.#first = first;
    this.#next = first;
  }

  /** @param wanted  the address that it had, or asks for
   *  @throws Error when none is left */
  hold(holder: string, wanted?: string): string {
    const held = this.#held.get(holder);
    if (held !== undefined) return this.#text(held);
    const asked = wanted === undefined ? undefined : this.#number(wanted);
    const number = asked !== undefined && !this.#taken.has(asked) ? asked : this.#free();
    this.#held.set(holder, number);
    this.#taken.add(number);
    return this.#text(number);
  }

  isFree(address: string): boolean {
    const number = this.#number(address);
    return number !== undefined && !this.#taken.has(number);
  }

  contains(address: string): boolean {
    return this.#number(address) !== undefined;
  }

  release(holder: string): void {
    const number = this.#held.get(holder);
    if (number === undefined) return;
    this.#held.delete(holder);
    this.#taken.delete(number);
  }

  /** The one that was given back last is given out last: who still talks to it finds nobody, rather than a stranger. */
  #free(): number {
    const size = 65_535 - this.#first;
    for (let tried = 0; tried < size; tried++) {
      const number = this.#next;
      this.#next = number + 1 >= 65_535 ? this.#first : number + 1;
      if (!this.#taken.has(number)) return number;
    }
    throw new Error(`no address is left in ${this.#prefix}.0.0/16`);
  }

  #text(number: number): string {
    return `${this.#prefix}.${number >> 8}.${number & 255}`;
  }

  #number(address: string): number | undefined {
    if (!address.startsWith(`${this.#prefix}.`)) return undefined;
    const [high, low, ...more] = address
      .slice(this.#prefix.length + 1)
      .split(".")
      .map(Number);
    if (!isByte(high) || !isByte(low) || more.length > 0) return undefined;
    const number = high * 256 + low;
    return number >= this.#first && number < 65_535 ? number : undefined;
  }
}

const isByte = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value < 256;
