import {
  Button,
  DataTable,
  icons,
  LinkButton,
  Page,
  Panel,
  pathTo,
  ProblemView,
  SearchField,
  Segments,
  SelectField,
  TableSkeleton,
  useCallPages,
  useUrlState,
} from "@naru/ui";
import type { CauseKind } from "#vibeops/rca/api.ts";
import { listIncidents } from "../../api.ts";
import styles from "../Incidents.module.css";
import { causeKinds, useKindText } from "../kinds.ts";
import { useText } from "../messages.ts";
import { AccuracyPanel } from "./AccuracyPanel.tsx";
import { Nothing } from "./Nothing.tsx";
import { useIncidentColumns } from "./useIncidentColumns.tsx";
import { WatchNotices } from "./WatchNotices.tsx";

const STATE = { find: "", state: "all", kind: "", period: "30d" };
const states = ["all", "open", "resolved"] as const;
const periods = { "24h": "day", "7d": "week", "30d": "month", "365d": "year" } as const;
const periodKeys = Object.keys(periods) as (keyof typeof periods)[];

/** What is wrong now, and what was. */
export default function IncidentsPage() {
  const t = useText();
  const kindText = useKindText();
  const columns = useIncidentColumns();
  const [{ find, ...given }, change] = useUrlState(STATE);
  const state = states.find((each) => each === given.state) ?? "all";
  const period = periodKeys.find((each) => each === given.period) ?? "30d";
  const kind: CauseKind | "" = causeKinds.find((each) => each === given.kind) ?? "";
  const answer = useCallPages(
    listIncidents,
    { from: `now-${period}`, to: "now", state, kind, search: find },
    { live: "always" },
  );
  const rows = answer.data?.pages.flatMap(({ incidents }) => incidents) ?? [];
  const watch = answer.data?.pages[0]?.watch;
  const isFiltered = find !== "" || kind !== "" || state !== "all";
  return (
    <Page
      title={t("incidents")}
      actions={
        <>
          <LinkButton to="/incidents/diagnose">
            <icons.IconStethoscope size={15} aria-hidden />
            {t("diagnoseWindow")}
          </LinkButton>
          <Segments
            label={t("state")}
            value={state}
            options={states.map((value) => ({ value, label: t(value) }))}
            onChange={(value) => change({ state: value })}
          />
          <SelectField
            label={t("kind")}
            value={kind}
            options={[
              { value: "", label: t("anyKind") },
              ...causeKinds.map((value) => ({ value, label: kindText(value) })),
            ]}
            onChange={(value: CauseKind | "") => change({ kind: value })}
          />
          <SelectField
            label={t("period")}
            value={period}
            options={periodKeys.map((value) => ({ value, label: t(periods[value]) }))}
            onChange={(value) => change({ period: value })}
          />
          <SearchField
            label={t("find")}
            value={find}
            slash
            onChange={(text) => change({ find: text }, true)}
          />
        </>
      }
    >
      {watch !== undefined && <WatchNotices watch={watch} />}
      <Panel fill>
        {answer.data === undefined ? (
          answer.error === null ? (
            <TableSkeleton />
          ) : (
            <ProblemView error={answer.error} retry={() => void answer.refetch()} />
          )
        ) : rows.length === 0 && watch !== undefined ? (
          <Nothing
            watch={watch}
            {...(isFiltered && { onClear: () => change({ find: "", kind: "", state: "all" }) })}
          />
        ) : (
          <DataTable
            label={t("incidents")}
            rows={rows}
            columns={columns}
            keyOf={({ id }) => id}
            to={({ id }) => ({ to: pathTo("/incidents", id) })}
            onEnd={answer.hasNextPage ? () => void answer.fetchNextPage() : undefined}
          />
        )}
      </Panel>
      {answer.hasNextPage && (
        <p className={styles.more}>
          <Button small onClick={() => void answer.fetchNextPage()}>
            {t("more")}
          </Button>
        </p>
      )}
      <AccuracyPanel />
    </Page>
  );
}
