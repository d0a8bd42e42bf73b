import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { loadUsers } from "./acl/file.ts";
import type { Policy } from "./data/eviction.ts";
import { openPersistence } from "./persistence/persistence.ts";
import { Connection } from "./server/connection.ts";
import { Engine } from "./server/engine.ts";
import { checkSettings, type Settings, type SyncPolicy, usualSettings } from "./server/settings.ts";

export interface ValkeyOptions {
  /** An address of this machine; 127.0.0.1 unless said otherwise. Another one needs a password. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port?: number;
  /** Where data is kept; made when it is not there. Without one everything is in memory only. */
  readonly folder?: string | undefined;
  /** What the user `default` has to say. */
  readonly password?: string | undefined;
  /** Others who may use it, as lines of an access control list: `alice on >secret ~app:* +@read`. */
  readonly users?: readonly string[];
  readonly appendfsync?: SyncPolicy;
  /** Bytes of keys, by estimate; 0 for no limit. */
  readonly maxMemory?: number;
  readonly policy?: Policy;
  readonly databases?: number;
  readonly maxClients?: number;
  /** Cut a damaged file at the damage, where the start would otherwise be refused. What comes after it is lost. */
  readonly repair?: boolean;
  /** Bytes of messages that may wait for a subscriber. */
  readonly subscriberLimit?: number;
  /** Sentences for who operates it. */
  readonly log?: (message: string) => void;
}

export interface RunningValkey {
  readonly host: string;
  readonly port: number;
  /** Without the password. */
  readonly url: string;
  /** Takes no more commands, makes everything safe and lets go of the folder. */
  stop(): Promise<void>;
}

/** Starts a server that speaks RESP2 and RESP3.
 *  @throws Error when it cannot listen, when options do not fit, or when the data cannot be read */
export async function startValkey(options: ValkeyOptions = {}): Promise<RunningValkey> {
  const settings = settingsOf(options);
  checkSettings(settings);
  if (!isLoopback(settings.host) && options.password === undefined) {
    throw new Error(
      `Valkey would be open to everybody on ${settings.host}: give a password, or listen on 127.0.0.1`,
    );
  }
  const engine = new Engine(settings, options.log ?? (() => undefined));
  if (options.password !== undefined) engine.users.setPassword(options.password);
  for (const line of options.users ?? []) addUser(engine, line);
  if (settings.folder !== undefined) {
    loadUsers(engine.users, settings.folder);
    engine.persistence = await openPersistence(engine, settings.folder, options.repair ?? false);
  }
  const server = createServer({ allowHalfOpen: false }, (socket) => accept(engine, socket));
  try {
    server.listen(settings.port, settings.host);
    await once(server, "listening");
  } catch (error) {
    await engine.persistence?.close();
    throw error;
  }
  settings.port = (server.address() as AddressInfo).port;
  engine.start();
  const { host, port } = settings;
  let stopping: Promise<void> | undefined;
  return {
    host,
    port,
    url: `redis://${host.includes(":") ? `[${host}]` : host}:${port}`,
    stop: () => (stopping ??= stop(engine, server)),
  };
}

function settingsOf(options: ValkeyOptions): Settings {
  const given = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => name in usualSettings && value !== undefined),
  ) as Partial<Settings>;
  return { ...usualSettings, ...given, notify: new Set() };
}

const isLoopback = (host: string) => host.startsWith("127.") || host === "::1";

function addUser(engine: Engine, line: string): void {
  const [first, second, ...rest] = line.split(/\s+/).filter(Boolean);
  const [name, rules] =
    first === "user" ? [second, rest] : [first, second === undefined ? [] : [second, ...rest]];
  if (name === undefined) throw new Error("A line of users is empty: give a name and rules");
  engine.users.change(name, rules);
}

function accept(engine: Engine, socket: Socket): void {
  engine.stats.connections++;
  if (engine.sessions.size >= engine.settings.maxClients) {
    engine.stats.rejected++;
    socket.on("error", () => socket.destroy());
    socket.end("-ERR max number of clients reached\r\n");
    return;
  }
  Connection.accept(engine, socket);
}

/** How long clients may take for their last answers. */
const graceMs = 500;

async function stop(engine: Engine, server: Server): Promise<void> {
  engine.stop();
  const closed = once(server, "close");
  server.close();
  for (const session of engine.sessions.values()) session.peer.close("the server stops");
  engine.settle();
  const late = setTimeout(() => {
    for (const session of engine.sessions.values()) session.peer.drop("the server stops");
  }, graceMs);
  await closed;
  clearTimeout(late);
  await engine.persistence?.close();
}
