import {
  Answer,
  Badge,
  Button,
  type Column,
  DataTable,
  Empty,
  LinkButton,
  Page,
  Panel,
  pathTo,
  SearchField,
  TableSkeleton,
  useCall,
  useLanguage,
  useUrlState,
} from "@naru/ui";
import { useState } from "react";
import { useOneCluster } from "#kubernetes/web/index.ts";
import { listDashboards } from "../../api.ts";
import { builtIns } from "../builtin/builtin.ts";
import { useText } from "../messages.ts";
import { newUid } from "../view/useDashboard.ts";
import { ImportDialog } from "./ImportDialog.tsx";

const STATE = { find: "", sort: "title", cluster: "" };
const REMEMBERED = { name: "dashboards", keys: ["sort"] } as const;

interface Row {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly panels: number;
  /** Where it is kept; empty for those that come with Naru. */
  readonly place: string;
  readonly isReadable: boolean;
}

/** All dashboards: those that come with Naru, and people's own. */
export default function DashboardsPage() {
  const t = useText();
  const [{ find, sort, cluster }, change] = useUrlState(STATE, REMEMBERED);
  const [isImporting, setImporting] = useState(false);
  const target = useOneCluster();
  const answer = useCall(listDashboards, { cluster });
  const ready = useBuiltInRows();
  const columns = useDashboardColumns();
  return (
    <Page
      title={t("dashboards")}
      actions={
        <>
          <SearchField label={t("find")} value={find} slash onChange={(find) => change({ find }, true)} />
          <Button disabled={target === ""} onClick={() => setImporting(true)}>
            {t("import")}
          </Button>
          <LinkButton to={pathTo("/dashboards", newUid)}>{t("new")}</LinkButton>
        </>
      }
    >
      <Panel fill>
        <Answer of={answer} skeleton={<TableSkeleton />}>
          {({ dashboards, clusters }) => {
            const own = dashboards.map((row): Row => ({
              ...row,
              place: `${row.cluster} / ${row.namespace} / ${row.name}`,
            }));
            const rows = [...ready, ...own].filter((row) => isFound(row, find.toLowerCase()));
            const away = clusters.filter(({ error }) => error !== null);
            return (
              <>
                {away.length > 0 && (
                  <p role="status">
                    <Badge tone="warn">{away.map((each) => each.cluster).join(", ")}</Badge> {t("away")}
                  </p>
                )}
                {rows.length === 0 ? (
                  <Empty
                    title={t("noneFound")}
                    actions={<Button onClick={() => change({ find: "" })}>{t("clear")}</Button>}
                  />
                ) : (
                  <DataTable
                    label={t("dashboards")}
                    rows={rows}
                    columns={columns}
                    keyOf={({ uid, place }) => `${place} ${uid}`}
                    to={({ uid }) => ({ to: pathTo("/dashboards", uid) })}
                    order={sort}
                    onOrder={(sort) => change({ sort }, true)}
                  />
                )}
              </>
            );
          }}
        </Answer>
      </Panel>
      {isImporting && <ImportDialog cluster={target} onClose={() => setImporting(false)} />}
    </Page>
  );
}

const isFound = ({ title, tags, place }: Row, find: string): boolean =>
  [title, place, ...tags].some((text) => text.toLowerCase().includes(find));

function useBuiltInRows(): readonly Row[] {
  const [language] = useLanguage();
  return builtIns.map(({ uid, title, tags, sections }) => ({
    uid,
    title: title[language],
    tags,
    panels: sections.reduce((sum, { charts }) => sum + charts.length, 0),
    place: "",
    isReadable: true,
  }));
}

function useDashboardColumns(): readonly Column<Row>[] {
  const t = useText();
  return [
    {
      id: "title",
      header: t("title"),
      width: "minmax(160px, 2fr)",
      value: ({ title }) => title,
      cell: ({ title }) => <span title={title}>{title}</span>,
    },
    {
      id: "place",
      header: t("kept"),
      width: "minmax(120px, 2fr)",
      value: ({ place }) => place,
      cell: ({ place, isReadable }) => (
        <span title={place}>
          {!isReadable && <Badge tone="bad">{t("unreadable")}</Badge>}
          {place === "" ? <Badge>{t("builtIn")}</Badge> : place}
        </span>
      ),
    },
    {
      id: "tags",
      header: t("tags"),
      width: "minmax(90px, 1fr)",
      above: 640,
      value: ({ tags }) => tags.join(),
      cell: ({ tags }) => tags.join(", "),
    },
    {
      id: "panels",
      header: t("panels"),
      end: true,
      width: "72px",
      above: 480,
      value: ({ panels }) => panels,
      cell: ({ panels }) => panels,
    },
  ];
}
