import type { KubeObject } from "../object.ts";
import { ApiError } from "../status.ts";

/** @param plural  `pods` */
export function forbidden(plural: string, { metadata: { name } }: KubeObject, why: string): ApiError {
  return new ApiError("Forbidden", `${plural} ${JSON.stringify(name)} is forbidden: ${why}`, {
    name,
    kind: plural,
  });
}
