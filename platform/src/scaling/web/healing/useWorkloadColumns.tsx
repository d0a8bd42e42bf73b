import { Badge, type Column, formatInteger, PageLink } from "@naru/ui";
import { targetOf } from "#kubernetes/web/index.ts";
import type { HealedWorkload } from "../../api.ts";
import styles from "./Healing.module.css";
import { useText } from "./messages.ts";
import { PolicyChoice } from "./PolicyChoice.tsx";

export function useWorkloadColumns(): readonly Column<HealedWorkload>[] {
  const t = useText();
  return [
    {
      id: "workload",
      header: t("workload"),
      width: "minmax(120px, 2fr)",
      value: ({ name }) => name,
      cell: (row) => (
        <PageLink {...targetOf(row)}>
          <b>{row.name}</b>
        </PageLink>
      ),
    },
    {
      id: "namespace",
      header: t("namespace"),
      width: "minmax(90px, 1fr)",
      above: 760,
      value: ({ namespace }) => namespace,
      cell: ({ namespace }) => namespace,
    },
    { id: "cluster", header: t("cluster"), width: "96px", above: 1000, cell: ({ cluster }) => cluster },
    { id: "kind", header: t("kind"), width: "112px", above: 1000, cell: ({ kind }) => kind },
    {
      id: "ready",
      header: t("ready"),
      end: true,
      width: "72px",
      above: 480,
      value: ({ ready }) => ready,
      cell: ({ ready, desired }) => `${ready}/${desired}`,
    },
    {
      id: "compared",
      header: t("compared"),
      end: true,
      width: "108px",
      above: 900,
      value: ({ judged }) => judged,
      cell: ({ judged }) => formatInteger(judged),
    },
    {
      id: "requests",
      header: t("requests"),
      end: true,
      width: "124px",
      above: 620,
      value: ({ requests }) => requests,
      cell: ({ requests }) => formatInteger(requests),
    },
    {
      id: "policy",
      header: t("policy"),
      width: "minmax(172px, 232px)",
      cell: (row) => (
        <span className={styles.choice}>
          <PolicyChoice of={row} policy={row.policy} />
          {row.unreadable !== "" && (
            <span title={t("unreadable", { value: row.unreadable })}>
              <Badge tone="warn">{row.unreadable}</Badge>
            </span>
          )}
        </span>
      ),
    },
  ];
}
