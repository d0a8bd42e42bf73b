import {
  Answer,
  Badge,
  Button,
  call,
  DataTable,
  download,
  Empty,
  LinkButton,
  type OutputOf,
  Page,
  Panel,
  pathTo,
  SearchField,
  TableSkeleton,
  useCall,
  useUrlState,
  useWork,
} from "@naru/ui";
import { exportObjectives, listObjectives, type ObjectiveRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";
import { NoObjectives } from "./NoObjectives.tsx";
import { useObjectiveColumns } from "./useObjectiveColumns.tsx";

const STATE = { find: "", sort: "" };
type Listed = OutputOf<typeof listObjectives>;

/** All objectives, in the greatest danger first. */
export default function ObjectivesPage() {
  const t = useText();
  const [{ find, sort }, change] = useUrlState(STATE);
  const answer = useCall(listObjectives, {}, { live: "slow" });
  const { isBusy, run } = useWork();
  const save = () =>
    run(async () => {
      const { name, yaml } = await call(exportObjectives, {});
      download(name, yaml);
    });
  return (
    <Page
      title={t("objectives")}
      actions={
        <>
          <SearchField
            label={t("find")}
            value={find}
            slash
            onChange={(text) => change({ find: text }, true)}
          />
          <Button disabled={isBusy || answer.data?.objectives.length === 0} onClick={save}>
            {t("export")}
          </Button>
          <LinkButton to="/objectives/new">{t("new")}</LinkButton>
        </>
      }
    >
      <Panel fill>
        <Answer of={answer} skeleton={<TableSkeleton />}>
          {(listed) => (
            <>
              <Notices listed={listed} />
              <Objectives
                listed={listed}
                find={find}
                sort={sort}
                onSort={(order) => change({ sort: order }, true)}
                onClear={() => change({ find: "" })}
              />
            </>
          )}
        </Answer>
      </Panel>
    </Page>
  );
}

interface ObjectivesProps {
  readonly listed: Listed;
  readonly find: string;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly onClear: () => void;
}

function Objectives({ listed: { objectives, at }, find, sort, onSort, onClear }: ObjectivesProps) {
  const t = useText();
  const columns = useObjectiveColumns(at);
  const rows = objectives.filter((row) => isFound(row, find.toLowerCase()));
  if (objectives.length === 0) return <NoObjectives />;
  if (rows.length === 0)
    return <Empty title={t("noneFound")} actions={<Button onClick={onClear}>{t("clear")}</Button>} />;
  return (
    <DataTable
      label={t("objectives")}
      rows={rows}
      columns={columns}
      keyOf={({ cluster, namespace, configMap, key }) => `${cluster}/${namespace}/${configMap}/${key}`}
      to={({ objective }) => ({ to: pathTo("/objectives", objective.name) })}
      order={sort}
      onOrder={onSort}
    />
  );
}

const isFound = ({ objective: { title, name, service, operation } }: ObjectiveRow, find: string): boolean =>
  [title, name, service, operation].some((text) => text.toLowerCase().includes(find));

/** What is not in the list, and why. */
function Notices({ listed: { clusters, unreadable, more } }: { readonly listed: Listed }) {
  const t = useText();
  const away = clusters.filter(({ error }) => error !== null);
  return (
    <>
      {away.length > 0 && (
        <p role="status" className={styles.note}>
          <Badge tone="warn">{away.map(({ cluster }) => cluster).join(", ")}</Badge> {t("away")}
        </p>
      )}
      {more > 0 && (
        <p role="status" className={styles.note}>
          {t("more", { count: more })}
        </p>
      )}
      {unreadable.length > 0 && (
        <section aria-label={t("unreadable")}>
          <p className={styles.note}>
            <Badge tone="bad">{t("unreadable")}</Badge> {t("unreadableHelp")}
          </p>
          <ul className={styles.problems}>
            {unreadable.map(({ cluster, namespace, configMap, key, message, help }) => (
              <li key={`${cluster}/${namespace}/${configMap}/${key}`}>
                <b>
                  {namespace}/{configMap} {key}
                </b>{" "}
                {message}. {help}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
