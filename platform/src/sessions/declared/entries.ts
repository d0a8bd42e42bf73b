import type { StoreSource } from "../stores/source.ts";
import { providedBy } from "./declared.ts";

/** How an application reaches a store, as a Service Binding says it. */
export function entriesOf(
  source: StoreSource,
  {
    username,
    password,
    prefix,
    replicas,
  }: {
    readonly username: string;
    readonly password: string;
    readonly prefix: string;
    /** How many have to have a write before it counts. */
    readonly replicas: number;
  },
): Record<string, string> {
  const [first = { host: "", port: 0 }] = source.addresses;
  const scheme = source.isEncrypted ? "rediss" : "redis";
  const nodes = source.addresses.map(({ host, port }) => `${hostText(host)}:${port}`).join(",");
  const account = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  const database = String(source.database);
  const common = {
    type: "redis",
    provider: providedBy,
    username,
    password,
    database,
    prefix,
    ssl: String(source.isEncrypted),
    ...(replicas > 0 && { replicas: String(replicas) }),
  };
  if (source.kind === "sentinel")
    return { ...common, "sentinel.master": source.master ?? "", "sentinel.nodes": nodes };
  if (source.kind === "cluster") return { ...common, "cluster.nodes": nodes };
  const { host, port } = first;
  return {
    ...common,
    host,
    port: String(port),
    uri: `${scheme}://${account}@${hostText(host)}:${port}/${database}`,
  };
}

const hostText = (host: string) => (host.includes(":") ? `[${host}]` : host);
