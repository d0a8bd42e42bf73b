import type { KubeObject } from "../../object.ts";
import { at, number } from "../values.ts";

export const of =
  (...path: readonly string[]) =>
  (object: KubeObject): number =>
    number(at(object, ...path));

/** `2/3`: pods that are ready, of those that are wanted. */
export const readyOfWanted = (object: KubeObject): string =>
  `${of("status", "readyReplicas")(object)}/${of("spec", "replicas")(object)}`;

export const template = ["spec", "template"];
