import { formatDuration, formatInteger, formatPercent } from "@naru/ui";
import { type Evidence, type Hold, holds } from "../../api.ts";
import type { HealingText } from "./messages.ts";

const NANOS = 1e6;
const share = (hits: number, total: number) => formatPercent(total === 0 ? 0 : hits / total);

/** What was seen of a sick pod, beside those like it. */
export function evidenceSentence(t: HealingText, { ailment, own, others }: Evidence): string {
  if (ailment === "hanging") {
    return t("hanging", {
      unanswered: formatInteger(own.unanswered),
      otherRequests: formatInteger(others.requests),
    });
  }
  const bad = ailment === "failing" ? "failed" : "slow";
  return t(ailment, {
    own: formatInteger(own[bad]),
    requests: formatInteger(own.requests),
    share: share(own[bad], own.requests),
    others: formatInteger(others[bad]),
    otherRequests: formatInteger(others.requests),
    otherShare: share(others[bad], others.requests),
    usual: formatDuration((others.typicalMs ?? 0) * NANOS),
  });
}

/** What is wrong with a node: words where there are some, Kubernetes' own otherwise. */
export const signsSentence = (t: HealingText, signs: readonly string[]): string =>
  t("signs", { signs: signs.map((sign) => (sign === "NotReady" ? t("sign_NotReady") : sign)).join(", ") });

export const isHold = (reason: string): reason is Hold => holds.some((hold) => hold === reason);

/** Why nothing was done, or how it failed: the cluster's own words where it is no reason of Naru's. */
export function reasonSentence(t: HealingText, reason: string): string {
  if (reason === "timeout") return t("timeout");
  return isHold(reason) ? t(`hold_${reason}`) : reason;
}

/** One in so many. */
export const chanceText = (chance: number): string =>
  chance >= 1e-3
    ? formatPercent(chance)
    : `< 1 / ${formatInteger(10 ** Math.min(12, Math.floor(-Math.log10(chance))))}`;
