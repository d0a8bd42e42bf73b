import { quantityNumber } from "../../resources/quantity.ts";
import type { Pod, Volume } from "../pod.ts";

/** How much a volume in memory holds at most, in bytes: its `sizeLimit`, or what the pod's containers may use of memory together where
 *  that is less; undefined when it sets no limit.
 *  Source: Kubernetes' pkg/volume/emptydir, calculateEmptyDirMemorySize (feature SizeMemoryBackedVolumes) */
export function memorySizeOf({ spec }: Pod, { emptyDir }: Volume): number | undefined {
  if (emptyDir?.medium !== "Memory" || emptyDir.sizeLimit === undefined) return undefined;
  const limit = quantityNumber(emptyDir.sizeLimit);
  if (limit <= 0) return undefined;
  // One that knows no limit of its own may fill it.
  const ofPod = spec.containers
    .map(({ resources }) => resources?.limits?.["memory"])
    .reduce<number>((sum, memory) => sum + (memory === undefined ? Infinity : quantityNumber(memory)), 0);
  return Math.min(limit, ofPod);
}
