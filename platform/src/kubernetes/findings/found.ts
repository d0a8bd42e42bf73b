import type { KubeObject } from "@naru/kubernetes";
import { refOf } from "../pods/owner.ts";
import type { Condition } from "../resources.ts";
import type { Finding } from "./api.ts";

/** A finding, as the rules of one kind of object make it. */
export type Found = Omit<Finding, "cluster">;

/** @param of what is known of it; the rest is empty */
export const found = (
  reason: Finding["reason"],
  object: KubeObject,
  of: Partial<Omit<Found, "reason" | "object">> = {},
): Found => ({
  reason,
  object: refOf(object),
  touches: [],
  since: null,
  field: "",
  found: "",
  wanted: "",
  message: "",
  ...of,
});

export const conditionOf = (
  { status }: { readonly status?: { readonly conditions?: readonly Condition[] } },
  type: string,
): Condition | undefined => status?.conditions?.find((each) => each.type === type);
