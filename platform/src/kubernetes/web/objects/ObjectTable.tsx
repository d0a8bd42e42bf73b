import {
  Age,
  Answer,
  type Column,
  DataTable,
  Empty,
  LinkButton,
  type OutputOf,
  TableSkeleton,
  useCallPages,
  useUrlState,
} from "@naru/ui";
import { useMemo } from "react";
import { type KindRow, listObjects } from "../../api.ts";
import { useText } from "../messages.ts";
import { NoMatch } from "../NoMatch.tsx";
import { objectTarget, targetOf } from "../targets.ts";
import { useObjectText } from "./messages.ts";

const STATE = { namespace: "", find: "", sort: "" };
const PAGE = 500;

type Listed = OutputOf<typeof listObjects>;
type Row = Listed["rows"][number];

interface ObjectTableProps {
  readonly cluster: string;
  readonly kind: KindRow;
}

/** Objects of a kind in the columns that the server prints. */
export function ObjectTable({ cluster, kind: { apiVersion, kind, namespaced } }: ObjectTableProps) {
  const [{ namespace, find, sort }, change] = useUrlState(STATE);
  const about = { cluster, apiVersion, kind, namespace: namespaced ? namespace : "", limit: PAGE };
  const answer = useCallPages(listObjects, about, { live: "always" });
  const rows = useMemo(() => answer.data?.pages.flatMap((page) => page.rows), [answer.data]);
  const told = answer.data?.pages[0]?.columns;
  const columns = useColumns(told, namespaced && namespace === "");
  const more = answer.hasNextPage && !answer.isFetching ? () => void answer.fetchNextPage() : undefined;
  return (
    <Answer of={{ ...answer, data: rows }} skeleton={<TableSkeleton />}>
      {(rows) => {
        const found = rows.filter(({ name }) => name.includes(find.toLowerCase()));
        if (rows.length === 0) return <None kind={kind} cluster={cluster} />;
        if (found.length === 0) return <NoMatch onClear={() => change({ find: "" })} />;
        return (
          <DataTable
            label={kind}
            rows={found}
            columns={columns}
            keyOf={({ uid, namespace: of, name }) => uid || `${of}/${name}`}
            to={(row) => {
              const place = { cluster, kind, namespace: row.namespace, name: row.name };
              return kind === "Pod" || kind === "Node" ? targetOf(place) : objectTarget(place, apiVersion);
            }}
            order={sort}
            onOrder={(sort) => change({ sort }, true)}
            onEnd={more}
          />
        );
      }}
    </Answer>
  );
}

function None({ kind, cluster }: { readonly kind: string; readonly cluster: string }) {
  const t = useText();
  const texts = useObjectText();
  return (
    <Empty
      title={texts("noneOf", { kind })}
      actions={
        <LinkButton to="/apply" search={{ cluster }}>
          {t("applyYaml")}
        </LinkButton>
      }
    >
      <p>{texts("noneOfHelp")}</p>
    </Empty>
  );
}

/** From which width on a column of each priority is shown: 0 always, but for narrow tables beyond the first three. */
const aboveOf = (priority: number, index: number) => (priority > 0 ? 1100 : index > 2 ? 560 : 0);

function useColumns(told: Listed["columns"] | undefined, withNamespace: boolean): readonly Column<Row>[] {
  const t = useText();
  return useMemo(() => {
    const printed = (told ?? []).map(({ name, type, priority }, i): Column<Row> => {
      const isAge = name === "Age" || type === "date";
      const isNumber = type === "integer" || type === "number";
      return {
        id: name,
        header: name,
        width: i === 0 ? "minmax(130px, 1.6fr)" : isAge ? "70px" : "minmax(70px, 1fr)",
        above: aboveOf(priority, i),
        end: isAge || isNumber,
        value: (row) => (isAge ? -(row.createdAt ?? 0) : sortable(row.cells[i])),
        cell: (row) => (name === "Age" ? <Age at={row.createdAt} /> : <Cell value={row.cells[i]} />),
      };
    });
    const namespace: Column<Row> = {
      id: "namespace",
      header: t("namespace"),
      width: "minmax(80px, 140px)",
      above: 620,
      value: (row) => row.namespace,
      cell: (row) => row.namespace,
    };
    const [first, ...rest] = printed;
    if (first === undefined) return [];
    return withNamespace ? [first, namespace, ...rest] : printed;
  }, [told, withNamespace, t]);
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "string" ? cell : JSON.stringify(cell);
}
const sortable = (cell: unknown) => (typeof cell === "number" ? cell : textOf(cell));

function Cell({ value }: { readonly value: unknown }) {
  const text = textOf(value);
  return <span title={text}>{text}</span>;
}
