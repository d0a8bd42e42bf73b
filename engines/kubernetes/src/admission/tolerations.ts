import type { KubeObject } from "../object.ts";
import { records, text } from "../resources/values.ts";

const keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
const seconds = 300;

/** A pod stays with a node that is away for five minutes, unless it says otherwise.
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaulttolerationseconds */
export function addTolerations(pod: KubeObject): void {
  const spec = pod["spec"] as Record<string, unknown>;
  const given = records(spec["tolerations"]);
  const missing = keys.filter((key) => !given.some((one) => covers(one, key)));
  if (missing.length === 0) return;
  spec["tolerations"] = [
    ...given,
    ...missing.map((key) => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: seconds })),
  ];
}

function covers(toleration: Record<string, unknown>, key: string): boolean {
  const [own, effect] = [text(toleration["key"]), text(toleration["effect"])];
  return (own === key || own === "") && (effect === "NoExecute" || effect === "");
}
