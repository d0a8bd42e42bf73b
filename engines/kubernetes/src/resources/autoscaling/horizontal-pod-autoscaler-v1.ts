import { builtin } from "../declare.ts";
import { autoscalerView } from "./autoscaler-view.ts";
import { horizontalPodAutoscaler } from "./horizontal-pod-autoscaler.ts";

const { columns } = horizontalPodAutoscaler;

export const horizontalPodAutoscalerV1 = builtin({
  group: "autoscaling",
  version: "v1",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  status: () => ({ currentReplicas: 0, desiredReplicas: 0 }),
  view: autoscalerView,
  columns: columns.map((column) => ({
    ...column,
    cell: (shown, now) => column.cell(autoscalerView.stores(shown, undefined), now),
  })),
});
