import type { Changes } from "./changes.ts";

/** What a cause can be, in the words of whoever looks for it. */
export const causeKinds = [
  "release",
  "config-change",
  "secret-change",
  "pool-exhausted",
  "n-plus-one",
  "slow-query",
  "code-fault",
  "slow-dependency",
  "dependency-down",
  "outside-party",
  "network",
  "cpu-contention",
  "memory-leak",
  "event-loop-blocked",
  "retry-storm",
  "cache-lost",
  "image-pull",
  "crash-loop",
  "readiness-failing",
  "node-lost",
  "disk-full",
  "certificate-expiring",
  "load-surge",
  "bad-pod",
  "database-down",
] as const;
export type CauseKind = (typeof causeKinds)[number];

/** What a right answer names. */
export interface Truth {
  /** Any of them is right in the first place: services, or workloads, nodes and hosts by their names. */
  readonly services: readonly string[];
  /** All of them are true of it. */
  readonly kinds: readonly CauseKind[];
  /** Regular expressions, case ignored; an answer that any of them fits has named the inside. */
  readonly inside: readonly string[];
}

/** Something that goes wrong in the shop, or seems to. What it changes is remembered by {@link Changes}, which can put it back. */
export interface Fault {
  readonly name: string;
  /** What is done to the shop. */
  readonly summary: string;
  /** What somebody who watches will see. */
  readonly shows: string;
  /** How it is taken back. */
  readonly undone: string;
  /** Undefined while nothing is wrong. */
  readonly truth: Truth | undefined;
  /** From the start until there is enough to see. */
  readonly settleSeconds: number;
  /** Whoever gets new pods meanwhile is hit too: no release at the same minute is harmless. */
  readonly hitsReleases?: true;
  /** @returns what belongs to the truth and is known only now, such as the name of a pod */
  start(changes: Changes): Promise<Partial<Truth> | void>;
}

/** Something that happens at the same minute and harms nobody. */
export interface Herring {
  readonly name: string;
  readonly summary: string;
  start(changes: Changes, service: string): Promise<void>;
}
