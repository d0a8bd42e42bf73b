import type { Database } from "../data/database.ts";
import { Failure, ok, Pairs, type Reply, Simple } from "../resp/reply.ts";
import type { Session } from "../server/session.ts";
import { compatibleVersion } from "../server/version.ts";
import { integerWithin, syntaxError, wrongArity } from "./arguments.ts";
import { family } from "./command.ts";

function ping(_db: Database, args: readonly string[], session: Session): Reply {
  if (args.length > 2) throw wrongArity("ping");
  if (session.protocol === 2 && session.subscriptions > 0) return ["pong", args[1] ?? ""];
  return args[1] ?? new Simple("PONG");
}

function authenticate(session: Session, name: string, password: string): void {
  const user = session.engine.users.authenticate(name, password);
  if (!user) throw new Failure("WRONGPASS invalid username-password pair or user is disabled.");
  session.user = user;
}

function auth(_db: Database, args: readonly string[], session: Session): Reply {
  if (args.length > 3) throw syntaxError();
  if (args.length === 2 && session.engine.users.default.noPassword) {
    throw new Failure(
      "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
    );
  }
  authenticate(session, args.length === 3 ? args[1]! : "default", args.at(-1)!);
  return ok;
}

const nameFits = (name: string) => /^[!-~]*$/.test(name);

export function setName(session: Session, name: string): void {
  if (!nameFits(name)) {
    throw new Failure("ERR Client names cannot contain spaces, newlines or special characters.");
  }
  session.name = name;
}

interface Hello {
  protocol?: 2 | 3;
  user?: readonly [name: string, password: string];
  name?: string;
}

function helloOf(args: readonly string[]): Hello {
  const wanted: Hello = {};
  if (args[1] !== undefined) {
    const version = integerWithin(
      args[1],
      -(2 ** 53),
      2 ** 53,
      "ERR Protocol version is not an integer or out of range",
    );
    if (version !== 2 && version !== 3) throw new Failure("NOPROTO unsupported protocol version");
    wanted.protocol = version;
  }
  for (let i = 2; i < args.length; i++) {
    const word = args[i]!.toLowerCase();
    if (word === "auth" && i + 2 < args.length) {
      wanted.user = [args[i + 1]!, args[i + 2]!];
      i += 2;
    } else if (word === "setname" && i + 1 < args.length) wanted.name = args[++i]!;
    else throw new Failure(`ERR Syntax error in HELLO option '${args[i]}'`);
  }
  return wanted;
}

function hello(_db: Database, args: readonly string[], session: Session): Reply {
  const { protocol, user, name } = helloOf(args);
  if (user) authenticate(session, ...user);
  if (!session.user) {
    throw new Failure(
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time",
    );
  }
  if (name !== undefined) setName(session, name);
  if (protocol) session.writer.protocol = protocol;
  const facts: Reply[] = ["server", "valkey", "version", compatibleVersion, "proto", session.protocol];
  return new Pairs([...facts, "id", session.id, "mode", "standalone", "role", "master", "modules", []]);
}

function select(_db: Database, [, text]: readonly string[], session: Session): Reply {
  const { databases } = session.engine.keyspace;
  const index = integerWithin(text!, -(2 ** 31), 2 ** 31 - 1, "ERR value is not an integer or out of range");
  const db = databases[index];
  if (!db) throw new Failure("ERR DB index is out of range");
  session.db = db;
  return ok;
}

function quit(_db: Database, _args: readonly string[], session: Session): Reply {
  session.peer.close("it said QUIT");
  return ok;
}

function reset(_db: Database, _args: readonly string[], session: Session): Reply {
  session.reset();
  return new Simple("RESET");
}

export const connection = family("connection", "@connection", {
  ping: [-1, "fast", 0, ping],
  echo: [2, "loading stale fast", 0, (_db, [, text]) => text!],
  auth: [-2, "noscript loading stale fast no_auth", 0, auth],
  hello: [-1, "noscript loading stale fast no_auth", 0, hello],
  select: [2, "loading stale fast", 0, select],
  quit: [-1, "noscript loading stale fast no_auth", 0, quit],
  reset: [1, "noscript loading stale fast no_auth", 0, reset],
});
