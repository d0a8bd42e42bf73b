import type { Address } from "./ports.ts";

/** Chooses among endpoints by how many connections are open to each.
 *  Source: M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001 */
export class Balance {
  readonly #open = new Map<string, number>();
  readonly #random: () => number;

  /** @param random  from 0 up to but not 1 */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** All of them, each once, in the order in which they are to be tried: of two by chance the one with fewer
   *  connections, and so on among those that are left. */
  *order(endpoints: readonly Address[]): Generator<Address> {
    const left = [...endpoints];
    while (left.length > 0) {
      const [chosen] = left.splice(this.#choose(left), 1);
      if (chosen) yield chosen;
    }
  }

  connections(endpoint: Address): number {
    return this.#open.get(keyOf(endpoint)) ?? 0;
  }

  /** Counts a connection.
   *  @returns what counts it off, once */
  hold(endpoint: Address): () => void {
    const key = keyOf(endpoint);
    this.#open.set(key, this.connections(endpoint) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const others = this.connections(endpoint) - 1;
      if (others > 0) this.#open.set(key, others);
      else this.#open.delete(key);
    };
  }

  #choose(left: readonly Address[]): number {
    const first = Math.floor(this.#random() * left.length);
    if (left.length === 1) return first;
    const second = (first + 1 + Math.floor(this.#random() * (left.length - 1))) % left.length;
    return this.#busyness(left[second]) < this.#busyness(left[first]) ? second : first;
  }

  #busyness(endpoint: Address | undefined): number {
    return endpoint ? this.connections(endpoint) : Infinity;
  }
}

const keyOf = ({ host, port }: Address) => `${host} ${port}`;
