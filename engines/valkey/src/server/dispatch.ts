import { wrongArity } from "../commands/arguments.ts";
import { type Command, fits } from "../commands/command.ts";
import { Failure, queued, type Reply, Waiting } from "../resp/reply.ts";
import type { Engine } from "./engine.ts";
import type { Session } from "./session.ts";

/** What runs at once, even where commands are being queued. */
const immediate: ReadonlySet<string> = new Set(["exec", "discard", "multi", "watch", "quit", "reset"]);
/** What a subscriber may send in RESP2, where messages and answers cannot be told apart. */
const subscriberMay: ReadonlySet<string> = new Set([
  "subscribe",
  "unsubscribe",
  "psubscribe",
  "punsubscribe",
  "ping",
  "quit",
  "reset",
]);

/** Takes one command of a client to its answer, which is written. */
export function dispatch(engine: Engine, session: Session, args: readonly string[]): void {
  engine.stats.commands++;
  session.lastAt = engine.keyspace.time;
  const name = args[0]!;
  const command = engine.commands.get(name) ?? engine.commands.get(name.toLowerCase());
  const refusal = refusalOf(engine, session, command, args);
  if (refusal) {
    engine.stats.errors++;
    if (session.transaction && !immediate.has(command?.name ?? "")) session.transaction.failed = true;
    session.writer.reply(refusal);
    return;
  }
  const reply = run(engine, session, command!, args);
  if (reply instanceof Waiting) {
    session.block(command!, args, reply);
    return;
  }
  if (reply instanceof Failure) engine.stats.errors++;
  session.writer.reply(reply);
}

function run(engine: Engine, session: Session, command: Command, args: readonly string[]): Reply {
  session.lastCommand = command.name;
  if (session.transaction && !immediate.has(command.name)) {
    if (command.flags.has("no_multi")) {
      session.transaction.failed = true;
      return new Failure("ERR Command not allowed inside a transaction");
    }
    session.transaction.queue.push({ command, args });
    return queued;
  }
  const reply = engine.perform(session, command, args);
  engine.serveWaiting();
  return reply;
}

/** Why a command cannot run; undefined when it can. The order is Valkey's. */
function refusalOf(
  engine: Engine,
  session: Session,
  command: Command | undefined,
  args: readonly string[],
): Failure | undefined {
  if (!command) return unknownCommand(args);
  if (!fits(command, args.length)) return wrongArity(command.name);
  if (!session.user && !command.flags.has("no_auth")) return new Failure("NOAUTH Authentication required.");
  const denied = denialOf(session, command, args);
  if (denied) return denied;
  if (!engine.makeRoom() && command.flags.has("denyoom")) {
    return new Failure("OOM command not allowed when used memory > 'maxmemory'.");
  }
  if (command.write) {
    const misconfigured = cannotWrite(engine);
    if (misconfigured) return misconfigured;
  }
  if (session.protocol === 2 && session.subscriptions > 0 && !subscriberMay.has(command.name)) {
    return new Failure(
      `ERR Can't execute '${command.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
    );
  }
  return undefined;
}

function unknownCommand(args: readonly string[]): Failure {
  let beginning = "";
  for (const arg of args.slice(1)) {
    if (beginning.length >= 128) break;
    beginning += `'${arg.slice(0, 128 - beginning.length)}' `;
  }
  return new Failure(
    `ERR unknown command '${args[0]!.slice(0, 128)}', with args beginning with: ${beginning}`,
  );
}

/** What the access control list says against a command. */
export function denialOf(session: Session, command: Command, args: readonly string[]): Failure | undefined {
  const { user } = session;
  if (!user || user.unlimited || command.flags.has("no_auth")) return undefined;
  if (!user.mayRun(command, args)) {
    const name =
      command.subcommands.size > 0 && args[1] ? `${command.name}|${args[1].toLowerCase()}` : command.name;
    return new Failure(`NOPERM User ${user.name} has no permissions to run the '${name}' command`);
  }
  if (!user.mayUseKeys(command, args)) return new Failure("NOPERM No permissions to access a key");
  if (!channelsOf(command, args).every((each) => user.mayUseChannel(each, command.name === "psubscribe"))) {
    return new Failure("NOPERM No permissions to access a channel");
  }
  return undefined;
}

function channelsOf(command: Command, args: readonly string[]): readonly string[] {
  if (command.name === "publish") return [args[1]!];
  return command.name === "subscribe" || command.name === "psubscribe" ? args.slice(1) : [];
}

/** The append-only file cannot be written: nothing may change that could not be kept. */
export function cannotWrite(engine: Engine): Failure | undefined {
  const failing = engine.persistence?.failing;
  return failing === undefined
    ? undefined
    : new Failure(`MISCONF Errors writing to the AOF file: ${failing}`);
}
