import { get } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { labelValue } from "../formats.ts";
import { checkLabelKey } from "../labels.ts";
import { present, records, text } from "../values.ts";

const operators = ["Equal", "Exists", "Lt", "Gt"];
const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** Source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function checkTolerations(list: unknown, path: string, found: Findings): void {
  for (const [index, toleration] of records(list).entries()) {
    checkToleration(toleration, `${path}[${index}]`, found);
  }
}

function checkToleration(toleration: Record<string, unknown>, path: string, found: Findings): void {
  const [key, operator, value, effect] = ["key", "operator", "value", "effect"].map((field) =>
    text(get(toleration, field)),
  ) as [string, string, string, string];
  if (key !== "") checkLabelKey(key, `${path}.key`, found);
  else if (operator !== "Exists") {
    const why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    found.invalid(`${path}.operator`, operator, why);
  }
  if (present(get(toleration, "tolerationSeconds")) && effect !== "NoExecute") {
    found.invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
  }
  if (operator === "Exists" && value !== "") {
    found.invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'");
  }
  if (operator !== "" && !operators.includes(operator))
    found.unsupported(`${path}.operator`, operator, operators);
  if (operator === "" || operator === "Equal") found.invalidFor(`${path}.operator`, value, labelValue(value));
  if (effect !== "" && !effects.includes(effect)) found.unsupported(`${path}.effect`, effect, effects);
}
