import {
  Answer,
  DataTable,
  FilterBox,
  Page,
  Panel,
  pathTo,
  Segments,
  TableSkeleton,
  useCallPages,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { useMemo } from "react";
import { searchTraces, type TraceRow } from "../../api.ts";
import { useText as useSharedText } from "../messages.ts";
import { NothingFound } from "../NothingFound.tsx";
import { useCompletion } from "../useCompletion.ts";
import { DurationHistogram } from "./DurationHistogram.tsx";
import { useText } from "./messages.ts";
import { useTraceColumns } from "./traceColumns.tsx";

const STATE = { filter: "", order: "newest", min: 0, max: 0 };
const EXAMPLE = "service=cart status=error http.response.status_code>=500";

export default function TracesPage() {
  const t = useText();
  const shared = useSharedText();
  const completion = useCompletion("traces");
  const { range } = useTimeRange();
  const [{ filter, order, min, max }, change] = useUrlState(STATE);
  const answer = useCallPages(
    searchTraces,
    {
      ...range,
      filter,
      order: order === "slowest" ? "slowest" : "newest",
      minDurationNano: min > 0 ? min : undefined,
      maxDurationNano: max > 0 ? max : undefined,
    },
    { live: true },
  );
  const traces = useMemo(() => answer.data?.pages.flatMap((page) => page.traces), [answer.data]);
  const filtered = filter !== "" || min > 0 || max > 0;
  return (
    <Page
      title={shared("traces")}
      actions={
        <Segments
          label={t("order")}
          value={order}
          options={(["newest", "slowest"] as const).map((value) => ({ value, label: t(value) }))}
          onChange={(order) => change({ order })}
        />
      }
    >
      <FilterBox
        label={t("filter")}
        value={filter}
        example={EXAMPLE}
        onChange={(filter) => change({ filter })}
        {...completion}
      />
      <DurationHistogram filter={filter} limits={{ min, max }} onLimits={change} />
      <Panel fill>
        <Answer of={{ ...answer, data: traces }} skeleton={<TableSkeleton />}>
          {(traces) =>
            traces.length > 0 ? (
              <TraceTable
                traces={traces}
                asOf={answer.dataUpdatedAt}
                onEnd={
                  answer.hasNextPage && !answer.isFetching ? () => void answer.fetchNextPage() : undefined
                }
              />
            ) : (
              <NothingFound onClear={filtered ? () => change({ filter: "", min: 0, max: 0 }) : undefined} />
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

interface TraceTableProps {
  readonly traces: readonly TraceRow[];
  readonly asOf: number;
  readonly onEnd: (() => void) | undefined;
}

function TraceTable({ traces, asOf, onEnd }: TraceTableProps) {
  const shared = useSharedText();
  const longest = traces.reduce((longest, { durationNano }) => Math.max(longest, durationNano), 0);
  const columns = useTraceColumns({ longest, asOf });
  return (
    <DataTable
      label={shared("traces")}
      rows={traces}
      columns={columns}
      keyOf={(row) => row.traceId}
      to={(row) => ({ to: pathTo("/traces", row.traceId) })}
      onEnd={onEnd}
    />
  );
}
