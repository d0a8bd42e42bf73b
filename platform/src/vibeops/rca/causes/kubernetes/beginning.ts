import type { ChangeRow, Difference, Finding } from "#kubernetes/api.ts";
import type { Scene } from "../../scene/scene.ts";
import { objectText } from "./links.ts";

/** When a finding began: as the object says, else when what is wrong of it was written, else undefined: nobody knows, but it is not
 *  of late. The change is the one that brought it. */
export function beginningOf(
  { changes }: Pick<Scene, "changes">,
  finding: Finding,
): { readonly at: number | undefined; readonly change: ChangeRow | undefined } {
  const bringing = changes.filter((change) => change.cluster === finding.cluster && brings(change, finding));
  const [change] = bringing.toSorted((a, b) => placeOf(b) - placeOf(a));
  return { at: finding.since ?? change?.time, change };
}

/** Kubernetes tells seconds: of what was made and written to in the same one the making came first. */
const placeOf = ({ time, type }: ChangeRow): number => time + (type === "created" ? 0 : 0.5);

function brings({ type, object, differences }: ChangeRow, finding: Finding): boolean {
  const name = objectText(object);
  if (name === objectText(finding.object))
    return type === "created" || differences.some((each) => isWritten(each, finding));
  if (!finding.touches.some((touched) => objectText(touched) === name)) return false;
  return type === "deleted" || differences.some((each) => isTaken(each, finding));
}

/** What is wrong was written into the object itself. */
const isWritten = ({ field, after }: Difference, finding: Finding): boolean =>
  finding.field !== "" &&
  (field === finding.field ||
    field.startsWith(`${finding.field}.`) ||
    finding.field.startsWith(`${field}.`)) &&
  after !== "";

/** What the object relies on was taken from another one: a key of a ConfigMap, a label of a pod template, room of a quota. */
function isTaken({ field, before, after }: Difference, { reason, found }: Finding): boolean {
  if (reason === "key-missing") return after === "" && field === `data.${found}`;
  if (reason === "selector-matches-nothing") return field.startsWith("template.labels.") && before === found;
  if (reason === "quota-exceeded") return field.startsWith("hard.");
  if (reason === "target-port-missing") return field.endsWith(".ports");
  return reason === "backend-port-missing" && field.startsWith("ports.");
}
