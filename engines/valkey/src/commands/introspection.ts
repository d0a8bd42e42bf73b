import type { Database } from "../data/database.ts";
import { globMatches } from "../data/glob.ts";
import { Failure, Pairs, Members, type Reply, Simple } from "../resp/reply.ts";
import type { Session } from "../server/session.ts";
import { type Command, family, fits, keysOf } from "./command.ts";

function describe(command: Command): Reply {
  const { name, arity, flags, keys, categories } = command;
  return [
    name,
    arity,
    new Members([...flags].map((flag) => new Simple(flag))),
    keys.first,
    keys.last,
    keys.step,
    new Members([...categories].map((category) => new Simple(category))),
    [],
    [],
    [],
  ];
}

const docs = ({ name, group, arity }: Command): Reply => {
  const least = Math.abs(arity) - 1;
  const count = arity < 0 ? `at least ${least}` : String(least);
  return new Pairs([
    "summary",
    `${name.toUpperCase()}, with ${count} arguments.`,
    "since",
    "1.0.0",
    "group",
    group,
  ]);
};

function named(session: Session, names: readonly string[]): (Command | undefined)[] {
  const { commands } = session.engine;
  if (names.length === 0) return [...commands.values()];
  return names.map((name) => commands.get(name.toLowerCase()));
}

function list(session: Session, args: readonly string[]): Reply {
  const all = [...session.engine.commands.values()];
  const [by, kind, value] = args.slice(2);
  if (by === undefined) return all.map(({ name }) => name);
  const filters: Readonly<Record<string, (command: Command) => boolean>> = {
    aclcat: ({ categories }) => categories.has(`@${value?.toLowerCase()}`),
    pattern: ({ name }) => globMatches(value?.toLowerCase() ?? "", name),
    module: () => false,
  };
  const filter = filters[kind?.toLowerCase() ?? ""];
  if (by.toLowerCase() !== "filterby" || !filter || value === undefined)
    throw new Failure("ERR syntax error");
  return all.filter(filter).map(({ name }) => name);
}

function getKeys(session: Session, args: readonly string[]): Reply {
  const rest = args.slice(2);
  const command = session.engine.commands.get(rest[0]?.toLowerCase() ?? "");
  if (!command) throw new Failure("ERR Invalid command specified");
  if (!fits(command, rest.length)) throw new Failure("ERR Invalid number of arguments specified for command");
  const keys = keysOf(command, rest);
  if (keys.length === 0) throw new Failure("ERR The command has no key arguments");
  return keys;
}

function command(_db: Database, args: readonly string[], session: Session): Reply {
  const names = args.slice(2);
  switch (args[1]?.toLowerCase()) {
    case undefined:
      return named(session, []).map((each) => describe(each!));
    case "count":
      return session.engine.commands.size;
    case "info":
      return named(session, names).map((each) => (each ? describe(each) : null));
    case "docs":
      return new Pairs(named(session, names).flatMap((each) => (each ? [each.name, docs(each)] : [])));
    case "list":
      return list(session, args);
    case "getkeys":
      return getKeys(session, args);
    default:
      throw new Failure(`ERR unknown subcommand '${args[1]}'. Try COMMAND HELP.`);
  }
}

export const introspection = family("server", "@connection", {
  command: [-1, "loading stale", 0, command, ["count", "docs", "getkeys", "info", "list"]],
});
