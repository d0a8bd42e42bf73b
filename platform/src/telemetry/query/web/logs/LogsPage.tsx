import {
  Answer,
  FilterBox,
  IconButton,
  icons,
  Page,
  Panel,
  Segments,
  TableSkeleton,
  textsIn,
  useTimeRange,
  useUrlState,
  withCondition,
} from "@naru/ui";
import { useMemo, useState } from "react";
import { useText as useSharedText } from "../messages.ts";
import { NothingFound } from "../NothingFound.tsx";
import { useCompletion } from "../useCompletion.ts";
import { ColumnMenu } from "./ColumnMenu.tsx";
import { DownloadButton } from "./DownloadButton.tsx";
import { LogList } from "./LogList.tsx";
import { useText } from "./messages.ts";
import { SeverityChart } from "./SeverityChart.tsx";
import { useLogPages } from "./useLogPages.ts";
import { useTail } from "./useTail.ts";

const NO_COLUMNS: readonly string[] = [];
const STATE = { filter: "", order: "newest", wrap: false, column: NO_COLUMNS };
const REMEMBERED = { name: "logs", keys: ["column", "wrap"] } as const;
const EXAMPLE = 'severity>=warn service=cart "connection refused"';

export default function LogsPage() {
  const t = useText();
  const shared = useSharedText();
  const completion = useCompletion("logs");
  const { range, live } = useTimeRange();
  const [{ filter, order, wrap, column }, change] = useUrlState(STATE, REMEMBERED);
  const [away, setAway] = useState(false);
  const query = { ...range, filter, order: order === "oldest" ? ("oldest" as const) : ("newest" as const) };
  const pages = useLogPages(query, !live);
  const tail = useTail(filter, live, away);
  const { answer, logs } = live ? tail : pages;
  const look = useMemo(() => ({ columns: column, wrap, words: textsIn(filter) }), [column, wrap, filter]);
  return (
    <Page
      title={shared("logs")}
      note={live && <span role="status">{away ? t("tailPaused") : t("tail")}</span>}
      actions={
        <>
          {!live && (
            <Segments
              label={t("order")}
              value={order}
              options={(["newest", "oldest"] as const).map((value) => ({ value, label: t(value) }))}
              onChange={(order) => change({ order })}
            />
          )}
          <IconButton label={t("wrap")} on={wrap} onClick={() => change({ wrap: !wrap }, true)}>
            <icons.IconTextWrap size={17} />
          </IconButton>
          <ColumnMenu logs={logs ?? []} columns={column} onColumns={(column) => change({ column }, true)} />
          <DownloadButton query={query} />
        </>
      }
    >
      <FilterBox
        label={t("filter")}
        value={filter}
        example={EXAMPLE}
        onChange={(filter) => change({ filter })}
        {...completion}
      />
      <SeverityChart filter={filter} />
      <Panel fill>
        <Answer of={{ ...answer, data: logs }} skeleton={<TableSkeleton />}>
          {(logs) =>
            logs.length > 0 ? (
              <LogList
                key={filter}
                logs={logs}
                look={look}
                onFilter={(key, operator, value) =>
                  change({ filter: withCondition(filter, key, operator, value) })
                }
                onEnd={live ? undefined : pages.more}
                onAway={setAway}
                waiting={tail.waiting}
              />
            ) : (
              <NothingFound onClear={filter === "" ? undefined : () => change({ filter: "" })} />
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}
