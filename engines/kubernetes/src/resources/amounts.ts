import type { Findings } from "./findings.ts";
import { get, isObject, type JsonObject } from "../patch/json.ts";
import { compareQuantities, parseQuantity, type Quantity, quantityText } from "./quantity.ts";
import { at, fields } from "./values.ts";

/* Amounts of resources. Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */

const pattern = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

export function checkAmount(amount: unknown, path: string, found: Findings): Quantity | undefined {
  const quantity = parseQuantity(amount);
  if (quantity === undefined) found.invalid(path, amount, pattern);
  else if (quantity.nano < 0n)
    found.invalid(path, quantityText(amount), "must be greater than or equal to 0");
  return quantity;
}

/** A container's requests and limits: each can be read, and no request is greater than its limit. */
export function checkResources(resources: unknown, path: string, found: Findings): void {
  if (!isObject(resources)) return;
  const limits = amounts(get(resources, "limits"), `${path}.limits`, found);
  const requests = amounts(get(resources, "requests"), `${path}.requests`, found);
  for (const [name, request] of requests) {
    const limit = limits.get(name);
    if (limit === undefined || compareQuantities(request, limit) <= 0) continue;
    found.invalid(
      `${path}.requests`,
      quantityText(at(resources, "requests", name)),
      `must be less than or equal to ${name} limit of ${quantityText(at(resources, "limits", name))}`,
    );
  }
}

function amounts(list: unknown, path: string, found: Findings): Map<string, Quantity> {
  const known = new Map<string, Quantity>();
  const given: JsonObject = fields(list);
  for (const [name, amount] of Object.entries(given)) {
    const quantity = checkAmount(amount, `${path}[${name}]`, found);
    if (quantity !== undefined) known.set(name, quantity);
  }
  return known;
}
