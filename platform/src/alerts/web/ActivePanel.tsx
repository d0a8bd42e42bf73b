import {
  Age,
  Answer,
  type Column,
  DataTable,
  Empty,
  formatInteger,
  LinkButton,
  PageLink,
  Panel,
  pathTo,
  TableSkeleton,
  Tiles,
  useCall,
} from "@naru/ui";
import { type ActiveAlertRow, listAlerts } from "../api.ts";
import styles from "./Alerts.module.css";
import { formatValue } from "./figures.ts";
import { AlertState, LabelLine, Quiet, Severity } from "./marks.tsx";
import { useText } from "./messages.ts";

/** What fires, the worst and oldest first; then what is about to, and what has just been resolved. */
export function ActivePanel({ search }: { readonly search: string }) {
  const t = useText();
  const columns = useAlertColumns();
  const answer = useCall(listAlerts, { search }, { live: "always" });
  return (
    <Answer of={answer} skeleton={<TableSkeleton />}>
      {({ alerts, clusters, counts }) => (
        <>
          <Tiles
            tiles={[
              {
                label: t("firing"),
                value: (
                  <span className={counts.firing > 0 ? styles.bad : undefined}>
                    {formatInteger(counts.firing)}
                  </span>
                ),
              },
              { label: t("pending"), value: formatInteger(counts.pending) },
              { label: t("silenced"), value: formatInteger(counts.silenced) },
              { label: t("rules"), value: formatInteger(counts.rules) },
            ]}
          />
          {clusters
            .filter(({ state }) => state === "away")
            .map(({ name, error, isKnown }) => (
              <p key={name} role="alert" className={styles.note}>
                {t(isKnown ? "clusterAway" : "clusterUnknown", { cluster: name, error: error ?? "" })}
              </p>
            ))}
          {counts.problems > 0 && (
            <p role="alert" className={styles.note}>
              <span className={styles.bad}>{t("unreadable", { count: counts.problems })}</span>
              <PageLink to="/alerts" search={{ view: "rules" }}>
                {t("showRules")}
              </PageLink>
              <PageLink to="/alerts" search={{ view: "receivers" }}>
                {t("showReceivers")}
              </PageLink>
            </p>
          )}
          {counts.failing > 0 && (
            <p role="alert" className={styles.note}>
              <span className={styles.bad}>{t("failingRules", { count: counts.failing })}</span>
              <PageLink to="/alerts" search={{ view: "rules" }}>
                {t("showRules")}
              </PageLink>
            </p>
          )}
          <Panel fill>
            {alerts.length === 0 ? (
              <NothingActive search={search} clusters={clusters.length} rules={counts.rules} />
            ) : (
              <DataTable
                label={t("alerts")}
                rows={alerts}
                columns={columns}
                keyOf={({ fingerprint }) => fingerprint}
                to={({ fingerprint }) => ({ to: pathTo("/alerts", fingerprint) })}
              />
            )}
          </Panel>
        </>
      )}
    </Answer>
  );
}

interface NothingActiveProps {
  readonly search: string;
  readonly clusters: number;
  readonly rules: number;
}

function NothingActive({ search, clusters, rules }: NothingActiveProps) {
  const t = useText();
  if (clusters === 0) {
    return (
      <Empty title={t("noCluster")}>
        <p>{t("noClusterHelp")}</p>
      </Empty>
    );
  }
  if (search !== "") return <Empty title={t("noMatch")} />;
  if (rules === 0) {
    return (
      <Empty title={t("noRules")} actions={<LinkButton to="/apply">{t("applyYaml")}</LinkButton>}>
        <p>{t("noRulesHelp")}</p>
      </Empty>
    );
  }
  return (
    <Empty title={t("noAlerts")}>
      <p>{t("noAlertsHelp", { rules: formatInteger(rules) })}</p>
    </Empty>
  );
}

function useAlertColumns(): readonly Column<ActiveAlertRow>[] {
  const t = useText();
  return [
    {
      id: "what",
      header: t("summary"),
      width: "minmax(200px, 3fr)",
      cell: (alert) => (
        <span className={styles.what} title={alert.annotations["summary"]}>
          <b>{alert.name}</b>
          <Quiet alert={alert} />
          <span>{alert.annotations["summary"]}</span>
        </span>
      ),
    },
    { id: "state", header: t("state"), width: "90px", cell: (alert) => <AlertState state={alert.state} /> },
    {
      id: "severity",
      header: t("severity"),
      width: "96px",
      above: 620,
      cell: ({ severity }) => <Severity severity={severity} />,
    },
    {
      id: "labels",
      header: t("labels"),
      width: "minmax(140px, 2fr)",
      above: 860,
      cell: ({ labels }) => <LabelLine labels={labels} />,
    },
    {
      id: "value",
      header: t("value"),
      end: true,
      width: "90px",
      above: 760,
      cell: ({ value }) => formatValue(value),
    },
    { id: "since", header: t("since"), width: "96px", cell: ({ activeAt }) => <Age at={activeAt} /> },
  ];
}
