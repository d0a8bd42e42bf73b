import {
  Age,
  Answer,
  Badge,
  type Column,
  DataTable,
  Empty,
  formatDuration,
  formatInteger,
  LinkButton,
  Panel,
  TableSkeleton,
  useCall,
} from "@naru/ui";
import { listRules, type RuleRow } from "../api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";
import { Problems } from "./Problems.tsx";

/** Every rule, how it does, and when it was evaluated last. */
export function RulesPanel() {
  const t = useText();
  const columns = useRuleColumns();
  const answer = useCall(listRules, {}, { live: "always" });
  return (
    <Answer of={answer} skeleton={<TableSkeleton />}>
      {({ groups, problems }) => {
        const rows = groups.flatMap(({ rules, name, ...of }) =>
          rules.map((rule) => ({ ...rule, ...of, group: name })),
        );
        return (
          <>
            <Problems problems={problems} />
            <Panel fill actions={<LinkButton to="/alerts/new">{t("newRule")}</LinkButton>}>
              {rows.length === 0 ? (
                <Empty title={t("noRules")} actions={<LinkButton to="/apply">{t("applyYaml")}</LinkButton>}>
                  <p>{t("noRulesHelp")}</p>
                </Empty>
              ) : (
                <DataTable
                  label={t("rules")}
                  rows={rows}
                  columns={columns}
                  keyOf={({ key }) => key}
                  to={({ expression }) => ({ to: "/promql", search: { expr: expression } })}
                />
              )}
            </Panel>
          </>
        );
      }}
    </Answer>
  );
}

const healthTones = { ok: "good", err: "bad", unknown: "plain" } as const;
const healthWords = { ok: "healthy", err: "failing", unknown: "waiting" } as const;

function useRuleColumns(): readonly Column<RuleRow>[] {
  const t = useText();
  return [
    {
      id: "rule",
      header: t("rule"),
      width: "minmax(160px, 1.4fr)",
      cell: ({ name, kind }) => (
        <span className={styles.what}>
          <b>{name}</b>
          {kind === "record" && <Badge>{t("record")}</Badge>}
        </span>
      ),
    },
    {
      id: "health",
      header: t("health"),
      width: "minmax(84px, 1fr)",
      cell: ({ health, lastError }) => (
        <span className={styles.what} title={lastError}>
          <Badge tone={healthTones[health]}>{t(healthWords[health])}</Badge>
          <span>{lastError}</span>
        </span>
      ),
    },
    {
      id: "expression",
      header: t("expression"),
      width: "minmax(160px, 2fr)",
      above: 760,
      cell: ({ expression }) => (
        <span className={styles.labels} title={expression}>
          {expression}
        </span>
      ),
    },
    {
      id: "firing",
      header: t("firing"),
      end: true,
      width: "76px",
      cell: ({ firing }) => (
        <span className={firing > 0 ? styles.bad : undefined}>{formatInteger(firing)}</span>
      ),
    },
    {
      id: "pending",
      header: t("pending"),
      end: true,
      width: "76px",
      above: 620,
      cell: ({ pending }) => formatInteger(pending),
    },
    {
      id: "group",
      header: t("group"),
      width: "minmax(110px, 1fr)",
      above: 980,
      cell: ({ namespace, resource, group }) => `${namespace}/${resource} · ${group}`,
    },
    {
      id: "evaluated",
      header: t("lastEvaluation"),
      width: "110px",
      above: 620,
      cell: ({ lastEvaluation }) => <Age at={lastEvaluation || null} />,
    },
    {
      id: "took",
      header: t("took"),
      end: true,
      width: "84px",
      above: 1080,
      cell: ({ evaluationMs }) => formatDuration(evaluationMs * 1e6),
    },
  ];
}
