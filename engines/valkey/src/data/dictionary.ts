/** Rough cost in bytes of a name: a slot of the map, one of the array, the head of the string. */
const nameCost = 72;
const valueCost = 32;

/** A set of names with places: any one at random at once, and a walk that needs no state of its own.
 *  A removed name's place is taken by the last one. */
export class Names {
  /** Estimate of what the names take, in bytes. */
  bytes = 0;
  readonly #places = new Map<string, number>();
  readonly #names: string[] = [];

  get size(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  nameAt(place: number): string {
    return this.#names[place]!;
  }

  names(): readonly string[] {
    return this.#names;
  }

  protected placeOf(name: string): number | undefined {
    return this.#places.get(name);
  }

  /** Whether it is new. */
  add(name: string): boolean {
    if (this.#places.has(name)) return false;
    this.#places.set(name, this.#names.length);
    this.#names.push(name);
    this.bytes += name.length + nameCost;
    return true;
  }

  delete(name: string): boolean {
    return this.take(name) !== undefined;
  }

  /** Removes a name. @returns the place that the last one has now */
  protected take(name: string): number | undefined {
    const place = this.#places.get(name);
    if (place === undefined) return undefined;
    this.#places.delete(name);
    const last = this.#names.pop()!;
    if (last !== name) {
      this.#names[place] = last;
      this.#places.set(last, place);
    }
    this.bytes -= name.length + nameCost;
    return place;
  }

  /** One at random; there has to be one. */
  random(): string {
    return this.#names[Math.floor(Math.random() * this.#names.length)]!;
  }

  /** A step of a walk from the last place to the first. Whoever is there from the first step to the last is visited:
   *  those not yet visited only ever move towards the beginning, where the walk is still to come.
   *  @param cursor  0 begins
   *  @returns       where the next step goes on; 0 when everybody was visited */
  walk(cursor: number, count: number, visit: (name: string) => void): number {
    let place = cursor === 0 ? this.#names.length : Math.min(cursor, this.#names.length);
    const end = Math.max(0, place - count);
    while (place > end) visit(this.#names[--place]!);
    return end;
  }
}

/** Names with a value each. */
export class Dictionary<V> extends Names {
  readonly #values: V[] = [];

  get(name: string): V | undefined {
    const place = this.placeOf(name);
    return place === undefined ? undefined : this.#values[place];
  }

  /** Whether the name is new. */
  set(name: string, value: V): boolean {
    const place = this.placeOf(name);
    if (place !== undefined) {
      this.#values[place] = value;
      return false;
    }
    this.add(name);
    this.#values.push(value);
    return true;
  }

  valueAt(place: number): V {
    return this.#values[place]!;
  }

  protected override take(name: string): number | undefined {
    const place = super.take(name);
    if (place === undefined) return undefined;
    const last = this.#values.pop()!;
    if (place < this.#values.length) this.#values[place] = last;
    return place;
  }
}

export class StringSet extends Names {}

export class Hash extends Dictionary<string> {
  override set(name: string, value: string): boolean {
    const before = this.get(name);
    this.bytes += value.length - (before?.length ?? -valueCost);
    return super.set(name, value);
  }

  protected override take(name: string): number | undefined {
    const value = this.get(name);
    if (value !== undefined) this.bytes -= value.length + valueCost;
    return super.take(name);
  }
}
