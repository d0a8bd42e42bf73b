import type { KubeObject } from "../../object.ts";
import { get, isObject, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { pathSegment } from "../formats.ts";
import { at, fields, number, present, records, text } from "../values.ts";
import { sources } from "./metrics.ts";

/** Source: Kubernetes' pkg/apis/autoscaling/validation/validation.go */
export function checkAutoscaler(
  autoscaler: KubeObject,
  _before: KubeObject | undefined,
  found: Findings,
): void {
  const spec = fields(autoscaler["spec"]);
  checkBounds(get(spec, "minReplicas"), number(get(spec, "maxReplicas")), found);
  for (const field of ["kind", "name"]) {
    const value = text(at(spec, "scaleTargetRef", field));
    if (value === "") found.required(`spec.scaleTargetRef.${field}`);
    else found.invalidFor(`spec.scaleTargetRef.${field}`, value, pathSegment(value));
  }
  for (const [index, metric] of records(get(spec, "metrics")).entries()) {
    checkMetric(metric, `spec.metrics[${index}]`, found);
  }
}

function checkBounds(least: unknown, most: number, found: Findings): void {
  if (typeof least === "number" && least < 1) {
    found.invalid("spec.minReplicas", least, "must be greater than or equal to 1");
  }
  if (most === 0) found.required("spec.maxReplicas", "must be set and greater than 0");
  if (most < 0) found.invalid("spec.maxReplicas", most, "must be greater than or equal to 1");
  if (typeof least === "number" && most < least) {
    found.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
  }
}

function checkMetric(metric: JsonObject, path: string, found: Findings): void {
  const type = text(get(metric, "type"));
  if (type === "") return found.required(`${path}.type`, "must specify a metric source type");
  const field = get(sources, type);
  if (typeof field !== "string")
    return found.unsupported(`${path}.type`, type, Object.keys(sources).toSorted());
  const source = get(metric, field);
  if (!isObject(source)) {
    const why = "must populate information for the given metric source";
    return found.required(`${path}.${field}`, why);
  }
  const target = get(source, "target");
  if (!present(at(target, "type"))) {
    found.required(`${path}.${field}.target.type`, "must specify a metric target type");
  }
  const given = ["averageUtilization", "averageValue", "value"].some((name) => present(at(target, name)));
  if (!given) {
    const why = "must set either a target raw value or a target utilization";
    found.required(`${path}.${field}.target.averageUtilization`, why);
  }
}
