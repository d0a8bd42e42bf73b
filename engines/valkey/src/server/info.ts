import type { Engine } from "./engine.ts";
import { compatibleVersion } from "./version.ts";

type Facts = Readonly<Record<string, string | number>>;

function serverFacts(engine: Engine): Facts {
  const uptime = Math.floor((Date.now() - engine.startedAt) / 1000);
  return {
    server_name: "naru-valkey-engine",
    redis_version: compatibleVersion,
    redis_mode: "standalone",
    os: `${process.platform} ${process.arch}`,
    process_id: process.pid,
    run_id: engine.runId,
    tcp_port: engine.settings.port,
    uptime_in_seconds: uptime,
    uptime_in_days: Math.floor(uptime / 86_400),
    executable: `node ${process.version}`,
  };
}

function clientFacts(engine: Engine): Facts {
  const sessions = [...engine.sessions.values()];
  return {
    connected_clients: sessions.length,
    maxclients: engine.settings.maxClients,
    blocked_clients: sessions.filter(({ blocked }) => blocked).length,
    pubsub_clients: sessions.filter(({ subscriptions }) => subscriptions > 0).length,
    watching_clients: sessions.filter(({ watched }) => watched.length > 0).length,
  };
}

function memoryFacts({ keyspace, settings }: Engine): Facts {
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    used_memory: keyspace.bytes,
    used_memory_dataset: keyspace.bytes,
    used_memory_rss: rss,
    process_heap_used: heapUsed,
    process_external: external,
    maxmemory: settings.maxMemory,
    maxmemory_policy: settings.policy,
  };
}

function persistenceFacts({ persistence }: Engine): Facts {
  if (!persistence) return { loading: 0, aof_enabled: 0 };
  return {
    loading: 0,
    aof_enabled: 1,
    aof_rewrite_in_progress: persistence.rewriting ? 1 : 0,
    aof_last_bgrewrite_status: persistence.rewriteError === undefined ? "ok" : "err",
    aof_last_write_status: persistence.failing === undefined ? "ok" : "err",
    aof_current_size: persistence.size,
    aof_base_size: persistence.baseSize,
    aof_buffer_length: persistence.waiting,
    aof_pending_bio_fsync: 0,
  };
}

function statFacts({ stats, keyspace, channels }: Engine): Facts {
  return {
    total_connections_received: stats.connections,
    total_commands_processed: stats.commands,
    total_net_input_bytes: stats.input,
    total_net_output_bytes: stats.output,
    rejected_connections: stats.rejected,
    expired_keys: keyspace.stats.expired,
    evicted_keys: keyspace.stats.evicted,
    keyspace_hits: keyspace.stats.hits,
    keyspace_misses: keyspace.stats.misses,
    pubsub_channels: channels.size,
    pubsub_patterns: channels.patternCount,
    client_output_buffer_limit_disconnections: stats.dropped,
    total_error_replies: stats.errors,
  };
}

function cpuFacts(): Facts {
  const { user, system } = process.cpuUsage();
  return { used_cpu_sys: (system / 1e6).toFixed(6), used_cpu_user: (user / 1e6).toFixed(6) };
}

function keyspaceFacts({ keyspace }: Engine): Facts {
  const used = keyspace.databases.filter(({ keys }) => keys.size > 0);
  return Object.fromEntries(
    used.map(({ index, keys, deadlines }) => [
      `db${index}`,
      `keys=${keys.size},expires=${deadlines.size},avg_ttl=0`,
    ]),
  );
}

const sections: Readonly<Record<string, (engine: Engine) => Facts>> = {
  Server: serverFacts,
  Clients: clientFacts,
  Memory: memoryFacts,
  Persistence: persistenceFacts,
  Stats: statFacts,
  Replication: () => ({ role: "master", connected_slaves: 0 }),
  CPU: cpuFacts,
  Cluster: () => ({ cluster_enabled: 0 }),
  Keyspace: keyspaceFacts,
};

/** What INFO answers, for all sections or some. */
export function infoOf(engine: Engine, names: readonly string[]): string {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const all = names.length === 0 || ["all", "default", "everything"].some((name) => wanted.has(name));
  return Object.entries(sections)
    .filter(([name]) => all || wanted.has(name.toLowerCase()))
    .map(([name, facts]) => `# ${name}\r\n${linesOf(facts(engine))}`)
    .join("\r\n");
}

const linesOf = (facts: Facts) =>
  Object.entries(facts)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("");
