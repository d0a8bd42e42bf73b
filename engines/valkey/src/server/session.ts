import type { User } from "../acl/user.ts";
import type { Call, Command } from "../commands/command.ts";
import type { Database, Waiter, Watcher } from "../data/database.ts";
import { Failure, type Reply, Waiting } from "../resp/reply.ts";
import { type Protocol, Writer } from "../resp/writer.ts";
import type { Engine } from "./engine.ts";

/** What a session needs of its connection. */
export interface Peer {
  readonly address: string;
  readonly localAddress: string;
  /** Ends it after what was written, with a reason for the log. */
  close(reason: string): void;
  /** Goes on with commands that came meanwhile. */
  resume(): void;
  /** Ends it at once, for the reason. */
  drop(reason: string): void;
  /** Sends what was written. */
  flush(): void;
  /** Bytes that wait to be sent. */
  readonly pending: number;
  readonly buffered: number;
}

interface Queued {
  readonly command: Command;
  readonly args: readonly string[];
}

interface Transaction {
  readonly queue: Queued[];
  /** Something could not be queued: EXEC will refuse. */
  failed: boolean;
}

interface Blocked extends Queued {
  readonly waiting: Waiting;
  readonly db: Database;
  readonly timer: NodeJS.Timeout | undefined;
  readonly since: number;
}

/** The longest time that a timer can measure. */
const longestTimerMs = 2 ** 31 - 1;

/** One client, from its connection to its end. */
export class Session implements Call, Waiter, Watcher {
  readonly id: number;
  readonly engine: Engine;
  readonly peer: Peer;
  readonly writer = new Writer();
  readonly createdAt: number;
  lastAt: number;
  lastCommand = "NULL";
  db: Database;
  /** Undefined until the client has said who it is, where it has to. */
  user: User | undefined;
  name = "";
  library = { name: "", version: "" };
  noEvict = false;
  noTouch = false;
  effects: string[][] | undefined;
  transaction: Transaction | undefined;
  /** A watched key was changed. */
  dirty = false;
  readonly watched: { readonly db: Database; readonly key: string }[] = [];
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  blocked: Blocked | undefined;
  executing = false;

  constructor(id: number, engine: Engine, peer: Peer) {
    this.id = id;
    this.engine = engine;
    this.peer = peer;
    this.createdAt = engine.keyspace.time;
    this.lastAt = this.createdAt;
    this.db = engine.keyspace.databases[0]!;
    const user = engine.users.default;
    this.user = user.enabled && user.noPassword ? user : undefined;
  }

  get protocol(): Protocol {
    return this.writer.protocol;
  }

  get mayWait(): boolean {
    return !this.executing;
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }

  /** Sends what was not asked for. */
  deliver(message: Reply): void {
    this.writer.reply(message);
    this.engine.flushLater(this);
  }

  watch(key: string): void {
    if (this.watched.some((each) => each.db === this.db && each.key === key)) return;
    this.db.find(key);
    const { watchers } = this.db;
    const others = watchers.get(key);
    if (others) others.add(this);
    else watchers.set(key, new Set<Watcher>([this]));
    this.watched.push({ db: this.db, key });
  }

  unwatch(): void {
    for (const { db, key } of this.watched.splice(0)) {
      const watchers = db.watchers.get(key);
      watchers?.delete(this);
      if (watchers?.size === 0) db.watchers.delete(key);
    }
    this.dirty = false;
  }

  /** Waits for a key, until it changes or the time is over. */
  block(command: Command, args: readonly string[], waiting: Waiting): void {
    const { timeoutMs } = waiting;
    const timer =
      timeoutMs > 0 ? setTimeout(() => this.giveUp(), Math.min(timeoutMs, longestTimerMs)) : undefined;
    this.blocked = { command, args, waiting, db: this.db, timer, since: Date.now() };
    for (const key of waiting.keys) {
      const others = this.db.awaited.get(key);
      if (others) others.add(this);
      else this.db.awaited.set(key, new Set<Waiter>([this]));
    }
  }

  /** Tries again what it waits for. */
  retry(): void {
    if (!this.blocked) return;
    const { command, args } = this.blocked;
    const reply = this.engine.perform(this, command, args);
    const still =
      reply instanceof Waiting || (reply instanceof Failure && reply.message.startsWith("WRONGTYPE"));
    if (!still) this.unblock(reply);
  }

  /** Ends the wait with what the command answers when nothing came, or with an error. */
  giveUp(answer?: Reply): void {
    if (!this.blocked) return;
    this.unblock(answer ?? this.blocked.waiting.otherwise);
    this.engine.settle();
  }

  unblock(answer: Reply): void {
    this.stopWaiting();
    this.writer.reply(answer);
    this.engine.flushLater(this);
    this.engine.resumeLater(this);
  }

  stopWaiting(): void {
    if (!this.blocked) return;
    const { db, waiting, timer } = this.blocked;
    clearTimeout(timer);
    this.blocked = undefined;
    for (const key of waiting.keys) {
      const waiters = db.awaited.get(key);
      waiters?.delete(this);
      if (waiters?.size === 0) db.awaited.delete(key);
    }
  }

  /** As a fresh connection would be, but for its number. */
  reset(): void {
    this.transaction = undefined;
    this.unwatch();
    this.engine.channels.leaveAll(this);
    this.db = this.engine.keyspace.databases[0]!;
    this.writer.protocol = 2;
    this.name = "";
    this.noEvict = false;
    this.noTouch = false;
    const user = this.engine.users.default;
    this.user = user.enabled && user.noPassword ? user : undefined;
  }

  end(): void {
    this.stopWaiting();
    this.unwatch();
    this.engine.channels.leaveAll(this);
    this.transaction = undefined;
  }
}
