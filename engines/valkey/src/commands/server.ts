import type { Database } from "../data/database.ts";
import { globMatches } from "../data/glob.ts";
import { Failure, ok, Pairs, type Reply, Simple, Verbatim } from "../resp/reply.ts";
import { infoOf } from "../server/info.ts";
import type { Session } from "../server/session.ts";
import { parameters } from "../server/settings.ts";
import { integerOf, integerWithin, wrongArity } from "./arguments.ts";
import { family } from "./command.ts";

function configGet(session: Session, patterns: readonly string[]): Reply {
  const { settings } = session.engine;
  const names = Object.keys(parameters).filter((name) =>
    patterns.some((pattern) => globMatches(pattern.toLowerCase(), name)),
  );
  return new Pairs(names.flatMap((name) => [name, parameters[name]!.read(settings)]));
}

function configSet(session: Session, pairs: readonly string[]): Reply {
  if (pairs.length === 0 || pairs.length % 2 !== 0) throw wrongArity("config|set");
  const { settings, users } = session.engine;
  for (let i = 0; i < pairs.length; i += 2) {
    const [name, value] = [pairs[i]!.toLowerCase(), pairs[i + 1]!];
    if (name === "requirepass") {
      users.setPassword(value === "" ? undefined : value);
      continue;
    }
    const parameter = parameters[name];
    if (!parameter) {
      throw new Failure(`ERR Unknown option or number of arguments for CONFIG SET - '${pairs[i]}'`);
    }
    const wrong = parameter.write ? parameter.write(settings, value) : "can't set immutable config";
    if (wrong)
      throw new Failure(`ERR CONFIG SET failed (possibly related to argument '${pairs[i]}') - ${wrong}`);
  }
  return ok;
}

function config(_db: Database, args: readonly string[], session: Session): Reply {
  const rest = args.slice(2);
  switch (args[1]!.toLowerCase()) {
    case "get":
      if (rest.length === 0) throw wrongArity("config|get");
      return configGet(session, rest);
    case "set":
      return configSet(session, rest);
    case "resetstat":
      Object.assign(session.engine.keyspace.stats, { hits: 0, misses: 0, expired: 0, evicted: 0 });
      return ok;
    case "rewrite":
      throw new Failure("ERR The server is running without a config file");
    case "help":
      return [new Simple("CONFIG GET|RESETSTAT|SET")];
    default:
      throw new Failure(`ERR unknown subcommand '${args[1]}'. Try CONFIG HELP.`);
  }
}

function time(): Reply {
  const micros = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  return [String(Math.floor(micros / 1_000_000)), String(micros % 1_000_000)];
}

function rewrite(_db: Database, _args: readonly string[], session: Session): Reply {
  const { persistence } = session.engine;
  if (!persistence) throw new Failure("ERR this server keeps nothing on disk: start it with a folder");
  if (persistence.rewriting) {
    throw new Failure("ERR Background append only file rewriting already in progress");
  }
  persistence.rewrite();
  return new Simple("Background append only file rewriting started");
}

/** The far end of times that a command may give, in milliseconds. */
const farEnd = Number.MAX_SAFE_INTEGER;

/** There are no replicas: no write has reached one. */
function wait(_db: Database, [, replicas, timeout]: readonly string[]): Reply {
  integerOf(replicas!);
  const ms = integerWithin(timeout!, -farEnd, farEnd, "ERR timeout is not an integer or out of range");
  if (ms < 0) throw new Failure("ERR timeout is negative");
  return 0;
}

export const server = family("server", "", {
  info: [
    -1,
    "loading stale @dangerous",
    0,
    (_db, [, ...sections], { engine }) => new Verbatim(infoOf(engine, sections)),
  ],
  config: [-2, "admin noscript loading stale", 0, config, ["get", "help", "resetstat", "rewrite", "set"]],
  time: [1, "loading stale fast", 0, time],
  role: [1, "noscript loading stale fast @admin @dangerous", 0, () => ["master", 0, []]],
  wait: [3, "@connection", 0, wait],
  bgrewriteaof: [1, "admin noscript", 0, rewrite],
  lastsave: [
    1,
    "loading stale fast @admin @dangerous",
    0,
    (_db, _args, { engine }) => engine.persistence?.savedAt ?? 0,
  ],
});
