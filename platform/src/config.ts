import { readFileSync } from "node:fs";
import type { ClusterSource } from "#kubernetes/index.ts";
import { NaruError } from "#kernel/errors.ts";
import {
  bytes,
  codePattern,
  describeSettings,
  type Environment,
  flagOf,
  folder,
  host,
  hostNames,
  httpUrl,
  oneOf,
  port,
  portOrNone,
  readFlags,
  readSetting,
  seconds,
  type Setting,
  setting,
  text,
  texts,
  whole,
} from "#kernel/setting.ts";

import { policies, type Policy } from "#scaling/api.ts";
import type { StoreSource } from "#sessions/index.ts";
import { clusters } from "./clusters-setting.ts";
import { sessionStores } from "./session-stores-setting.ts";

export interface Config {
  readonly dataFolder: string;
  readonly host: string;
  /** Further names under which the console may be reached. */
  readonly hostNames: readonly string[];
  readonly port: number;
  /** Address at which people reach the console, for links in messages; undefined: host and port. */
  readonly externalUrl?: string;
  readonly otlp: { readonly httpPort: number; readonly grpcPort: number; readonly ingestToken?: string };
  readonly retention: {
    readonly tracesSeconds: number;
    readonly logsSeconds: number;
    readonly metricsSeconds: number;
    readonly profilesSeconds: number;
    readonly incidentsSeconds: number;
  };
  /** Without a URL the embedded engine is used. */
  readonly store: { readonly clickhouseUrl?: string; readonly memoryLimitBytes: number };
  readonly ingest: {
    readonly queueLimitBytes: number;
    readonly requestLimitBytes: number;
    readonly decompressedLimitBytes: number;
    readonly attributeCountLimit: number;
    readonly attributeLengthLimit: number;
    readonly nameLengthLimit: number;
  };
  readonly clusters: readonly ClusterSource[];
  /** How often the state of clusters and of Naru itself is told as metrics; 0: never. */
  readonly stateMetricsMs: number;
  /** How often it is looked whether anything is wrong; 0: never. */
  readonly diagnosisMs: number;
  /** The most that may be done by itself with pods and nodes that are sick. */
  readonly healing: Policy;
  /** Clusters whose autoscalers measure by Naru, and how they reach it. */
  readonly autoscaling: {
    readonly clusters: readonly string[];
    readonly address: string;
    readonly port: number;
  };
  /** Where spans' code is shown. */
  readonly code?: { readonly pattern: string; readonly roots: readonly string[] };
  /** The embedded Kubernetes; 0 nodes: none. */
  readonly kubernetes: { readonly nodes: number; readonly port: number; readonly ingressPort: number };
  /** The embedded Valkey; undefined: none. */
  readonly valkey?: { readonly port: number; readonly memoryLimitBytes: number; readonly sync: Sync };
  /** Where else user sessions are kept. */
  readonly sessionStores: readonly StoreSource[];
  readonly logLevel: LogLevel;
  /** Of what is printed for people. */
  readonly language: "en" | "ko";
}
export type LogLevel = (typeof logLevels)[number];

type Sync = (typeof syncs)[number];

/** Of the embedded cluster. */
export const embeddedName = "local";
const syncs = ["always", "everysec", "no"] as const;
const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;

const settings = {
  dataFolder: setting("NARU_DATA", "~/.naru", folder, "Folder of everything that Naru keeps"),
  host: setting("NARU_HOST", "127.0.0.1", host, "Address to listen on"),
  hostNames: setting("NARU_HOST_NAMES", "", hostNames, "Further host names of the console, comma-separated"),
  port: setting("NARU_PORT", "8800", port, "Port of the console and the API"),
  externalUrl: setting("NARU_EXTERNAL_URL", "", httpUrl, "Address of the console in messages of alerts"),
  otlpHttpPort: setting("NARU_OTLP_HTTP_PORT", "4318", port, "Port of OTLP/HTTP"),
  otlpGrpcPort: setting("NARU_OTLP_GRPC_PORT", "4317", port, "Port of OTLP/gRPC"),
  ingestToken: setting("NARU_INGEST_TOKEN", "", text, "Token that senders of telemetry must show"),
  ingestTokenFile: setting("NARU_INGEST_TOKEN_FILE", "", text, "File that holds the ingest token"),
  retentionTraces: setting("NARU_RETENTION_TRACES", "7d", seconds("1h"), "How long spans are kept"),
  retentionLogs: setting("NARU_RETENTION_LOGS", "7d", seconds("1h"), "How long log lines are kept"),
  retentionMetrics: setting(
    "NARU_RETENTION_METRICS",
    "30d",
    seconds("1h"),
    "How long metric points are kept",
  ),
  retentionProfiles: setting("NARU_RETENTION_PROFILES", "7d", seconds("1h"), "How long profiles are kept"),
  retentionIncidents: setting(
    "NARU_RETENTION_INCIDENTS",
    "365d",
    seconds("1d"),
    "How long incidents are kept",
  ),
  clickhouseUrl: setting("NARU_CLICKHOUSE_URL", "", httpUrl, "ClickHouse to use instead of the embedded one"),
  memoryLimit: setting("NARU_MEMORY_LIMIT", "1GiB", bytes("256MiB"), "Memory of the embedded ClickHouse"),
  queueLimit: setting("NARU_INGEST_QUEUE_LIMIT", "4GiB", bytes("64MiB"), "Size of the write-ahead log"),
  requestLimit: setting("NARU_REQUEST_LIMIT", "16MiB", bytes("64KiB"), "Largest OTLP request, as sent"),
  decompressedLimit: setting("NARU_DECOMPRESSED_LIMIT", "64MiB", bytes("64KiB"), "… and decompressed"),
  attributeCountLimit: setting(
    "NARU_ATTRIBUTE_COUNT_LIMIT",
    "128",
    whole(1, 10_000),
    "Attributes of one item",
  ),
  attributeLengthLimit: setting("NARU_ATTRIBUTE_LENGTH_LIMIT", "64KiB", bytes("64B"), "Bytes of one value"),
  nameLengthLimit: setting("NARU_NAME_LENGTH_LIMIT", "1024", bytes("64B"), "Bytes of one name or key"),
  codeLink: setting(
    "NARU_CODE_LINK",
    "",
    codePattern,
    "Where code is shown: https://git.example/{service}/blob/{commit}/{path}#L{line}",
  ),
  codeRoots: setting(
    "NARU_CODE_ROOTS",
    "",
    texts,
    "What code.file.path begins with before the repository's path, comma-separated",
  ),
  nodes: setting("NARU_NODES", "1", whole(0, 16), "Nodes of the embedded Kubernetes; 0 for none"),
  kubernetesPort: setting("NARU_KUBERNETES_PORT", "6443", port, "Port of the embedded Kubernetes' API"),
  ingressPort: setting("NARU_INGRESS_PORT", "8880", port, "Port of the embedded Kubernetes' ingress"),
  respPort: setting(
    "NARU_RESP_PORT",
    "6380",
    portOrNone,
    "Port of the embedded Valkey, where sessions are kept",
  ),
  respMemory: setting("NARU_RESP_MEMORY", "512MiB", bytes("16MiB"), "Memory of what is kept there"),
  respSync: setting(
    "NARU_RESP_SYNC",
    "everysec",
    oneOf(syncs),
    "When it is made sure that what is kept there is on the disk: always, everysec, no",
  ),
  sessionStores: setting(
    "NARU_SESSION_STORES",
    "",
    sessionStores,
    "Other stores of sessions, separated by spaces: name=redis://host:port, name=redis+sentinel://host:port,host:port/master",
  ),
  clusters: setting(
    "NARU_CLUSTERS",
    "",
    clusters,
    "Further Kubernetes clusters, comma-separated: name=kubeconfig, name=kubeconfig#context or name=in-cluster",
  ),
  stateMetrics: setting(
    "NARU_STATE_METRICS_INTERVAL",
    "15s",
    seconds("0s"),
    "How often the state of clusters and of Naru itself is told as metrics; 0s: never",
  ),
  diagnosis: setting(
    "NARU_DIAGNOSIS_INTERVAL",
    "20s",
    seconds("0s"),
    "How often it is looked whether anything is wrong; 0s: never",
  ),
  healing: setting(
    "NARU_HEALING",
    "act",
    oneOf(policies),
    "The most that is done with sick pods and nodes, whatever workloads ask for: off, advise, act",
  ),
  autoscalingClusters: setting(
    "NARU_AUTOSCALING_METRICS",
    embeddedName,
    texts,
    "Clusters whose autoscalers can measure requests, sessions and queues by Naru, comma-separated: local is the embedded one; none",
  ),
  autoscalingAddress: setting(
    "NARU_AUTOSCALING_ADDRESS",
    "",
    text,
    "IP address and port at which API servers of other clusters reach Naru for that: 10.0.0.5:8843",
  ),
  autoscalingPort: setting("NARU_AUTOSCALING_PORT", "0", port, "Port on which they are answered"),
  logLevel: setting("NARU_LOG_LEVEL", "info", oneOf(logLevels), `Least severe line: ${logLevels.join(", ")}`),
};

/** @throws NaruError INVALID_SETTING naming the setting, its value and what is allowed */
export function loadConfig(env: Environment = process.env, argv = process.argv.slice(2)): Config {
  const flags = readFlags(Object.values(settings), argv);
  const given = (setting: Setting<unknown>) => flags[flagOf(setting.env)] ?? env[setting.env] ?? "";
  const read = <T>(setting: Setting<T>) => readSetting(setting, given(setting) || setting.default);
  const optional = <T>(setting: Setting<T>) => (given(setting) ? read(setting) : undefined);
  const ingestToken = optional(settings.ingestToken) ?? tokenIn(optional(settings.ingestTokenFile));
  const clickhouseUrl = optional(settings.clickhouseUrl);
  const codeLink = optional(settings.codeLink);
  const externalUrl = optional(settings.externalUrl);
  const respPort = read(settings.respPort) ?? undefined;

  return requireKnownClusters(
    requireIngestToken({
      dataFolder: read(settings.dataFolder),
      host: read(settings.host),
      hostNames: read(settings.hostNames),
      port: read(settings.port),
      ...(externalUrl === undefined ? {} : { externalUrl }),
      otlp: {
        httpPort: read(settings.otlpHttpPort),
        grpcPort: read(settings.otlpGrpcPort),
        ...(ingestToken === undefined ? {} : { ingestToken }),
      },
      retention: {
        tracesSeconds: read(settings.retentionTraces),
        logsSeconds: read(settings.retentionLogs),
        metricsSeconds: read(settings.retentionMetrics),
        profilesSeconds: read(settings.retentionProfiles),
        incidentsSeconds: read(settings.retentionIncidents),
      },
      store: {
        memoryLimitBytes: read(settings.memoryLimit),
        ...(clickhouseUrl === undefined ? {} : { clickhouseUrl }),
      },
      ingest: {
        queueLimitBytes: read(settings.queueLimit),
        requestLimitBytes: read(settings.requestLimit),
        decompressedLimitBytes: read(settings.decompressedLimit),
        attributeCountLimit: read(settings.attributeCountLimit),
        attributeLengthLimit: read(settings.attributeLengthLimit),
        nameLengthLimit: read(settings.nameLengthLimit),
      },
      clusters: read(settings.clusters),
      stateMetricsMs: read(settings.stateMetrics) * 1000,
      diagnosisMs: read(settings.diagnosis) * 1000,
      healing: read(settings.healing),
      autoscaling: {
        clusters: read(settings.autoscalingClusters).filter((name) => name !== "none"),
        address: read(settings.autoscalingAddress),
        port: read(settings.autoscalingPort),
      },
      ...(codeLink === undefined ? {} : { code: { pattern: codeLink, roots: read(settings.codeRoots) } }),
      kubernetes: {
        nodes: read(settings.nodes),
        port: read(settings.kubernetesPort),
        ingressPort: read(settings.ingressPort),
      },
      ...(respPort === undefined
        ? {}
        : {
            valkey: {
              port: respPort,
              memoryLimitBytes: read(settings.respMemory),
              sync: read(settings.respSync),
            },
          }),
      sessionStores: read(settings.sessionStores),
      logLevel: read(settings.logLevel),
      language: languageOf(env),
    }),
  );
}

/** POSIX order of precedence: LC_ALL, LC_MESSAGES, LANG. */
export function languageOf(env: Environment = process.env): Config["language"] {
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || "").startsWith("ko") ? "ko" : "en";
}

/** The whole text of `--help`; undefined when nobody asked for it. */
export function helpAsked(argv = process.argv.slice(2)): string | undefined {
  if (!argv.includes("--help") && !argv.includes("-h")) return undefined;
  const heading = "Naru: application observability.\n\nSettings, each a flag or an environment variable:\n";
  return `${heading}${describeSettings(Object.values(settings))}\n`;
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function tokenIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    const problem = `NARU_INGEST_TOKEN_FILE is ${JSON.stringify(file)}, which cannot be read.`;
    throw new NaruError("INVALID_SETTING", `${problem} Allowed: a readable file.`, { cause });
  }
}

function requireKnownClusters(config: Config): Config {
  const known = [embeddedName, ...config.clusters.map(({ name }) => name)];
  const stranger = config.autoscaling.clusters.find((name) => !known.includes(name));
  if (stranger === undefined) return config;
  throw new NaruError(
    "INVALID_SETTING",
    `NARU_AUTOSCALING_METRICS names the cluster ${JSON.stringify(stranger)}, which there is not. Allowed: ${known.join(", ")}, none.`,
  );
}

/** Whoever reaches the ports from another machine must show a token. */
function requireIngestToken(config: Config): Config {
  if (isLoopback(config.host) || config.otlp.ingestToken) return config;
  throw new NaruError(
    "INVALID_SETTING",
    `NARU_HOST is ${JSON.stringify(config.host)}, which other machines reach, and NARU_INGEST_TOKEN is empty.`,
    { help: "Set NARU_INGEST_TOKEN or NARU_INGEST_TOKEN_FILE, or listen on 127.0.0.1." },
  );
}
