import type { Database } from "../data/database.ts";
import { type Bound, type Node, SortedSet } from "../data/sorted-set.ts";
import { parseDouble } from "../data/number.ts";
import { Double, Failure, type Reply } from "../resp/reply.ts";
import { findAs, integerOf, placesWithin, readAs, syntaxError } from "./arguments.ts";
import { type Call, family } from "./command.ts";

type By = "rank" | "score" | "lex";

interface Query {
  readonly by: By;
  readonly start: string;
  readonly stop: string;
  readonly reverse: boolean;
  readonly withScores: boolean;
  readonly offset: number;
  readonly count: number;
}

function scoreBound(text: string): Bound<number> {
  const exclusive = text.startsWith("(");
  const value = parseDouble(exclusive ? text.slice(1) : text);
  if (value === undefined) throw new Failure("ERR min or max is not a float");
  return { value, exclusive };
}

/** What is above every member, whatever bytes it has. */
const top = "\u{100}";

function memberBound(text: string): Bound<string> {
  if (text === "-") return { value: "", exclusive: false };
  if (text === "+") return { value: top, exclusive: false };
  if (text.startsWith("(")) return { value: text.slice(1), exclusive: true };
  if (text.startsWith("[")) return { value: text.slice(1), exclusive: false };
  throw new Failure("ERR min or max not valid string range item");
}

/** A function that finds the places of a range in a set, from the lowest: the bounds are read before the set is. */
function ranger(by: By, min: string, max: string): (set: SortedSet) => [from: number, to: number] {
  if (by === "score") {
    const [low, high] = [scoreBound(min), scoreBound(max)];
    return (set) => [set.belowScore(low), set.uptoScore(high)];
  }
  if (by === "lex") {
    const [low, high] = [memberBound(min), memberBound(max)];
    return (set) => [set.belowMember(low), set.uptoMember(high)];
  }
  const [start, stop] = [integerOf(min), integerOf(max)];
  return (set) => placesWithin(start, stop, set.size);
}

function placesOf(query: Query): (set: SortedSet) => [from: number, to: number] {
  const { by, start, stop, reverse, offset, count } = query;
  const backwards = reverse && by !== "rank";
  const range = backwards ? ranger(by, stop, start) : ranger(by, start, stop);
  return (set) => {
    let [from, to] = range(set);
    if (reverse) [from, to] = by === "rank" ? [set.size - to, set.size - from] : [from, to];
    if (offset < 0) return [0, 0];
    const most = count < 0 ? Number.POSITIVE_INFINITY : count;
    return reverse
      ? [Math.max(from, to - offset - most), to - offset]
      : [from + offset, Math.min(to, from + offset + most)];
  };
}

function nodesOf(set: SortedSet, query: Query): Node[] {
  const [from, to] = placesOf(query)(set);
  const nodes: Node[] = [];
  let node = query.reverse ? set.at(to - 1) : set.at(from);
  for (let left = to - from; left > 0 && node; left--) {
    nodes.push(node);
    node = query.reverse ? node.back : node.next[0];
  }
  return nodes;
}

function answer(nodes: readonly Node[], withScores: boolean, call: Call): Reply {
  if (!withScores) return nodes.map(({ member }) => member);
  const pairs = nodes.map(({ member, score }): Reply[] => [member, new Double(score)]);
  return call.protocol === 3 ? pairs : pairs.flat();
}

interface Given {
  by?: By;
  reverse?: boolean;
}

/** Reads a range from the arguments; `given` is what the command's name says already. */
function queryOf(args: readonly string[], place: number, given: Given | undefined, storing = false): Query {
  let { by = "rank", reverse = false } = given ?? {};
  let [withScores, offset, count, limited] = [false, 0, -1, false];
  for (let i = place + 2; i < args.length; i++) {
    const word = args[i]!.toLowerCase();
    if (word === "withscores" && !storing && given?.by !== "lex") withScores = true;
    else if (word === "limit" && i + 2 < args.length && (!given || given.by !== "rank")) {
      [offset, count, limited] = [integerOf(args[i + 1]!), integerOf(args[i + 2]!), true];
      i += 2;
    } else if (!given && word === "byscore") by = "score";
    else if (!given && word === "bylex") by = "lex";
    else if (!given && word === "rev") reverse = true;
    else throw syntaxError();
  }
  if (limited && by === "rank") {
    throw new Failure(
      "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
    );
  }
  if (withScores && by === "lex") {
    throw new Failure("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
  }
  return { by, start: args[place]!, stop: args[place + 1]!, reverse, withScores, offset, count };
}

const range =
  (given?: Given) =>
  (db: Database, args: readonly string[], call: Call): Reply => {
    const query = queryOf(args, 2, given);
    placesOf(query);
    const set = readAs(SortedSet, db, args[1]!);
    return answer(set ? nodesOf(set, query) : [], query.withScores, call);
  };

function zrangestore(db: Database, args: readonly string[]): Reply {
  const [, target, source] = args;
  const query = queryOf(args, 3, undefined, true);
  placesOf(query);
  const from = findAs(SortedSet, db, source!);
  const nodes = from ? nodesOf(from, query) : [];
  return storeNodes(db, target!, nodes, "zrangestore");
}

/** Puts members into a key, which loses what it had. */
export function storeNodes(
  db: Database,
  key: string,
  nodes: Iterable<Pick<Node, "member" | "score">>,
  event: string,
): number {
  const set = new SortedSet();
  for (const { member, score } of nodes) set.set(member, score);
  if (set.size === 0) {
    if (db.remove(key)) db.changed(key, "g", "del");
    return 0;
  }
  db.put(key, set);
  db.changed(key, "z", event);
  return set.size;
}

const count =
  (by: By) =>
  (db: Database, [, key, min, max]: readonly string[]): Reply => {
    const places = ranger(by, min!, max!);
    const set = readAs(SortedSet, db, key!);
    if (!set) return 0;
    const [from, to] = places(set);
    return Math.max(0, to - from);
  };

const remove =
  (by: By, event: string) =>
  (db: Database, [, key, start, stop]: readonly string[]): Reply => {
    ranger(by, start!, stop!);
    const set = findAs(SortedSet, db, key!);
    if (!set) return 0;
    const nodes = nodesOf(set, {
      by,
      start: start!,
      stop: stop!,
      reverse: false,
      withScores: false,
      offset: 0,
      count: -1,
    });
    for (const { member } of nodes) set.delete(member);
    if (nodes.length > 0) db.changed(key!, "z", event);
    if (set.size === 0) db.removeEmpty(key!);
    return nodes.length;
  };

export const sortedSetRanges = family("sorted-set", "@sortedset", {
  zrange: [-4, "readonly", 1, range()],
  zrevrange: [-4, "readonly", 1, range({ by: "rank", reverse: true })],
  zrangebyscore: [-4, "readonly", 1, range({ by: "score" })],
  zrevrangebyscore: [-4, "readonly", 1, range({ by: "score", reverse: true })],
  zrangebylex: [-4, "readonly", 1, range({ by: "lex" })],
  zrevrangebylex: [-4, "readonly", 1, range({ by: "lex", reverse: true })],
  zrangestore: [-5, "write denyoom", [1, 2, 1], zrangestore],
  zcount: [4, "readonly fast", 1, count("score")],
  zlexcount: [4, "readonly fast", 1, count("lex")],
  zremrangebyrank: [4, "write", 1, remove("rank", "zremrangebyrank")],
  zremrangebyscore: [4, "write", 1, remove("score", "zremrangebyscore")],
  zremrangebylex: [4, "write", 1, remove("lex", "zremrangebylex")],
});
