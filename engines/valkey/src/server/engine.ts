import { randomBytes } from "node:crypto";
import { Users } from "../acl/users.ts";
import { type Command, keysOf } from "../commands/command.ts";
import { commands as table, vocabulary } from "../commands/index.ts";
import type { Database, EventClass } from "../data/database.ts";
import { Keyspace, type KeyspaceEvents } from "../data/keyspace.ts";
import type { Persistence } from "../persistence/persistence.ts";
import { Failure, type Reply } from "../resp/reply.ts";
import { Channels } from "./channels.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";

const expireEveryMs = 100;
const expireBudgetMs = 5;
/** When there is more to expire than fits into one go. */
const expireAgainMs = 20;

/** The server without its sockets: keys, clients, channels, and what becomes of a command. */
export class Engine implements KeyspaceEvents {
  readonly settings: Settings;
  readonly keyspace: Keyspace;
  readonly commands: ReadonlyMap<string, Command> = table;
  readonly users = new Users(vocabulary);
  readonly channels = new Channels();
  readonly sessions = new Map<number, Session>();
  readonly startedAt = Date.now();
  /** No other server, and no other start of this one, has it. */
  readonly runId = randomBytes(20).toString("hex");
  readonly stats = { connections: 0, rejected: 0, commands: 0, errors: 0, dropped: 0, input: 0, output: 0 };
  readonly log: (message: string) => void;
  persistence: Persistence | undefined;
  #nextId = 1;
  #ready: [db: Database, key: string][] = [];
  #toFlush = new Set<Session>();
  #toResume = new Set<Session>();
  /** A transaction runs; whether its beginning stands in the log already. */
  #transaction: "none" | "quiet" | "logged" = "none";
  #expiring: NodeJS.Timeout | undefined;

  constructor(settings: Settings, log: (message: string) => void) {
    this.settings = settings;
    this.log = log;
    this.keyspace = new Keyspace(settings.databases, Date.now(), this);
  }

  start(): void {
    this.#expireIn(expireEveryMs);
  }

  stop(): void {
    clearTimeout(this.#expiring);
  }

  nextId(): number {
    return this.#nextId++;
  }

  /** Runs a command and writes down what it changed. What goes wrong is a reply. */
  perform(session: Session, command: Command, args: readonly string[]): Reply {
    const { keyspace, persistence } = this;
    const before = keyspace.dirty;
    const { db } = session;
    session.effects = undefined;
    keyspace.touching = !session.noTouch;
    if (command.write && persistence?.rewriting) persistence.beforeChange(db, keysOf(command, args));
    let reply: Reply;
    try {
      reply = command.run(db, args, session);
    } catch (error) {
      reply = this.#failureOf(error, command);
    }
    if (keyspace.dirty !== before && persistence) {
      for (const effect of session.effects ?? [args]) this.#record(db, effect);
    }
    return reply;
  }

  #failureOf(error: unknown, command: Command): Failure {
    if (error instanceof Failure) return error;
    this.log(`${command.name} failed inside: ${(error as Error).stack}`);
    return new Failure(`ERR internal error in '${command.name}': ${(error as Error).message}`);
  }

  #record(db: Database, args: readonly string[]): void {
    if (this.#transaction === "quiet") {
      this.#transaction = "logged";
      this.persistence?.append(undefined, ["MULTI"]);
    }
    this.persistence?.append(db.index, args);
  }

  /** Runs what is one change in the log. */
  transact(run: () => void): void {
    this.#transaction = "quiet";
    run();
    if ((this.#transaction as string) === "logged") this.persistence?.append(undefined, ["EXEC"]);
    this.#transaction = "none";
  }

  /** Removes keys until there is room. @returns whether there is */
  makeRoom(): boolean {
    const { maxMemory, policy, samples } = this.settings;
    if (maxMemory === 0 || this.keyspace.bytes <= maxMemory) return true;
    return this.keyspace.evictTo(maxMemory, policy, samples);
  }

  notify(db: Database, kind: EventClass, event: string, key: string): void {
    const { notify } = this.settings;
    if (!notify.has(kind) || this.keyspace.time === 0) return;
    if (notify.has("K")) this.channels.publish(`__keyspace@${db.index}__:${key}`, event);
    if (notify.has("E")) this.channels.publish(`__keyevent@${db.index}__:${event}`, key);
  }

  gone(db: Database, key: string, why: "expired" | "evicted"): void {
    if (this.persistence) this.#record(db, ["DEL", key]);
    this.notify(db, why === "expired" ? "x" : "e", why, key);
  }

  ready(db: Database, key: string): void {
    this.#ready.push([db, key]);
  }

  /** Lets those try again who wait for a key that has changed. */
  serveWaiting(): void {
    while (this.#ready.length > 0) {
      const ready = this.#ready;
      this.#ready = [];
      for (const [db, key] of ready) {
        for (const waiter of db.awaited.get(key) ?? []) {
          if (!db.find(key)) break;
          waiter.retry();
        }
      }
    }
  }

  flushLater(session: Session): void {
    this.#toFlush.add(session);
  }

  resumeLater(session: Session): void {
    this.#toResume.add(session);
  }

  /** Sends what was written to anybody, after a batch of commands or whatever else happened. */
  settle(): void {
    if (this.#ready.length > 0) this.serveWaiting();
    if (this.#toFlush.size > 0) {
      const sessions = [...this.#toFlush];
      this.#toFlush.clear();
      for (const session of sessions) session.peer.flush();
    }
    if (this.#toResume.size > 0) {
      const sessions = [...this.#toResume];
      this.#toResume.clear();
      for (const session of sessions) setImmediate(() => session.peer.resume());
    }
  }

  #expireIn(ms: number): void {
    this.#expiring = setTimeout(() => {
      this.keyspace.setTime(Date.now());
      const more = this.keyspace.expireDue(expireBudgetMs);
      this.#closeIdle();
      this.settle();
      this.#expireIn(more ? expireAgainMs : expireEveryMs);
    }, ms).unref();
  }

  #closeIdle(): void {
    const { timeoutSeconds } = this.settings;
    if (timeoutSeconds === 0) return;
    const oldest = this.keyspace.time - timeoutSeconds * 1000;
    for (const session of this.sessions.values()) {
      const waits = session.blocked !== undefined || session.subscriptions > 0;
      if (!waits && session.lastAt < oldest) session.peer.close("idle");
    }
  }
}
