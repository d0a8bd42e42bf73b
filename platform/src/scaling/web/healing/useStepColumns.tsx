import { Badge, type Column, formatDuration, formatInstant, PageLink, type Tone, useZone } from "@naru/ui";
import { targetOf } from "#kubernetes/web/index.ts";
import type { HealingStep } from "../../api.ts";
import styles from "./Healing.module.css";
import { useText } from "./messages.ts";
import { evidenceSentence, reasonSentence, signsSentence } from "./sentences.ts";

const NANOS = 1e6;
const tones: Readonly<Partial<Record<HealingStep["step"], Tone>>> = {
  evicted: "accent",
  cordoned: "accent",
  replaced: "good",
  cleared: "good",
  advised: "warn",
  held: "warn",
  failed: "bad",
};

export function useStepColumns(): readonly Column<HealingStep>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    { id: "when", header: t("when"), width: "176px", above: 480, cell: ({ at }) => formatInstant(at, zone) },
    {
      id: "what",
      header: t("what"),
      width: "minmax(112px, 160px)",
      cell: ({ step, by }) => (
        <>
          <Badge tone={tones[step] ?? "plain"}>{t(`step_${step}`)}</Badge>
          {by !== "" && <span className={styles.dim}> {t("by", { user: by })}</span>}
        </>
      ),
    },
    {
      id: "pod",
      header: t("pod"),
      width: "minmax(140px, 1.2fr)",
      cell: ({ cluster, namespace, pod, node }) => (
        <PageLink
          {...targetOf(
            pod === ""
              ? { cluster, kind: "Node", namespace: "", name: node }
              : { cluster, kind: "Pod", namespace, name: pod },
          )}
        >
          {pod || node}
        </PageLink>
      ),
    },
    {
      id: "why",
      header: t("why"),
      width: "minmax(160px, 3fr)",
      above: 620,
      cell: (step) => {
        const why = whyOf(t, step);
        return <span title={why}>{why}</span>;
      },
    },
    {
      id: "after",
      header: t("after"),
      end: true,
      width: "84px",
      above: 760,
      cell: ({ afterMs }) => formatDuration(afterMs * NANOS),
    },
  ];
}

function whyOf(t: ReturnType<typeof useText>, { reason, evidence, signs }: HealingStep): string {
  if (reason !== "") return reasonSentence(t, reason);
  if (evidence !== null) return evidenceSentence(t, evidence);
  return signs.length > 0 ? signsSentence(t, signs) : "";
}
