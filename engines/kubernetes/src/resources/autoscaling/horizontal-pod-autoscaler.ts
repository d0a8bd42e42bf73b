import { get, set } from "../../patch/json.ts";
import { ageColumn, column, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import { at, ensure, fill, items, number, present, text } from "../values.ts";
import { checkAutoscaler } from "./autoscaler-check.ts";
import { targetsText } from "./metrics.ts";

const cpu = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
};

export const horizontalPodAutoscaler = builtin({
  group: "autoscaling",
  version: "v2",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  status: () => ({ desiredReplicas: 0 }),
  columns: [
    nameColumn,
    column("Reference", (autoscaler) => {
      const target = at(autoscaler, "spec", "scaleTargetRef");
      return `${text(at(target, "kind"))}/${text(at(target, "name"))}`;
    }),
    column("Targets", targetsText),
    column("MinPods", (autoscaler) => {
      const least = at(autoscaler, "spec", "minReplicas");
      return present(least) ? `${number(least)}` : "<unset>";
    }),
    column("MaxPods", (autoscaler) => number(at(autoscaler, "spec", "maxReplicas"))),
    column("Replicas", (autoscaler) => number(at(autoscaler, "status", "currentReplicas"))),
    ageColumn,
  ],
  setDefaults: (autoscaler) => {
    const spec = ensure(autoscaler, "spec");
    fill(spec, "minReplicas", 1);
    if (items(get(spec, "metrics")).length === 0) set(spec, "metrics", [structuredClone(cpu)]);
  },
  check: checkAutoscaler,
});
