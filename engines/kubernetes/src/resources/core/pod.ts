import type { KubeObject } from "../../object.ts";
import { get } from "../../patch/json.ts";
import { ageColumn, column, nameColumn, wide } from "../cells.ts";
import { builtin } from "../declare.ts";
import { age } from "../duration.ts";
import { at, conditionOf, ensure, fields, items, records, text } from "../values.ts";
import { checkPod } from "./pod-check.ts";
import { qosClass, setPodDefaults } from "./pod-defaults.ts";
import { summarize } from "./pod-status.ts";

const orNone =
  (...path: readonly string[]) =>
  (pod: KubeObject) =>
    text(at(pod, ...path)) || "<none>";

function restarts(pod: KubeObject, now: number): string {
  const { restarts, lastRestart } = summarize(pod);
  return restarts === 0 || lastRestart === undefined
    ? `${restarts}`
    : `${restarts} (${age(lastRestart, now)} ago)`;
}

function readinessGates(pod: KubeObject): string {
  const gates = records(at(pod, "spec", "readinessGates"));
  if (gates.length === 0) return "<none>";
  const passed = gates.filter(
    (gate) => conditionOf(pod, text(get(gate, "conditionType")))?.["status"] === "True",
  );
  return `${passed.length}/${gates.length}`;
}

export const pod = builtin({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  shortNames: ["po"],
  categories: ["all"],
  status: (pod) => ({ phase: "Pending", qosClass: qosClass(fields(pod["spec"])) }),
  others: [
    { name: "attach", kind: "PodAttachOptions", verbs: ["create", "get"] },
    { name: "binding", kind: "Binding", verbs: ["create"] },
    { name: "ephemeralcontainers", kind: "Pod", verbs: ["get", "patch", "update"] },
    { name: "eviction", kind: "Eviction", group: "policy", version: "v1", verbs: ["create"] },
    { name: "exec", kind: "PodExecOptions", verbs: ["create", "get"] },
    { name: "log", kind: "Pod", verbs: ["get"] },
    { name: "portforward", kind: "PodPortForwardOptions", verbs: ["create", "get"] },
    { name: "proxy", kind: "PodProxyOptions", verbs: ["create", "delete", "get", "patch", "update"] },
  ],
  selectable: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  columns: [
    nameColumn,
    column("Ready", (pod) => {
      const { ready, total } = summarize(pod);
      return `${ready}/${total}`;
    }),
    column("Status", (pod) => summarize(pod).reason),
    column("Restarts", restarts),
    ageColumn,
    wide("IP", (pod) => text(at(items(at(pod, "status", "podIPs"))[0], "ip")) || "<none>"),
    wide("Node", orNone("spec", "nodeName")),
    wide("Nominated Node", orNone("status", "nominatedNodeName")),
    wide("Readiness Gates", readinessGates),
  ],
  setDefaults: (pod) => setPodDefaults(ensure(pod, "spec")),
  check: checkPod,
});
