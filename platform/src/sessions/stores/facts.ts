/** What a server tells of itself in INFO. Bytes, milliseconds. */
export interface StoreFacts {
  readonly product: string;
  readonly version: string;
  /** Changes when the process does. */
  readonly runId: string;
  readonly usedBytes: number;
  /** 0: no limit. */
  readonly limitBytes: number;
  readonly policy: string;
  readonly clients: number;
  readonly commands: number;
  readonly evicted: number;
  readonly expired: number;
  readonly replicas: number;
  readonly isDurable: boolean;
}

/** Source: https://valkey.io/commands/info */
export function factsOf(info: string): StoreFacts {
  const fields = new Map(
    info
      .split(/\r?\n/)
      .filter((line) => line.includes(":"))
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
  const text = (name: string) => fields.get(name) ?? "";
  const number = (name: string) => Number(fields.get(name) ?? 0) || 0;
  const isValkey = text("server_name") !== "" || text("valkey_version") !== "";
  return {
    product: text("server_name") || (isValkey ? "valkey" : "redis"),
    version: text("valkey_version") || text("redis_version"),
    runId: text("run_id") || text("process_id"),
    usedBytes: number("used_memory"),
    limitBytes: number("maxmemory"),
    policy: text("maxmemory_policy"),
    clients: number("connected_clients"),
    commands: number("total_commands_processed"),
    evicted: number("evicted_keys"),
    expired: number("expired_keys"),
    replicas: number("connected_slaves"),
    isDurable: number("aof_enabled") === 1 || number("rdb_saves") > 0,
  };
}

/** Of several servers that are one. */
export function together(all: readonly StoreFacts[]): StoreFacts | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  return others.reduce<StoreFacts>(
    (sum, each) => ({
      ...sum,
      runId: `${sum.runId}+${each.runId}`,
      usedBytes: sum.usedBytes + each.usedBytes,
      limitBytes: sum.limitBytes + each.limitBytes,
      clients: sum.clients + each.clients,
      commands: sum.commands + each.commands,
      evicted: sum.evicted + each.evicted,
      expired: sum.expired + each.expired,
      replicas: sum.replicas + each.replicas,
      isDurable: sum.isDurable && each.isDurable,
    }),
    first,
  );
}
