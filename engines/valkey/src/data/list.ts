/** Rough cost in bytes of an item besides its characters. */
const itemCost = 32;

/** A list with quick ends and quick places: a ring that doubles when it is full. */
export class List {
  bytes = 0;
  length = 0;
  #ring: string[] = Array.from({ length: 8 }, () => "");
  #head = 0;

  static of(items: Iterable<string>): List {
    const list = new List();
    for (const item of items) list.push(item);
    return list;
  }

  push(item: string): void {
    this.#makeRoom();
    this.#ring[(this.#head + this.length) & (this.#ring.length - 1)] = item;
    this.length++;
    this.bytes += item.length + itemCost;
  }

  unshift(item: string): void {
    this.#makeRoom();
    this.#head = (this.#head - 1) & (this.#ring.length - 1);
    this.#ring[this.#head] = item;
    this.length++;
    this.bytes += item.length + itemCost;
  }

  shift(): string | undefined {
    if (this.length === 0) return undefined;
    const item = this.#ring[this.#head]!;
    this.#ring[this.#head] = "";
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#removed(item);
    return item;
  }

  pop(): string | undefined {
    if (this.length === 0) return undefined;
    const place = (this.#head + this.length - 1) & (this.#ring.length - 1);
    const item = this.#ring[place]!;
    this.#ring[place] = "";
    this.#removed(item);
    return item;
  }

  /** The item at a place from the head, or from the tail when it is negative. */
  at(index: number): string | undefined {
    const place = index < 0 ? index + this.length : index;
    return place >= 0 && place < this.length
      ? this.#ring[(this.#head + place) & (this.#ring.length - 1)]
      : undefined;
  }

  /** Replaces an item; whether there is one. */
  replace(index: number, item: string): boolean {
    const before = this.at(index);
    if (before === undefined) return false;
    const place = index < 0 ? index + this.length : index;
    this.#ring[(this.#head + place) & (this.#ring.length - 1)] = item;
    this.bytes += item.length - before.length;
    return true;
  }

  /** @param end  the first that is left out */
  slice(start: number, end: number): string[] {
    const items: string[] = [];
    for (let place = Math.max(0, start); place < Math.min(end, this.length); place++) {
      items.push(this.#ring[(this.#head + place) & (this.#ring.length - 1)]!);
    }
    return items;
  }

  items(): string[] {
    return this.slice(0, this.length);
  }

  #removed(item: string): void {
    this.length--;
    this.bytes -= item.length + itemCost;
  }

  #makeRoom(): void {
    if (this.length < this.#ring.length) return;
    const items = this.items();
    this.#ring = [...items, ...Array.from({ length: items.length }, () => "")];
    this.#head = 0;
  }
}
