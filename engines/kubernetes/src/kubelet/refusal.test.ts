import { expect, test } from "vitest";
import type { Pod } from "./pod.ts";
import { refusalOf } from "./refusal.ts";

const podOf = (...names: string[]): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "shop", uid: "u", creationTimestamp: "" },
  spec: {
    restartPolicy: "Always",
    containers: [{ name: "main", image: "x" }],
    securityContext: { sysctls: names.map((name) => ({ name, value: "1" })) },
  },
});

test.each([
  [[], undefined],
  [["kernel.shm_rmid_forced"], undefined],
  [["kernel/shm_rmid_forced"], undefined],
  [["kernel.shm_rmid_forced", "net.core.somaxconn"], "SysctlForbidden"],
])("of a pod that asks for %j: %s", (names, reason) =>
  expect(refusalOf(podOf(...names))?.reason).toBe(reason),
);
