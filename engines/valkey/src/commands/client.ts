import type { Database } from "../data/database.ts";
import { Failure, ok, type Reply, Simple, Verbatim } from "../resp/reply.ts";
import type { Session } from "../server/session.ts";
import { integerOf, integerWithin, syntaxError } from "./arguments.ts";
import { family } from "./command.ts";
import { setName } from "./connection.ts";

type Subcommand = (session: Session, args: readonly string[]) => Reply;

/** A line as CLIENT LIST gives it. */
function lineOf(session: Session): string {
  const { engine, peer } = session;
  const now = Date.now();
  const flags = `${session.blocked ? "b" : ""}${session.subscriptions > 0 ? "P" : ""}${session.transaction ? "x" : ""}${session.noEvict ? "e" : ""}${session.noTouch ? "T" : ""}`;
  const facts: Record<string, string | number> = {
    id: session.id,
    addr: peer.address,
    laddr: peer.localAddress,
    name: session.name,
    age: Math.floor((now - session.createdAt) / 1000),
    idle: Math.max(0, Math.floor((engine.keyspace.time - session.lastAt) / 1000)),
    flags: flags || "N",
    db: session.db.index,
    sub: session.channels.size,
    psub: session.patterns.size,
    multi: session.transaction ? session.transaction.queue.length : -1,
    watch: session.watched.length,
    qbuf: peer.buffered,
    omem: peer.pending,
    cmd: session.lastCommand,
    user: session.user?.name ?? "default",
    resp: session.protocol,
    "lib-name": session.library.name,
    "lib-ver": session.library.version,
  };
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

const kindOf = (session: Session) => (session.subscriptions > 0 ? "pubsub" : "normal");

function chosen(session: Session, args: readonly string[]): Session[] {
  const all = [...session.engine.sessions.values()];
  if (args.length === 2) return all;
  const [word, ...values] = args.slice(2);
  if (word!.toLowerCase() === "type" && values.length === 1) {
    const type = values[0]!.toLowerCase();
    if (!["normal", "master", "replica", "slave", "pubsub"].includes(type)) {
      throw new Failure(`ERR Unknown client type '${values[0]}'`);
    }
    return all.filter((each) => kindOf(each) === type);
  }
  if (word!.toLowerCase() !== "id" || values.length === 0) throw syntaxError();
  const ids = new Set(values.map((value) => integerWithin(value, 1, 2 ** 53, "ERR Invalid client ID")));
  return all.filter(({ id }) => ids.has(id));
}

function kill(session: Session, args: readonly string[]): Reply {
  const all = [...session.engine.sessions.values()];
  if (args.length === 3) {
    const found = all.find(({ peer }) => peer.address === args[2]);
    if (!found) throw new Failure("ERR No such client");
    found.peer.close("killed by a client");
    return ok;
  }
  if (args.length % 2 !== 0) throw syntaxError();
  let left = all;
  let skipMe = true;
  for (let i = 2; i < args.length; i += 2) {
    const [word, value] = [args[i]!.toLowerCase(), args[i + 1]!];
    if (word === "id") {
      const id = integerWithin(value, 1, 2 ** 53, "ERR client-id should be greater than 0");
      left = left.filter((each) => each.id === id);
    } else if (word === "addr") left = left.filter(({ peer }) => peer.address === value);
    else if (word === "laddr") left = left.filter(({ peer }) => peer.localAddress === value);
    else if (word === "user") left = left.filter(({ user }) => user?.name === value);
    else if (word === "type") left = left.filter((each) => kindOf(each) === value.toLowerCase());
    else if (word === "skipme" && /^(yes|no)$/i.test(value)) skipMe = value.toLowerCase() === "yes";
    else throw syntaxError();
  }
  const victims = left.filter((each) => each !== session || !skipMe);
  for (const each of victims) each.peer.close("killed by a client");
  return victims.length;
}

function setInfo(session: Session, args: readonly string[]): Reply {
  const [, , word, value] = args;
  if (args.length !== 4) throw new Failure("ERR wrong number of arguments for 'client|setinfo' command");
  if (!/^[!-~]*$/.test(value!)) {
    throw new Failure(`ERR ${word!.toLowerCase()} cannot contain spaces, newlines or special characters.`);
  }
  if (word!.toLowerCase() === "lib-name") session.library.name = value!;
  else if (word!.toLowerCase() === "lib-ver") session.library.version = value!;
  else throw new Failure(`ERR Unrecognized option '${word}'`);
  return ok;
}

function unblock(session: Session, args: readonly string[]): Reply {
  const target = session.engine.sessions.get(integerOf(args[2] ?? ""));
  const mode = args[3]?.toLowerCase() ?? "timeout";
  if (mode !== "timeout" && mode !== "error") throw syntaxError();
  if (!target?.blocked) return 0;
  target.giveUp(mode === "error" ? new Failure("UNBLOCKED client unblocked via CLIENT UNBLOCK") : undefined);
  return 1;
}

function flag(set: (session: Session, on: boolean) => void): Subcommand {
  return (session, args) => {
    const word = args[2]?.toLowerCase();
    if (args.length !== 3 || (word !== "on" && word !== "off")) throw syntaxError();
    set(session, word === "on");
    return ok;
  };
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  id: ({ id }) => id,
  getname: ({ name }) => name || null,
  setname: (session, args) => {
    if (args.length !== 3) throw new Failure("ERR wrong number of arguments for 'client|setname' command");
    setName(session, args[2]!);
    return ok;
  },
  setinfo: setInfo,
  info: (session) => new Verbatim(`${lineOf(session)}\n`),
  list: (session, args) =>
    new Verbatim(
      chosen(session, args)
        .map((each) => `${lineOf(each)}\n`)
        .join(""),
    ),
  kill,
  unblock,
  "no-evict": flag((session, on) => (session.noEvict = on)),
  "no-touch": flag((session, on) => (session.noTouch = on)),
  help: () => [new Simple("CLIENT GETNAME|ID|INFO|KILL|LIST|NO-EVICT|NO-TOUCH|SETINFO|SETNAME|UNBLOCK")],
};

function client(_db: Database, args: readonly string[], session: Session): Reply {
  const run = subcommands[args[1]!.toLowerCase()];
  if (!run) throw new Failure(`ERR unknown subcommand '${args[1]}'. Try CLIENT HELP.`);
  return run(session, args);
}

export const clientCommands = family("connection", "@connection", {
  client: [-2, "noscript loading stale", 0, client, Object.keys(subcommands)],
});
