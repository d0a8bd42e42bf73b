import { setTimeout as pause } from "node:timers/promises";
import { type Client, kinds, type KubeObject } from "@naru/kubernetes";
import { namespace } from "../../deploy.ts";
import { ChaosError } from "../error.ts";
import type { Fault } from "../fault.ts";

/* What pods run on, and pods that do not run. */

export const dependencyDown: Fault = {
  name: "dependency-down",
  summary: "payment is scaled to nothing",
  shows:
    "every purchase fails with 502, payment cannot be reached; payment itself has no pod left to say anything",
  undone: "payment is scaled to what it was",
  truth: {
    services: ["payment"],
    kinds: ["dependency-down", "config-change"],
    inside: ["payment"],
  },
  settleSeconds: 90,
  start: (changes) => changes.scale("deployments", "payment", 0),
};

export const badPod: Fault = {
  name: "bad-pod",
  summary: "one pod of cart gets the processor for a tenth of the time only",
  shows:
    "that pod's event loop stands still for 0.6 s again and again, and what it answers is slow; its neighbours are well",
  undone: "the pod runs freely again",
  truth: { services: ["cart"], kinds: ["bad-pod"], inside: [] },
  settleSeconds: 120,
  start: async (changes) => ({ inside: [await changes.stutter("cart")] }),
};

interface Pod extends KubeObject {
  readonly spec: { readonly nodeName?: string };
}

const analytics = { apiVersion: "v1", kind: "Namespace", metadata: { name: "analytics" } };
const reports = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "reports", namespace: analytics.metadata.name },
  spec: {
    selector: { matchLabels: { "app.kubernetes.io/name": "reports" } },
    template: {
      metadata: { labels: { "app.kubernetes.io/name": "reports" } },
      spec: {
        terminationGracePeriodSeconds: 2,
        containers: [
          { name: "reports", image: "shop/reports:1.0.0", resources: { limits: { memory: "512Mi" } } },
        ],
      },
    },
  },
};

export const cpuStarved: Fault = {
  name: "cpu-starved",
  summary: "analytics/reports, which knows no limit, computes on every processor of the node",
  shows:
    "every service is slower, and its event loop later, with as many requests as before; the node's processor is full",
  undone: "reports is deleted",
  truth: {
    services: ["reports"],
    kinds: ["cpu-contention"],
    inside: ["reports", "cpu", "processor"],
  },
  settleSeconds: 120,
  async start(changes) {
    await changes.add([analytics, reports]);
    return { services: [await nodeOfReports(changes.client)] };
  },
};

const placedAgainMs = 250;

async function nodeOfReports(client: Client): Promise<string> {
  const signal = AbortSignal.timeout(10_000);
  for (;;) {
    const [pod] = await client.all<Pod>(kinds.pods, { namespace: analytics.metadata.name, signal });
    if (pod?.spec.nodeName !== undefined) return pod.spec.nodeName;
    await pause(placedAgainMs, undefined, { signal });
  }
}

export const nodeGone: Fault = {
  name: "node-gone",
  summary: "a node loses its power; needs ./naru up --demo --nodes 2 or more",
  shows:
    "its pods answer no more; after 40 s it is NotReady, and after five minutes they are made again elsewhere",
  undone: "the node gets its power back",
  truth: { services: [], kinds: ["node-lost"], inside: ["NotReady", "node"] },
  settleSeconds: 120,
  async start(changes) {
    const node = await nodeWithout("database", changes.client);
    await changes.powerOff(node);
    return { services: [node] };
  },
};

/** A node with pods of the shop, but not that one: without its database the whole shop would be down. */
async function nodeWithout(service: string, client: Client): Promise<string> {
  const pods = await client.all<Pod>(kinds.pods, { namespace });
  const nodesOf = (isMeant: (pod: Pod) => boolean) =>
    new Set(pods.filter(isMeant).flatMap(({ spec }) => spec.nodeName ?? []));
  const kept = nodesOf(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === service);
  const node = [...nodesOf(() => true)].find((name) => !kept.has(name));
  if (node !== undefined) return node;
  throw new ChaosError(
    "TOO_SMALL",
    "all of the shop runs on one node",
    "Start the demo with more of them: ./naru up --demo --nodes 3",
  );
}
