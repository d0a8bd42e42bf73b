import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import {
  amounts,
  cluster,
  dryRun,
  freshness,
  objectName,
  objectRef,
  rewritten,
  time,
} from "../shapes/api.ts";

const nodeRow = z.object({
  cluster: z.string(),
  name: z.string(),
  /** From its Ready condition; `unknown` when its kubelet is not heard of. */
  state: z.enum(["ready", "notReady", "unknown"]),
  isCordoned: z.boolean(),
  roles: z.array(z.string()),
  version: z.string(),
  os: z.string(),
  address: z.string(),
  createdAt: time,
  /** Those that are not as they should be, besides Ready: MemoryPressure, DiskPressure … */
  pressures: z.array(z.string()),
  conditions: z.array(
    z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string(), at: time }),
  ),
  taints: z.array(z.object({ key: z.string(), value: z.string(), effect: z.string() })),
  pods: z.number(),
  podCapacity: z.number().nullable(),
  capacity: amounts,
  allocatable: amounts,
  /** Sum of what its pods ask for. */
  requested: amounts,
  limits: amounts,
  usage: amounts.nullable(),
});
export type NodeRow = z.infer<typeof nodeRow>;

export const listNodes = operation({
  name: "kubernetes.listNodes",
  method: "GET",
  path: "/api/kubernetes/nodes",
  summary: { en: "Nodes with conditions, capacity and usage", ko: "노드의 상태, 용량, 사용량" },
  input: z.object({ cluster: z.string().max(253).default("").describe("empty for all clusters") }),
  output: z.object({ nodes: z.array(nodeRow), clusters: z.array(freshness) }),
  permission: "kubernetes:read",
  effect: "read",
});

export const cordonNode = operation({
  name: "kubernetes.cordonNode",
  method: "POST",
  path: "/api/kubernetes/{cluster}/nodes/{name}/cordon",
  summary: {
    en: "Keep new pods off a node, or let them on again",
    ko: "노드에 새 파드 배치를 막거나 다시 허용",
  },
  input: z.object({ cluster, name: objectName, cordoned: z.boolean(), dryRun }),
  output: rewritten,
  permission: "kubernetes:write",
  effect: "write",
});

export const drainNode = operation({
  name: "kubernetes.drainNode",
  method: "POST",
  path: "/api/kubernetes/{cluster}/nodes/{name}/drain",
  summary: {
    en: "Cordon a node and evict its pods, as far as budgets allow; call again to go on",
    ko: "노드를 막고 PDB가 허용하는 만큼 파드를 내보냄 (이어서 하려면 다시 호출)",
  },
  input: z.object({
    cluster,
    name: objectName,
    evictBarePods: z.boolean().default(false).describe("pods without a controller do not come back"),
    dryRun,
  }),
  output: z.object({
    /** Nothing is left but what stays. */
    done: z.boolean(),
    pods: z.array(
      objectRef.extend({
        /** `evicted`: asked to leave; `leaving`: on its way already; `refused`: a budget does not allow it now;
         *  `stays`: DaemonSet, static or bare pod; `failed`. */
        result: z.enum(["evicted", "leaving", "refused", "stays", "failed"]),
        /** The budget that refused, why it stays or failed. */
        reason: z.string(),
      }),
    ),
  }),
  permission: "kubernetes:write",
  effect: "write",
});
