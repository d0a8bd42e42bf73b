import type { ScalingDecision } from "../../../api.ts";
import { type CapacityText, useText } from "../messages.ts";

/** Why, in this language where it is one of the reasons that Kubernetes has words for; its own words otherwise. */
export function whyText(t: CapacityText, { kind, why }: Pick<ScalingDecision, "kind" | "why">): string {
  if (kind === "healed") return healedText(t, why);
  if (kind === "slept" || kind === "woken") return sleepText(t, why);
  if (kind !== "autoscaled") return why;
  const [, metric] = /^(.*) above target$/.exec(why) ?? [];
  if (metric !== undefined) return t("above", { metric });
  if (why === "All metrics below target") return t("below");
  if (why === "Current number of replicas above Spec.MaxReplicas") return t("overMax");
  return why === "Current number of replicas below Spec.MinReplicas" ? t("underMin") : why;
}

function healedText(t: CapacityText, why: string): string {
  const [pod = "", ailment] = why.split(": ");
  if (ailment === "failing" || ailment === "slow" || ailment === "hanging") return t(ailment, { pod });
  return why;
}

/** When it was is the decision's time. */
function sleepText(t: CapacityText, why: string): string {
  const [, period] = /^no request since \S+, for longer than (\S+)$/.exec(why) ?? [];
  if (period !== undefined) return t("noRequest", { period });
  const [, service] = /^somebody came to service (\S+) at \S+$/.exec(why) ?? [];
  return service === undefined ? why : t("came", { service });
}

/** `2 → 4` */
export function moveText({ from, to }: Pick<ScalingDecision, "from" | "to">): string {
  if (to === null) return "";
  return from === null ? `→ ${to}` : `${from} → ${to}`;
}

/** A decision in one line. */
export function useDecisionTitle(): (decision: ScalingDecision) => string {
  const t = useText();
  return (decision) =>
    [t(`kind_${decision.kind}`), moveText(decision), whyText(t, decision), decision.by]
      .filter((part) => part !== "")
      .join(" · ");
}
