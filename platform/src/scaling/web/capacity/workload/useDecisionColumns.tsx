import { Badge, type Column, formatInstant, type Tone, useZone } from "@naru/ui";
import type { ScalingDecision } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useText } from "../messages.ts";
import { moveText, whyText } from "./sentences.ts";

const tones: Readonly<Partial<Record<ScalingDecision["kind"], Tone>>> = {
  autoscaled: "accent",
  blind: "bad",
  held: "bad",
  healed: "good",
};

export function useDecisionColumns(): readonly Column<ScalingDecision>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    { id: "when", header: t("when"), width: "164px", above: 480, cell: ({ at }) => formatInstant(at, zone) },
    {
      id: "what",
      header: t("what"),
      width: "minmax(104px, 132px)",
      cell: ({ kind }) => <Badge tone={tones[kind] ?? "plain"}>{t(`kind_${kind}`)}</Badge>,
    },
    {
      id: "change",
      header: t("change"),
      width: "84px",
      cell: (decision) => <span className={styles.move}>{moveText(decision)}</span>,
    },
    {
      id: "why",
      header: t("why"),
      width: "minmax(120px, 3fr)",
      cell: (decision) => {
        const why = whyText(t, decision);
        return (
          <span title={why}>
            {why}
            {decision.count > 1 && (
              <span className={styles.dim}> {t("times", { count: decision.count })}</span>
            )}
          </span>
        );
      },
    },
    {
      id: "by",
      header: t("by"),
      width: "minmax(110px, 1fr)",
      above: 760,
      cell: ({ by }) => <span className={styles.dim}>{by}</span>,
    },
  ];
}
