import type { DeleteOptions } from "../objects/deletion.ts";
import { isObject } from "../patch/json.ts";
import { ApiError } from "../status.ts";
import { count } from "./list.ts";
import { writeOptions } from "./write.ts";

const propagations = ["Foreground", "Background", "Orphan"] as const;

/** Options of a delete, from its body or its query; the body wins.
 *  @throws ApiError BadRequest */
export function deleteOptions(query: URLSearchParams, body: unknown): DeleteOptions {
  const given = isObject(body) ? body : {};
  const grace = given["gracePeriodSeconds"] ?? count(query, "gracePeriodSeconds");
  const propagation = given["propagationPolicy"] ?? query.get("propagationPolicy") ?? undefined;
  if (propagation !== undefined && !propagations.some((each) => each === propagation)) {
    const message = `Unsupported value: ${JSON.stringify(propagation)}: supported values: ${propagations.map((one) => JSON.stringify(one)).join(", ")}`;
    throw new ApiError("Invalid", `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: ${message}`, {
      group: "meta.k8s.io",
      kind: "DeleteOptions",
      causes: [{ reason: "FieldValueNotSupported", message, field: "propagationPolicy" }],
    });
  }
  const dryRun = Array.isArray(given["dryRun"]) && given["dryRun"].length > 0;
  return {
    dryRun: dryRun || writeOptions(query, undefined).dryRun,
    graceSeconds: typeof grace === "number" ? grace : undefined,
    propagation: propagation as DeleteOptions["propagation"],
    preconditions: isObject(given["preconditions"]) ? given["preconditions"] : undefined,
  };
}

/** What a client is told of an object that is gone. */
export const deletedStatus = (group: string, plural: string, name: string, uid: string) => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Success",
  details: { name, ...(group !== "" && { group }), kind: plural, uid },
});
