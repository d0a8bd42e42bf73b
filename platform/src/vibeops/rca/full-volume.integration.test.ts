import { Client, kinds } from "@naru/kubernetes";
import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Diagnosis } from "./api.ts";

/* A volume that a real program fills, through all that is between it and the sentence. */

let platform: Platform;
let client: Client;

beforeAll(async () => {
  platform = await startPlatform({ nodes: 1 });
  client = new Client({ kubeconfig: platform.kubernetes.kubeconfig });
});
afterAll(async () => {
  client?.close();
  await platform?.stop();
});

const causes = async () => {
  const body = JSON.stringify({ from: "now-10m" });
  const found = await platform.call<Diagnosis>("/api/vibeops/diagnose", {
    method: "POST",
    body,
  });
  return found.causes.map(({ service, kind, why }) => `${service} ${kind}: ${why[0]?.en}`);
};

/** Longer than it takes to look at it once while there is room. */
const fill = "sleep 12; head -c 2000000 /dev/zero > /spool/large; sleep 1000";

test(
  "a volume that has become full is told with its pod and what is left",
  { timeout: 90_000 },
  async (context) => {
    const [node] = await client.all(kinds.nodes);
    if (node?.metadata.labels?.["naru.dev/volumes"] !== "bounded") return context.skip();
    await client.create(kinds.pods, "default", {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "ledger-0" },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: "main",
            image: "busybox",
            command: ["sh", "-c", fill],
            volumeMounts: [{ name: "spool", mountPath: "/spool" }],
          },
        ],
        volumes: [{ name: "spool", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }],
      },
    });
    await eventually(async () => {
      expect(await causes()).toContain(
        "ledger disk-full: Volume spool of pod ledger-0 is full: 0 B of 1 MiB are left.",
      );
    }, 60_000);
  },
);
