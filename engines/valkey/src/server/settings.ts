import { isIP } from "node:net";
import { type Policy, policies } from "../data/eviction.ts";

const syncPolicies = ["always", "everysec", "no"] as const;

/** When what was appended is forced to the disk. */
export type SyncPolicy = (typeof syncPolicies)[number];

/** What a server can be told when it is started, and partly while it runs. */
export interface Settings {
  readonly host: string;
  port: number;
  readonly databases: number;
  /** Bytes of keys by estimate; 0 for no limit. */
  maxMemory: number;
  policy: Policy;
  /** How many keys are looked at for each that goes. */
  samples: number;
  /** Letters of `notify-keyspace-events`. */
  notify: ReadonlySet<string>;
  readonly folder: string | undefined;
  appendfsync: SyncPolicy;
  /** Growth in percent, since the file was last rewritten, at which it is rewritten; 0 for never. */
  rewritePercentage: number;
  rewriteMinBytes: number;
  maxClients: number;
  /** Seconds after which a client that says nothing is let go; 0 for never. */
  timeoutSeconds: number;
  /** Bytes that may wait to be sent to a client. */
  readonly outputLimit: number;
  /** The same to a subscriber: at once, and for a minute. */
  readonly subscriberLimit: number;
  readonly subscriberSoftLimit: number;
  /** Bytes of commands of one client that are not yet run. */
  readonly queryLimit: number;
}

const mebibyte = 1024 * 1024;

export const usualSettings: Settings = {
  host: "127.0.0.1",
  port: 0,
  databases: 16,
  maxMemory: 0,
  policy: "noeviction",
  samples: 5,
  notify: new Set(),
  folder: undefined,
  appendfsync: "everysec",
  rewritePercentage: 100,
  rewriteMinBytes: 64 * mebibyte,
  maxClients: 10_000,
  timeoutSeconds: 0,
  outputLimit: 256 * mebibyte,
  subscriberLimit: 32 * mebibyte,
  subscriberSoftLimit: 8 * mebibyte,
  queryLimit: 512 * mebibyte,
};

/** @throws Error when a server could not run so, or not safely */
export function checkSettings(settings: Settings): void {
  const { host, port, databases } = settings;
  if (isIP(host) === 0)
    throw new Error(`Valkey cannot listen on ${host}: give an IP address, such as 127.0.0.1`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${port} is not a port: give 0 to 65535`);
  if (!Number.isInteger(databases) || databases < 1 || databases > 1024) {
    throw new Error(`Valkey cannot have ${databases} databases: give 1 to 1024`);
  }
}

const modeLetters = ["K", "E", "m", "n"];
/** What `A` stands for. */
const allLetters = ["g", "$", "l", "s", "h", "z", "x", "e", "t", "d"];
const eventLetters: ReadonlySet<string> = new Set([...modeLetters, ...allLetters]);

/** Reads `notify-keyspace-events`; undefined when a letter is unknown. */
export function notifyOf(text: string): Set<string> | undefined {
  const letters = new Set(text.replaceAll("A", allLetters.join("")).split(""));
  return [...letters].every((letter) => eventLetters.has(letter)) ? letters : undefined;
}

/** The same as text, as CONFIG GET answers it. */
export function notifyText(letters: ReadonlySet<string>): string {
  const all = allLetters.every((letter) => letters.has(letter));
  const kinds = all ? "A" : allLetters.filter((letter) => letters.has(letter)).join("");
  return kinds + modeLetters.filter((letter) => letters.has(letter)).join("");
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1_000_000,
  mb: mebibyte,
  g: 1_000_000_000,
  gb: 1024 * mebibyte,
};

/** Bytes of a text such as `100mb`; undefined when it is none. */
export function bytesOf(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,15})([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

interface Parameter {
  read(settings: Settings): string;
  /** Undefined where it cannot change. Answers what is wrong with a value. */
  write?(settings: Settings, text: string): string | undefined;
}

function oneOf<T extends string>(choices: readonly T[], set: (settings: Settings, choice: T) => void) {
  return (settings: Settings, text: string): string | undefined => {
    const choice = choices.find((each) => each === text.toLowerCase());
    if (!choice) return `argument must be one of the following: ${choices.join(", ")}`;
    set(settings, choice);
    return undefined;
  };
}

function numeric(set: (settings: Settings, value: number) => void, high = 2 ** 31 - 1, low = 0) {
  return (settings: Settings, text: string): string | undefined => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value)) return "argument couldn't be parsed into an integer";
    if (value < low || value > high) return `argument must be between ${low} and ${high} inclusive`;
    set(settings, value);
    return undefined;
  };
}

function memory(set: (settings: Settings, bytes: number) => void) {
  return (settings: Settings, text: string): string | undefined => {
    const bytes = bytesOf(text);
    if (bytes === undefined) return "argument must be a memory value";
    set(settings, bytes);
    return undefined;
  };
}

/** What CONFIG knows, by name. */
export const parameters: Readonly<Record<string, Parameter>> = {
  maxmemory: {
    read: ({ maxMemory }) => String(maxMemory),
    write: memory((settings, bytes) => (settings.maxMemory = bytes)),
  },
  "maxmemory-policy": {
    read: ({ policy }) => policy,
    write: oneOf(policies, (settings, policy) => (settings.policy = policy)),
  },
  "maxmemory-samples": {
    read: ({ samples }) => String(samples),
    write: numeric((settings, samples) => (settings.samples = samples), 64, 1),
  },
  "notify-keyspace-events": {
    read: ({ notify }) => notifyText(notify),
    write: (settings, text) => {
      const letters = notifyOf(text);
      if (!letters) return "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
      settings.notify = letters;
      return undefined;
    },
  },
  appendonly: { read: ({ folder }) => (folder === undefined ? "no" : "yes") },
  appendfsync: {
    read: ({ appendfsync }) => appendfsync,
    write: oneOf(syncPolicies, (settings, policy) => (settings.appendfsync = policy)),
  },
  "auto-aof-rewrite-percentage": {
    read: ({ rewritePercentage }) => String(rewritePercentage),
    write: numeric((settings, percentage) => (settings.rewritePercentage = percentage)),
  },
  "auto-aof-rewrite-min-size": {
    read: ({ rewriteMinBytes }) => String(rewriteMinBytes),
    write: memory((settings, bytes) => (settings.rewriteMinBytes = bytes)),
  },
  timeout: {
    read: ({ timeoutSeconds }) => String(timeoutSeconds),
    write: numeric((settings, seconds) => (settings.timeoutSeconds = seconds)),
  },
  maxclients: {
    read: ({ maxClients }) => String(maxClients),
    write: numeric((settings, clients) => (settings.maxClients = clients), 100_000, 1),
  },
  "client-query-buffer-limit": { read: ({ queryLimit }) => String(queryLimit) },
  databases: { read: ({ databases }) => String(databases) },
  dir: { read: ({ folder }) => folder ?? "" },
  bind: { read: ({ host }) => host },
  port: { read: ({ port }) => String(port) },
  save: { read: () => "" },
};
