import type { Vocabulary } from "../acl/user.ts";
import { aclCommands } from "./acl.ts";
import { clientCommands } from "./client.ts";
import type { Command } from "./command.ts";
import { connection } from "./connection.ts";
import { expiry } from "./expiry.ts";
import { hashes } from "./hashes.ts";
import { introspection } from "./introspection.ts";
import { keyCommands } from "./keys.ts";
import { lists } from "./lists.ts";
import { pubsub } from "./pubsub.ts";
import { scripting } from "./scripting.ts";
import { server } from "./server.ts";
import { sets } from "./sets.ts";
import { sortedSetAlgebra } from "./sorted-set-algebra.ts";
import { sortedSetRanges } from "./sorted-set-ranges.ts";
import { sortedSets } from "./sorted-sets.ts";
import { strings } from "./strings.ts";
import { transactions } from "./transactions.ts";

/** Every command there is. */
export const commands: ReadonlyMap<string, Command> = new Map(
  [
    strings,
    keyCommands,
    expiry,
    hashes,
    lists,
    sets,
    sortedSets,
    sortedSetRanges,
    sortedSetAlgebra,
    transactions,
    pubsub,
    connection,
    clientCommands,
    server,
    introspection,
    aclCommands,
    scripting,
  ].flatMap((family) => family.map((command): [string, Command] => [command.name, command])),
);

export const vocabulary: Vocabulary = {
  commands,
  categories: new Set([...commands.values()].flatMap(({ categories }) => [...categories])),
};
