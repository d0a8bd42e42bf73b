import type { KubeObject } from "../../object.ts";
import type { Findings } from "../findings.ts";
import { checkAmount } from "../amounts.ts";
import { at, fields, records, text } from "../values.ts";
import { get } from "../../patch/json.ts";

export const checkNamespace = {
  quota: (quota: KubeObject, _before: KubeObject | undefined, found: Findings): void => {
    for (const [resource, amount] of Object.entries(fields(at(quota, "spec", "hard")))) {
      checkAmount(amount, `spec.hard[${resource}]`, found);
    }
  },

  limits: (range: KubeObject, _before: KubeObject | undefined, found: Findings): void => {
    const types = new Set<string>();
    for (const [index, limit] of records(at(range, "spec", "limits")).entries()) {
      const path = `spec.limits[${index}]`;
      const type = text(get(limit, "type"));
      if (type === "") found.required(`${path}.type`);
      else if (types.has(type)) found.duplicate(`${path}.type`, type);
      types.add(type);
      for (const bound of ["max", "min", "default", "defaultRequest"]) {
        for (const [resource, amount] of Object.entries(fields(get(limit, bound)))) {
          checkAmount(amount, `${path}.${bound}[${resource}]`, found);
        }
      }
    }
  },
};
