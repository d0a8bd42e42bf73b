import { Dictionary } from "./dictionary.ts";

const maxLevel = 32;
/** Rough cost in bytes of a node of the list, with its links. */
const nodeCost = 120;

export interface Node {
  readonly member: string;
  readonly score: number;
  back: Node | undefined;
  readonly next: (Node | undefined)[];
  /** How many places each link leads ahead. */
  readonly span: number[];
}

/** Where a range begins or ends among scores or members. */
export interface Bound<T> {
  readonly value: T;
  readonly exclusive: boolean;
}

const makeNode = (level: number, member: string, score: number): Node => ({
  member,
  score,
  back: undefined,
  next: Array.from({ length: level }, () => undefined),
  span: Array.from({ length: level }, () => 0),
});

function randomLevel(): number {
  let level = 1;
  while (level < maxLevel && Math.random() < 0.25) level++;
  return level;
}

const before = (node: Node, score: number, member: string) =>
  node.score < score || (node.score === score && node.member < member);

/** Members with scores, in the order of scores and then of bytes: a dictionary and a skip list whose links know how far
 *  they lead. Every operation but a whole walk takes logarithmic time.
 *  Source: W. Pugh, "Skip Lists: A Probabilistic Alternative to Balanced Trees", 1990 */
export class SortedSet {
  readonly #scores = new Dictionary<number>();
  readonly #head = makeNode(maxLevel, "", 0);
  #tail: Node | undefined;
  #level = 1;

  get size(): number {
    return this.#scores.size;
  }

  get bytes(): number {
    return this.#scores.bytes + this.#scores.size * nodeCost;
  }

  get members(): Dictionary<number> {
    return this.#scores;
  }

  get first(): Node | undefined {
    return this.#head.next[0];
  }

  get last(): Node | undefined {
    return this.#tail;
  }

  score(member: string): number | undefined {
    return this.#scores.get(member);
  }

  /** Whether the member is new. */
  set(member: string, score: number): boolean {
    const current = this.#scores.get(member);
    if (current === score) return false;
    if (current !== undefined) this.#unlink(member, current);
    this.#link(member, score);
    return this.#scores.set(member, score);
  }

  delete(member: string): boolean {
    const score = this.#scores.get(member);
    if (score === undefined) return false;
    this.#unlink(member, score);
    return this.#scores.delete(member);
  }

  /** Place of a member from the lowest, 0 being the first. */
  rank(member: string): number | undefined {
    const score = this.#scores.get(member);
    return score === undefined ? undefined : this.#countWhile((node) => before(node, score, member));
  }

  /** The node at a place from the lowest. */
  at(rank: number): Node | undefined {
    if (rank < 0 || rank >= this.size) return undefined;
    let node = this.#head;
    let left = rank + 1;
    for (let level = this.#level - 1; level >= 0; level--) {
      while (node.next[level] && node.span[level]! <= left) {
        left -= node.span[level]!;
        node = node.next[level]!;
      }
      if (left === 0) return node;
    }
    return undefined;
  }

  /** How many lie below a bound: the place of the first that is within. */
  belowScore(min: Bound<number>): number {
    return this.#countWhile(({ score }) => (min.exclusive ? score <= min.value : score < min.value));
  }

  /** How many lie up to a bound: the place after the last that is within. */
  uptoScore(max: Bound<number>): number {
    return this.#countWhile(({ score }) => (max.exclusive ? score < max.value : score <= max.value));
  }

  /** The same by members, for sets whose scores are all equal. */
  belowMember(min: Bound<string>): number {
    return this.#countWhile(({ member }) => (min.exclusive ? member <= min.value : member < min.value));
  }

  uptoMember(max: Bound<string>): number {
    return this.#countWhile(({ member }) => (max.exclusive ? member < max.value : member <= max.value));
  }

  /** How many nodes from the first on fulfil what holds for a beginning of the list only. */
  #countWhile(holds: (node: Node) => boolean): number {
    let node = this.#head;
    let count = 0;
    for (let level = this.#level - 1; level >= 0; level--) {
      for (let next = node.next[level]; next && holds(next); next = node.next[level]) {
        count += node.span[level]!;
        node = next;
      }
    }
    return count;
  }

  #link(member: string, score: number): void {
    const update: Node[] = [];
    const ranks: number[] = [];
    const level = randomLevel();
    while (this.#level < level) this.#head.span[this.#level++] = this.size;
    let node = this.#head;
    for (let i = this.#level - 1; i >= 0; i--) {
      ranks[i] = ranks[i + 1] ?? 0;
      for (let next = node.next[i]; next && before(next, score, member); next = node.next[i]) {
        ranks[i]! += node.span[i]!;
        node = next;
      }
      update[i] = node;
    }
    const added = makeNode(level, member, score);
    for (let i = 0; i < level; i++) {
      const previous = update[i]!;
      const distance = ranks[0]! - ranks[i]!;
      added.next[i] = previous.next[i];
      added.span[i] = previous.span[i]! - distance;
      previous.next[i] = added;
      previous.span[i] = distance + 1;
    }
    for (let i = level; i < this.#level; i++) update[i]!.span[i]!++;
    added.back = update[0] === this.#head ? undefined : update[0];
    if (added.next[0]) added.next[0].back = added;
    else this.#tail = added;
  }

  #unlink(member: string, score: number): void {
    let node = this.#head;
    const update: Node[] = [];
    for (let i = this.#level - 1; i >= 0; i--) {
      for (let next = node.next[i]; next && before(next, score, member); next = node.next[i]) node = next;
      update[i] = node;
    }
    const removed = node.next[0]!;
    for (let i = 0; i < this.#level; i++) {
      const previous = update[i]!;
      if (previous.next[i] === removed) {
        previous.span[i]! += removed.span[i]! - 1;
        previous.next[i] = removed.next[i];
      } else previous.span[i]!--;
    }
    if (removed.next[0]) removed.next[0].back = removed.back;
    else this.#tail = removed.back;
    while (this.#level > 1 && !this.#head.next[this.#level - 1]) this.#level--;
  }
}
