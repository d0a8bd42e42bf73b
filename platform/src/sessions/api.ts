import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { objectRef } from "#kubernetes/api.ts";

const clusterName = z.string().max(253).describe("as in kubernetes.listClusters");
const place = {
  cluster: clusterName,
  namespace: z.string().min(1).max(253),
  name: z.string().min(1).max(253).describe("of the Secret that declares its sessions"),
};

const store = z.object({
  name: z.string(),
  kind: z.enum(["single", "sentinel", "cluster"]),
  /** `host:port`, of the server, its sentinels or some nodes. */
  addresses: z.array(z.string()),
  isEmbedded: z.boolean(),
  isEncrypted: z.boolean(),
  isUp: z.boolean(),
  /** Why it takes no writes; empty while it does. */
  message: z.string(),
  /** Milliseconds since 1970; null while it is up, or was never reached. */
  awaySince: z.number().nullable(),
  product: z.string(),
  version: z.string(),
  usedBytes: z.number().nullable(),
  /** null: no limit. */
  limitBytes: z.number().nullable(),
  policy: z.string(),
  clients: z.number().nullable(),
  commandsPerSecond: z.number().nullable(),
  /** Keys that had to go for want of memory, since it was started. */
  evicted: z.number().nullable(),
  replicas: z.number().nullable(),
  /** It keeps what it has on a disk. */
  isDurable: z.boolean().nullable(),
});
export type StoreRow = z.output<typeof store>;

const band = z.object({
  /** Upper bound; null: none. */
  below: z.number().nullable(),
  count: z.number(),
});
export type Band = z.output<typeof band>;

const census = z.object({
  /** When it was counted, milliseconds since 1970. */
  at: z.number(),
  sessions: z.number(),
  /** There are more than are counted. */
  isPartial: z.boolean(),
  /** So many were looked at closely; signed-in ones and bytes are their part of all. */
  looked: z.number(),
  signedIn: z.number(),
  bytes: z.number(),
  largestBytes: z.number(),
  /** By milliseconds since they were used; empty where the library does not tell. */
  idle: z.array(band),
  /** By milliseconds since they began. */
  age: z.array(band),
  /** By bytes. */
  size: z.array(band),
});

/** How the sessions of one application are, counted. Bytes, milliseconds. */
export type Census = z.output<typeof census>;

const application = z.object({
  ...place,
  store: z.string(),
  /** The session library. */
  layout: z.string(),
  prefix: z.string(),
  /** Whose pods are given the Secret; empty: nobody's that is known. */
  workloads: z.array(objectRef),
  /** 0: as many as they like. */
  mostPerUser: z.number(),
  /** null: not counted yet. */
  census: census.nullable(),
});
export type ApplicationRow = z.output<typeof application>;

const outage = z.object({
  store: z.string(),
  /** Of the last write that was answered before, and of the first one after, milliseconds since 1970. */
  from: z.number(),
  to: z.number(),
  /** Another server took over. */
  isFailover: z.boolean(),
  /** Writes of so many milliseconds that had been answered were gone afterwards. */
  lostMs: z.number(),
  why: z.string(),
});
export type OutageRow = z.output<typeof outage>;

export const listSessions = operation({
  name: "sessions.listSessions",
  method: "GET",
  path: "/api/sessions",
  summary: {
    en: "Where user sessions are kept, and how many there are of each application",
    ko: "사용자 세션 저장소와 애플리케이션별 세션 수",
  },
  input: z.object({}),
  output: z.object({
    at: z.number(),
    stores: z.array(store),
    applications: z.array(application),
    /** Declared, and not of use yet. */
    undeclared: z.array(
      z.object({
        ...place,
        reason: z.enum(["layout", "limit", "prefix", "replicas", "store", "failed"]),
        /** What is not known, or no number. */
        value: z.string(),
        message: z.string(),
        help: z.string(),
      }),
    ),
    /** Clusters whose declarations are not known now, with why. */
    clusters: z.array(z.object({ cluster: z.string(), error: z.string().nullable() })),
  }),
  permission: "platform:read",
  effect: "read",
});

const session = z.object({
  /** Names it towards `endSession`; good for nothing else, and until Naru is started again. */
  handle: z.string(),
  /** The first characters of its id. */
  masked: z.string(),
  /** null: nobody is signed in, or the library does not tell. */
  user: z.string().nullable(),
  createdAt: z.number().nullable(),
  lastSeenAt: z.number().nullable(),
  /** null: never. */
  expiresAt: z.number().nullable(),
  bytes: z.number(),
});
export type SessionRow = z.output<typeof session>;

export const findSessions = operation({
  name: "sessions.findSessions",
  method: "POST",
  path: "/api/sessions/find",
  summary: {
    en: "Sessions of one application: by user, by id, or those that were used last",
    ko: "애플리케이션의 세션 조회(사용자, ID, 최근 사용순)",
  },
  // By POST: an id of a session must not stand in an address.
  input: z.object({
    ...place,
    user: z.string().max(1000).default(""),
    id: z.string().max(1000).default(""),
    limit: z.number().int().min(1).max(1000).default(100),
  }),
  output: z.object({
    at: z.number(),
    sessions: z.array(session),
    /** There are more, or not all were looked through. */
    isPartial: z.boolean(),
  }),
  permission: "platform:read",
  effect: "read",
});

export const endSessions = operation({
  name: "sessions.endSessions",
  method: "POST",
  path: "/api/sessions/end",
  summary: {
    en: "End one session, or all of a user: they sign in anew",
    ko: "세션 하나 또는 한 사용자의 모든 세션 종료",
  },
  input: z.object({
    ...place,
    handle: z.string().max(4000).default("").describe("from sessions.findSessions"),
    user: z.string().max(1000).default("").describe("all of this user, where no handle is given"),
  }),
  output: z.object({ ended: z.number() }),
  permission: "platform:write",
  effect: "write",
});

export const listOutages = operation({
  name: "sessions.listOutages",
  method: "GET",
  path: "/api/sessions/outages",
  summary: {
    en: "When session stores were away or another server took over, for how long, and what was lost",
    ko: "세션 저장소 중단·장애 조치 이력(지속 시간, 유실)",
  },
  input: z.object({
    from: z.string().max(100).default("now-24h"),
    to: z.string().max(100).default("now"),
    store: z.string().max(63).default(""),
  }),
  output: z.object({ outages: z.array(outage) }),
  permission: "platform:read",
  effect: "read",
});

export const sessionOperations = [listSessions, findSessions, endSessions, listOutages] as const;
