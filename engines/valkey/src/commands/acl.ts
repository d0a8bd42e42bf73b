import { randomBytes } from "node:crypto";
import { loadUsers, saveUsers } from "../acl/file.ts";
import { RuleError, type User } from "../acl/user.ts";
import type { Users } from "../acl/users.ts";
import type { Database } from "../data/database.ts";
import { Failure, Members, ok, Pairs, type Reply, Simple } from "../resp/reply.ts";
import { denialOf } from "../server/dispatch.ts";
import type { Session } from "../server/session.ts";
import { syntaxError } from "./arguments.ts";
import { family, fits } from "./command.ts";

type Subcommand = (session: Session, args: readonly string[]) => Reply;

function factsOf(user: User): Reply {
  return new Pairs([
    "flags",
    new Members(user.flags),
    "passwords",
    [...user.passwords],
    "commands",
    user.commandRules.join(" "),
    "keys",
    user.keyRules.join(" "),
    "channels",
    user.channelRules.join(" "),
    "selectors",
    [],
  ]);
}

function setUser(session: Session, [, , name, ...rules]: readonly string[]): Reply {
  if (name === undefined) throw new Failure("ERR wrong number of arguments for 'acl|setuser' command");
  if (/[\s\0]/.test(name)) throw new Failure("ERR Usernames can't contain spaces or null characters");
  try {
    session.engine.users.change(name, rules);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new Failure(`ERR Error in ACL SETUSER modifier '${error.rule}': ${error.message}`);
  }
  return ok;
}

function deleteUsers(session: Session, [, , ...names]: readonly string[]): Reply {
  const { users, sessions } = session.engine;
  if (names.includes("default")) throw new Failure("ERR The 'default' user cannot be removed");
  let deleted = 0;
  for (const name of names) {
    const user = users.delete(name);
    if (!user) continue;
    deleted++;
    for (const each of sessions.values()) if (each.user === user) each.peer.close("its user was deleted");
  }
  return deleted;
}

function categoriesOf(session: Session, [, , category]: readonly string[]): Reply {
  const { vocabulary } = session.engine.users;
  if (category === undefined) return [...vocabulary.categories].map((name) => name.slice(1));
  const name = `@${category.toLowerCase()}`;
  if (!vocabulary.categories.has(name)) throw new Failure(`ERR Unknown category '${category}'`);
  return [...vocabulary.commands.values()]
    .filter(({ categories }) => categories.has(name))
    .map((command) => command.name);
}

function generatePassword(_session: Session, [, , text]: readonly string[]): Reply {
  const bits = text === undefined ? 256 : Number(text);
  if (!Number.isInteger(bits) || bits < 1 || bits > 4096) {
    throw new Failure(
      "ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096",
    );
  }
  const digits = Math.ceil(bits / 4);
  return randomBytes(Math.ceil(digits / 2))
    .toString("hex")
    .slice(0, digits);
}

/** What a user could do, without doing it. */
function dryRun(session: Session, [, , name, ...args]: readonly string[]): Reply {
  const { users, commands } = session.engine;
  const user = users.get(name ?? "");
  if (!user) throw new Failure(`ERR User '${name}' not found`);
  const command = commands.get(args[0]?.toLowerCase() ?? "");
  if (!command) throw new Failure(`ERR Command '${args[0]}' not found`);
  if (!fits(command, args.length)) {
    throw new Failure(`ERR wrong number of arguments for '${command.name}' command`);
  }
  const current = session.user;
  session.user = user;
  const denial = denialOf(session, command, args);
  session.user = current;
  return denial ? denial.message.replace(/^NOPERM /, "") : ok;
}

/** Users are kept beside the data, where there are any. */
const keptUsers =
  (work: (users: Users, folder: string) => void): Subcommand =>
  ({ engine: { users, settings } }) => {
    if (settings.folder === undefined) {
      throw new Failure(
        "ERR This server is not configured to use an ACL file. You may want to specify users when it is started.",
      );
    }
    try {
      work(users, settings.folder);
    } catch (error) {
      throw new Failure(`ERR There was an error with the ACL file: ${(error as Error).message}`);
    }
    return ok;
  };

const subcommands: Readonly<Record<string, Subcommand>> = {
  whoami: ({ user }) => user!.name,
  users: ({ engine }) => engine.users.all().map(({ name }) => name),
  list: ({ engine }) => engine.users.all().map((user) => user.describe()),
  getuser: ({ engine }, args) => {
    const user = engine.users.get(args[2] ?? "");
    return user ? factsOf(user) : null;
  },
  setuser: setUser,
  deluser: deleteUsers,
  cat: categoriesOf,
  genpass: generatePassword,
  dryrun: dryRun,
  load: keptUsers(loadUsers),
  save: keptUsers(saveUsers),
  help: () => [new Simple("ACL CAT|DELUSER|DRYRUN|GENPASS|GETUSER|LIST|SETUSER|USERS|WHOAMI")],
};

function acl(_db: Database, args: readonly string[], session: Session): Reply {
  const word = args[1]!.toLowerCase();
  const run = subcommands[word];
  if (!run) throw new Failure(`ERR unknown subcommand '${args[1]}'. Try ACL HELP.`);
  if (word === "deluser" && args.length < 3) throw syntaxError();
  return run(session, args);
}

export const aclCommands = family("server", "", {
  acl: [-2, "admin noscript loading stale", 0, acl, Object.keys(subcommands)],
});
