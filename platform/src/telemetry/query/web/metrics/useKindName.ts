import type { MetricRow } from "../../api.ts";
import { useText } from "./messages.ts";

/** A metric's kind in words. A sum that may also fall is another thing than a counter. */
export function useKindName(): (metric: Pick<MetricRow, "kind" | "monotonic">) => string {
  const t = useText();
  return ({ kind, monotonic }) => (kind === "sum" && !monotonic ? t("kind_upDown") : t(`kind_${kind}`));
}
