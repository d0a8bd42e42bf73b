import { isAbsolute } from "node:path";
import type { Parser } from "#kernel/setting.ts";
import type { StoreAddress, StoreSource } from "#sessions/index.ts";

/** `main=redis://10.0.0.5:6379 spare=redis+sentinel://a:26379,b:26379/mymaster?username=naru&password-file=/run/secrets/spare` */
export const sessionStores: Parser<readonly StoreSource[]> = {
  allowed:
    "name=redis://host:port, rediss://host:port, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port, separated by spaces, each name once; ?username=…&password-file=/path says who Naru is there: passwords do not belong into addresses",
  read(value) {
    const sources = value.split(/\s+/).filter(Boolean).map(sourceOf);
    const names = new Set(sources.map((source) => source?.name));
    const areGood = sources.every((source) => source !== undefined) && names.size === sources.length;
    return areGood ? sources : undefined;
  },
};

const kinds = {
  redis: "single",
  rediss: "single",
  "redis+sentinel": "sentinel",
  "rediss+sentinel": "sentinel",
  "redis+cluster": "cluster",
  "rediss+cluster": "cluster",
} as const;

const usualPorts = { single: 6379, sentinel: 26_379, cluster: 6379 } as const;

function sourceOf(text: string): StoreSource | undefined {
  const [, name, scheme = "", hosts = "", path = "", query = ""] =
    /^([\w.-]{1,63})=([a-z+]+):\/\/([^/?@]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(text) ?? [];
  if (name === undefined || !Object.hasOwn(kinds, scheme)) return undefined;
  const kind = kinds[scheme as keyof typeof kinds];
  const addresses = hosts.split(",").map((host) => addressOf(host, usualPorts[kind]));
  const parameters = new URLSearchParams(query);
  const username = parameters.get("username") ?? undefined;
  const passwordFile = parameters.get("password-file") ?? undefined;
  const database = Number(parameters.get("database") ?? "0");
  const isGood =
    addresses.every((address) => address !== undefined) &&
    (kind === "single" ? addresses.length === 1 : true) &&
    (kind === "sentinel" ? /^[\w.-]+$/.test(path) : path === "") &&
    (passwordFile === undefined || isAbsolute(passwordFile)) &&
    Number.isInteger(database) &&
    database >= 0 &&
    [...parameters.keys()].every((key) => ["username", "password-file", "database"].includes(key));
  if (!isGood) return undefined;
  return {
    name,
    kind,
    addresses,
    isEncrypted: scheme.startsWith("rediss"),
    database,
    isEmbedded: false,
    ...(kind === "sentinel" && { master: path }),
    ...(username !== undefined && { username }),
    ...(passwordFile !== undefined && { passwordFile }),
  };
}

function addressOf(text: string, usualPort: number): StoreAddress | undefined {
  const [, host, port] = /^(\[[\da-f:]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (host === undefined) return undefined;
  const number = port === undefined ? usualPort : Number(port);
  return number > 65_535 ? undefined : { host: host.replace(/^\[|\]$/g, ""), port: number };
}
