import { formatBytes, formatPercent } from "@naru/ui";
import { formatCores } from "#kubernetes/web/index.ts";
import type { ContainerSize, Sizes } from "../../../api.ts";
import type { SizesText } from "./messages.ts";

/** Why a size is advised, with the figure that it rests on.
 *  @param target  percent of the request that an autoscaler keeps in use */
export function sizeReasonText(
  t: SizesText,
  { reasons, cpu, memory, killedAt }: ContainerSize,
  size: keyof Sizes,
  target: number | undefined,
): string {
  const reason = reasons?.[size] ?? "kept";
  if (reason === "kept") return t("kept");
  if (size === "cpuRequest" || size === "cpuLimit") {
    if (reason === "weighted95") return t("cpu_weighted95", { amount: formatCores(cpu?.weighted95 ?? 0) });
    if (reason === "autoscaled") {
      return t("cpu_autoscaled", {
        amount: formatCores(cpu?.weighted95 ?? 0),
        target: formatPercent((target ?? 0) / 100),
      });
    }
    if (reason === "peak") return t("cpu_peak", { amount: formatCores(cpu?.peak ?? 0) });
    return t(reason === "equal" ? "cpu_equal" : reason === "ratio" ? "cpu_ratio" : "cpu_unlimited");
  }
  if (reason === "peak") return t("memory_peak", { amount: formatBytes(memory?.peak ?? 0) });
  if (reason === "killed") return t("memory_killed", { amount: formatBytes(killedAt ?? 0) });
  return t(
    reason === "equal" ? "memory_equal" : reason === "headroom" ? "memory_headroom" : "memory_unlimited",
  );
}
