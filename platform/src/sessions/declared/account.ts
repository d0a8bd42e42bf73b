import { globOf } from "../layouts/layouts.ts";
import type { StoreSource } from "../stores/source.ts";
import { type Declared, placeText } from "./declared.ts";

/** Accounts of ours in a store begin so. */
export const accountsPrefix = "naru:";

/** Whoever an application is in its store. */
export const accountOf = (declared: Declared): string => accountsPrefix + placeText(declared);

/** How clients find out which node has a key. */
const clusterRules = ["+cluster|slots", "+cluster|shards", "+cluster|nodes", "+cluster|info"];

/** What its account may do: read and write keys of its prefix. Not look for keys: names are ids of sessions, and commands that list
 *  them ask nobody whose they are.
 *  @returns rules of ACL SETUSER */
export function rulesOf(
  { prefix, layout }: Declared,
  password: string,
  { kind, database }: Pick<StoreSource, "kind" | "database">,
): string[] {
  return [
    "reset",
    "on",
    `>${password}`,
    `~${globOf(prefix)}`,
    `&${globOf(prefix)}`,
    "-@all",
    "+@read",
    "+@write",
    "+@connection",
    "+@transaction",
    "+@pubsub",
    "-@dangerous",
    "-scan",
    "-randomkey",
    "-dbsize",
    "+info",
    "+wait",
    ...(kind === "cluster" ? clusterRules : []),
    ...(layout.rules?.(prefix, database) ?? []),
  ];
}
