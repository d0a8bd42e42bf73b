import { Badge, type Column, type OutputOf, PageLink } from "@naru/ui";
import { targetOf } from "#kubernetes/web/index.ts";
import type { listHealing } from "../../api.ts";
import styles from "./Healing.module.css";
import { useText } from "./messages.ts";
import { PolicyChoice } from "./PolicyChoice.tsx";

type HealedNode = OutputOf<typeof listHealing>["nodes"][number];

export function useNodeColumns(): readonly Column<HealedNode>[] {
  const t = useText();
  return [
    {
      id: "node",
      header: t("node"),
      width: "minmax(120px, 2fr)",
      cell: ({ cluster, name }) => (
        <PageLink {...targetOf({ cluster, kind: "Node", namespace: "", name })}>
          <b>{name}</b>
        </PageLink>
      ),
    },
    { id: "cluster", header: t("cluster"), width: "96px", above: 620, cell: ({ cluster }) => cluster },
    {
      id: "state",
      header: t("state"),
      width: "minmax(120px, 1fr)",
      above: 480,
      cell: ({ state, isCordoned }) => (
        <>
          <Badge tone={state === "ready" ? "good" : "bad"}>{t(`state_${state}`)}</Badge>
          {isCordoned && <span className={styles.dim}> {t("cordoned")}</span>}
        </>
      ),
    },
    {
      id: "policy",
      header: t("policy"),
      width: "minmax(172px, 232px)",
      cell: ({ cluster, name, policy }) => (
        <PolicyChoice of={{ cluster, kind: "Node", namespace: "", name }} policy={policy} />
      ),
    },
  ];
}
