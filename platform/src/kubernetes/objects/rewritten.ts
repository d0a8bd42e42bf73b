import type { KubeObject } from "@naru/kubernetes";
import type { Rewritten } from "../shapes/api.ts";
import { masked, maskedPair } from "./masked.ts";
import { bareOf, yamlOf } from "./objects.ts";

/** An object around a write, as people compare them.
 *  @param after undefined when it is gone then */
export function rewrittenOf(before: KubeObject, after: KubeObject | undefined): Rewritten {
  if (!after) return { before: shown(masked(before)), after: "" };
  const [was, is] = maskedPair(before, after);
  return { before: shown(was), after: shown(is) };
}

export const shown = (object: KubeObject): string => yamlOf(bareOf(object));
