import { get, isObject } from "../../patch/json.ts";
import { fields } from "../values.ts";

/** A container's limit is at most the greatest, its request its limit, or else the least. */
export function setLimitDefaults(limit: unknown): void {
  if (!isObject(limit) || get(limit, "type") !== "Container") return;
  const limits = { ...fields(get(limit, "max")), ...fields(get(limit, "default")) };
  limit["default"] = limits;
  limit["defaultRequest"] = {
    ...fields(get(limit, "min")),
    ...limits,
    ...fields(get(limit, "defaultRequest")),
  };
}
