import type { Database } from "../data/database.ts";
import type { Protocol } from "../resp/writer.ts";
import type { Reply } from "../resp/reply.ts";
import type { Session } from "../server/session.ts";

type Flag =
  | "write"
  | "readonly"
  | "denyoom"
  | "admin"
  | "pubsub"
  | "noscript"
  | "blocking"
  | "loading"
  | "stale"
  | "fast"
  | "no_auth"
  | "no_multi"
  | "movablekeys";

/** What a command of data may know of who asks. */
export interface Call {
  readonly protocol: Protocol;
  /** False inside of a transaction: it takes what is there. */
  readonly mayWait: boolean;
  /** What the append-only file gets instead of the command: it must mean the same whenever it is read. */
  effects: string[][] | undefined;
}

/** Runs a command: `args` begins with its name. Every key stands in the database; what is wrong is thrown as Failure. */
type Handler = (db: Database, args: readonly string[], session: Session) => Reply;

/** Where keys stand: from the first to the last (-1: the last argument), every so many; or a function for the rest. */
interface KeyPlaces {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  readonly find?: ((args: readonly string[]) => string[]) | undefined;
}

export interface Command {
  readonly name: string;
  /** How many arguments with the name; negative: at least so many. */
  readonly arity: number;
  readonly flags: ReadonlySet<Flag>;
  readonly write: boolean;
  readonly keys: KeyPlaces;
  /** Of the access control list, with the `@`. */
  readonly categories: ReadonlySet<string>;
  readonly group: string;
  readonly run: Handler;
  /** Names in small letters, for commands that are many. */
  readonly subcommands: ReadonlySet<string>;
}

type Keys =
  | number
  | readonly [first: number, last: number, step: number]
  | ((args: readonly string[]) => string[]);

/** Arity, flags and further categories in one string, keys, handler, subcommands. */
export type Row = readonly [
  arity: number,
  traits: string,
  keys: Keys,
  run: Handler,
  subcommands?: readonly string[],
];

/** Makes commands of a table. */
export function family(group: string, category: string, rows: Readonly<Record<string, Row>>): Command[] {
  return Object.entries(rows).map(([name, [arity, traits, keys, run, subcommands = []]]) => {
    const words = traits.split(" ").filter(Boolean);
    const flags = new Set(words.filter((word) => !word.startsWith("@")) as Flag[]);
    const further = words.filter((word) => word.startsWith("@"));
    return {
      name,
      arity,
      flags,
      write: flags.has("write"),
      keys: placesOf(keys),
      categories: new Set([...(category ? [category] : []), ...further, ...implied(flags)]),
      group,
      run,
      subcommands: new Set(subcommands),
    };
  });
}

function placesOf(keys: Keys): KeyPlaces {
  if (typeof keys === "function") return { first: 0, last: 0, step: 0, find: keys };
  if (typeof keys === "number") return { first: keys, last: keys, step: keys ? 1 : 0 };
  return { first: keys[0], last: keys[1], step: keys[2] };
}

function implied(flags: ReadonlySet<Flag>): string[] {
  const categories = [flags.has("fast") ? "@fast" : "@slow"];
  if (flags.has("write")) categories.push("@write");
  if (flags.has("readonly")) categories.push("@read");
  if (flags.has("admin")) categories.push("@admin", "@dangerous");
  if (flags.has("pubsub")) categories.push("@pubsub");
  if (flags.has("blocking")) categories.push("@blocking");
  return categories;
}

/** The keys that a call names. */
export function keysOf(command: Command, args: readonly string[]): string[] {
  const { first, last, step, find } = command.keys;
  if (find) return find(args);
  if (first === 0) return [];
  const end = last < 0 ? args.length + last : Math.min(last, args.length - 1);
  const keys: string[] = [];
  for (let i = first; i <= end; i += step) keys.push(args[i]!);
  return keys;
}

/** Keys that a number before them counts, such as those of ZUNION. */
export const countedKeys =
  (place: number, ...before: number[]) =>
  (args: readonly string[]) => [
    ...before.map((i) => args[i]!),
    ...args.slice(place + 1, place + 1 + (Number(args[place]) || 0)),
  ];

export const fits = (command: Command, count: number) =>
  command.arity >= 0 ? count === command.arity : count >= -command.arity;
