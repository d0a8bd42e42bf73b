import type { Database } from "../data/database.ts";
import { SortedSet } from "../data/sorted-set.ts";
import { StringSet } from "../data/dictionary.ts";
import { Double, Failure, type Reply } from "../resp/reply.ts";
import { doubleOf, integerWithin, syntaxError, wrongType } from "./arguments.ts";
import { type Call, countedKeys, family } from "./command.ts";
import { storeNodes } from "./sorted-set-ranges.ts";

type Operation = "union" | "inter" | "diff";
type Aggregate = "sum" | "min" | "max";

interface Request {
  readonly keys: readonly string[];
  readonly weights: readonly number[];
  readonly aggregate: Aggregate;
  readonly withScores: boolean;
}

function requestOf(args: readonly string[], place: number, operation: Operation, storing: boolean): Request {
  const name = args[0]!.toLowerCase();
  const number = integerWithin(
    args[place]!,
    1,
    2 ** 31,
    `ERR at least 1 input key is needed for '${name}' command`,
  );
  if (number > args.length - place - 1) throw syntaxError();
  const keys = args.slice(place + 1, place + 1 + number);
  let [weights, aggregate, withScores] = [keys.map(() => 1), "sum" as Aggregate, false];
  for (let i = place + 1 + number; i < args.length; i++) {
    const word = args[i]!.toLowerCase();
    if (word === "weights" && operation !== "diff" && i + number < args.length) {
      weights = args
        .slice(i + 1, i + 1 + number)
        .map((text) => doubleOf(text, "ERR weight value is not a float"));
      i += number;
    } else if (word === "aggregate" && operation !== "diff" && i + 1 < args.length) {
      aggregate = aggregateOf(args[++i]!);
    } else if (word === "withscores" && !storing) withScores = true;
    else throw syntaxError();
  }
  return { keys, weights, aggregate, withScores };
}

function aggregateOf(word: string): Aggregate {
  const name = word.toLowerCase();
  if (name !== "sum" && name !== "min" && name !== "max") throw syntaxError();
  return name;
}

/** The scores of a key, which may be a plain set, whose members all count 1. */
function scoresOf(db: Database, key: string): ReadonlyMap<string, number> {
  const value = db.read(key)?.value;
  if (value === undefined) return new Map();
  if (value instanceof StringSet) return new Map(value.names().map((name) => [name, 1]));
  if (!(value instanceof SortedSet)) throw wrongType();
  return new Map(value.members.names().map((name, place) => [name, value.members.valueAt(place)]));
}

const orZero = (score: number) => (Number.isNaN(score) ? 0 : score);

const aggregates: Readonly<Record<Aggregate, (a: number, b: number) => number>> = {
  sum: (a, b) => orZero(a + b),
  min: Math.min,
  max: Math.max,
};

function combine(db: Database, operation: Operation, request: Request): SortedSet {
  const [first, ...others] = request.keys.map((key) => scoresOf(db, key));
  const put = aggregates[request.aggregate];
  const weigh = (score: number, at: number) => orZero(score * request.weights[at]!);
  const result = new Map<string, number>();
  for (const [member, score] of first!) {
    if (operation === "inter" && !others.every((each) => each.has(member))) continue;
    if (operation === "diff" && others.some((each) => each.has(member))) continue;
    result.set(member, weigh(score, 0));
  }
  if (operation !== "diff") {
    others.forEach((each, at) => {
      for (const [member, score] of each) {
        const current = result.get(member);
        if (current === undefined && operation === "inter") continue;
        const weighed = weigh(score, at + 1);
        result.set(member, current === undefined ? weighed : put(current, weighed));
      }
    });
  }
  const set = new SortedSet();
  for (const [member, score] of result) set.set(member, score);
  return set;
}

const combined =
  (operation: Operation) =>
  (db: Database, args: readonly string[], call: Call): Reply => {
    const request = requestOf(args, 1, operation, false);
    const set = combine(db, operation, request);
    const pairs: Reply[][] = [];
    for (let node = set.first; node; node = node.next[0]) pairs.push([node.member, new Double(node.score)]);
    if (!request.withScores) return pairs.map(([member]) => member!);
    return call.protocol === 3 ? pairs : pairs.flat();
  };

const combinedInto =
  (operation: Operation) =>
  (db: Database, args: readonly string[]): Reply => {
    const set = combine(db, operation, requestOf(args, 2, operation, true));
    const nodes = set.members.names().map((member, place) => ({ member, score: set.members.valueAt(place) }));
    return storeNodes(db, args[1]!, nodes, `z${operation}store`);
  };

function zintercard(db: Database, args: readonly string[]): Reply {
  const number = integerWithin(args[1]!, 1, 2 ** 31, "ERR numkeys should be greater than 0");
  if (number > args.length - 2) throw new Failure("ERR Number of keys can't be greater than number of args");
  const rest = args.slice(2 + number);
  if (rest.length > 0 && (rest.length !== 2 || rest[0]!.toLowerCase() !== "limit")) throw syntaxError();
  const limit = rest[1] === undefined ? 0 : integerWithin(rest[1], 0, 2 ** 53, "ERR LIMIT can't be negative");
  const [first, ...others] = args.slice(2, 2 + number).map((key) => scoresOf(db, key));
  const found = [...first!.keys()].filter((member) => others.every((each) => each.has(member))).length;
  return limit > 0 ? Math.min(limit, found) : found;
}

export const sortedSetAlgebra = family("sorted-set", "@sortedset", {
  zunion: [-3, "readonly movablekeys", countedKeys(1), combined("union")],
  zinter: [-3, "readonly movablekeys", countedKeys(1), combined("inter")],
  zdiff: [-3, "readonly movablekeys", countedKeys(1), combined("diff")],
  zunionstore: [-4, "write denyoom movablekeys", countedKeys(2, 1), combinedInto("union")],
  zinterstore: [-4, "write denyoom movablekeys", countedKeys(2, 1), combinedInto("inter")],
  zdiffstore: [-4, "write denyoom movablekeys", countedKeys(2, 1), combinedInto("diff")],
  zintercard: [-3, "readonly movablekeys", countedKeys(1), zintercard],
});
