import {
  Answer,
  Badge,
  type Column,
  DataTable,
  Empty,
  formatDuration,
  formatInteger,
  Panel,
  ServiceName,
  TableSkeleton,
  useCall,
  type OutputOf,
} from "@naru/ui";
import { useMemo } from "react";
import { type getTrace, listTraceStatements, type TraceStatement } from "../../api.ts";
import { useText as useSharedText } from "../messages.ts";
import { useText } from "./messages.ts";
import styles from "./Trace.module.css";

interface TraceStatementsProps {
  readonly trace: OutputOf<typeof getTrace>;
  readonly onSpan: (spanId: string) => void;
}

/** Every statement of the trace in its order; one that is run again and again is marked with how often. */
export function TraceStatements({ trace, onSpan }: TraceStatementsProps) {
  const t = useText();
  const answer = useCall(listTraceStatements, { traceId: trace.traceId }, { keep: false });
  const columns = useStatementColumns(trace.startTimeUnixNano);
  const total = answer.data?.statements.reduce((sum, { durationNano }) => sum + durationNano, 0) ?? 0;
  const note =
    answer.data &&
    t("statementTotal", {
      count: formatInteger(answer.data.statements.length),
      duration: formatDuration(total),
    });
  return (
    <Panel title={t("sql")} note={note} fill>
      <Answer of={answer} skeleton={<TableSkeleton />}>
        {({ statements }) =>
          statements.length === 0 ? (
            <Empty title={t("noStatements")}>
              <p>{t("noStatementsHelp")}</p>
            </Empty>
          ) : (
            <DataTable
              label={t("sql")}
              rows={statements}
              columns={columns}
              keyOf={({ spanId }) => spanId}
              onOpen={({ spanId }) => onSpan(spanId)}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

function useStatementColumns(start: string): readonly Column<TraceStatement>[] {
  const t = useText();
  const shared = useSharedText();
  return useMemo(
    () => [
      {
        id: "at",
        header: t("atTime"),
        end: true,
        width: "86px",
        cell: ({ startTimeUnixNano }) => formatDuration(Number(BigInt(startTimeUnixNano) - BigInt(start))),
      },
      {
        id: "duration",
        header: shared("duration"),
        end: true,
        width: "86px",
        cell: ({ durationNano }) => formatDuration(durationNano),
      },
      {
        id: "statement",
        header: t("sql"),
        width: "minmax(200px, 3fr)",
        cell: ({ statement, repeats, error }) => (
          <span className={styles.statement} title={statement}>
            {error && <Badge tone="bad">{t("status_error")}</Badge>}
            {repeats >= 5 && <Badge tone="warn">{t("repeats", { count: repeats })}</Badge>}
            <code>{statement}</code>
          </span>
        ),
      },
      {
        id: "service",
        header: shared("service"),
        width: "130px",
        above: 640,
        cell: ({ service }) => <ServiceName name={service} />,
      },
    ],
    [t, shared, start],
  );
}
