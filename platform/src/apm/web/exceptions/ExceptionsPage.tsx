import {
  Age,
  Answer,
  Badge,
  type Column,
  DataTable,
  Empty,
  formatInteger,
  Page,
  Panel,
  pathTo,
  SearchField,
  ServiceName,
  Sparkline,
  TableSkeleton,
  useCall,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { type ExceptionGroup, listExceptions } from "../../api.ts";
import { useText } from "../messages.ts";
import { ServiceChoice } from "../ServiceChoice.tsx";
import styles from "../top/Top.module.css";

const STATE = { find: "", service: "" };

/** What was thrown, those of one cause together; new ones are marked. */
export default function ExceptionsPage() {
  const t = useText();
  const { range } = useTimeRange();
  const [{ find, service }, change] = useUrlState(STATE);
  const exceptionColumns = useExceptionColumns();
  const answer = useCall(listExceptions, { ...range, service, search: find }, { live: true });
  return (
    <Page
      title={t("exceptions")}
      actions={
        <>
          <ServiceChoice value={service} onChange={(service) => change({ service })} />
          <SearchField
            label={t("findException")}
            value={find}
            slash
            onChange={(find) => change({ find }, true)}
          />
        </>
      }
    >
      <Panel fill>
        <Answer of={answer} skeleton={<TableSkeleton />}>
          {({ exceptions }) =>
            exceptions.length === 0 ? (
              <Empty title={t("noExceptions")}>
                <p>{t("noExceptionsHelp")}</p>
              </Empty>
            ) : (
              <DataTable
                label={t("exceptions")}
                rows={exceptions}
                columns={exceptionColumns}
                keyOf={({ fingerprint, service }) => `${fingerprint} ${service}`}
                to={({ fingerprint }) => ({ to: pathTo("/exceptions", fingerprint) })}
              />
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

function useExceptionColumns(): readonly Column<ExceptionGroup>[] {
  const t = useText();
  return [
    {
      id: "what",
      header: t("exception"),
      width: "minmax(220px, 3fr)",
      cell: ({ type, message, isNew }) => (
        <span className={styles.name} title={message}>
          {isNew && <Badge tone="warn">{t("new")}</Badge>}
          <b>{type || t("exception")}</b>
          <span>{message}</span>
        </span>
      ),
    },
    {
      id: "service",
      header: t("service"),
      width: "minmax(90px, 150px)",
      above: 620,
      cell: ({ service }) => <ServiceName name={service} />,
    },
    {
      id: "trend",
      header: t("overTime"),
      width: "100px",
      above: 760,
      cell: ({ trend }) => <Sparkline values={trend} color="var(--bad)" />,
    },
    {
      id: "count",
      header: t("count"),
      end: true,
      width: "76px",
      cell: ({ count }) => formatInteger(count),
    },
    {
      id: "versions",
      header: t("versions"),
      width: "minmax(80px, 140px)",
      above: 980,
      cell: ({ versions }) => versions.map(({ version }) => version).join(", ") || "–",
    },
    {
      id: "first",
      header: t("firstSeen"),
      width: "100px",
      above: 860,
      cell: ({ firstSeen }) => <Age at={firstSeen} />,
    },
    {
      id: "last",
      header: t("lastSeen"),
      width: "100px",
      cell: ({ lastSeen }) => <Age at={lastSeen} />,
    },
  ];
}
