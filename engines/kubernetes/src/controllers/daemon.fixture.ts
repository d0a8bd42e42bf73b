import type { DaemonSet } from "./apps-kinds.ts";

export const daemonSet = (spec: Partial<DaemonSet["spec"]> = {}): DaemonSet => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", uid: "agent", namespace: "default", creationTimestamp: "", generation: 1 },
  spec: { selector: {}, template: { spec: { containers: [] } }, ...spec },
});
