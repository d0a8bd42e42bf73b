import type { Database } from "../data/database.ts";
import { Failure, ok, type Reply } from "../resp/reply.ts";
import { family } from "./command.ts";

/** There is no Lua here: whoever needs it is told so, and what to do. */
function refuse(): never {
  throw new Failure(
    "ERR this embedded server runs no Lua scripts: use MULTI/EXEC with WATCH, or point the application at a Valkey server",
  );
}

function script(_db: Database, args: readonly string[]): Reply {
  const word = args[1]!.toLowerCase();
  if (word === "exists") return args.slice(2).map(() => 0);
  if (word === "flush") return ok;
  return refuse();
}

export const scripting = family("scripting", "@scripting", {
  eval: [-3, "noscript stale", 0, refuse],
  evalsha: [-3, "noscript stale", 0, refuse],
  eval_ro: [-3, "noscript stale readonly", 0, refuse],
  evalsha_ro: [-3, "noscript stale readonly", 0, refuse],
  fcall: [-3, "noscript stale", 0, refuse],
  fcall_ro: [-3, "noscript stale readonly", 0, refuse],
  script: [-2, "noscript", 0, script, ["exists", "flush", "kill", "load"]],
});
