import { condition, millisOfNano, PageLink, Panel, type OutputOf } from "@naru/ui";
import type { getTrace } from "../../api.ts";
import { LogList } from "../logs/LogList.tsx";
import { useLogPages } from "../logs/useLogPages.ts";
import { useText } from "./messages.ts";
import { Answer, Empty, TableSkeleton } from "@naru/ui";

/** Clocks differ between machines, and programs write after their spans have ended. */
const MARGIN_MILLIS = 5 * 60_000;

export function TraceLogs({ trace }: { readonly trace: OutputOf<typeof getTrace> }) {
  const t = useText();
  const start = millisOfNano(trace.startTimeUnixNano);
  const range = {
    from: String(start - MARGIN_MILLIS),
    to: String(Math.ceil(start + trace.durationNano / 1e6) + MARGIN_MILLIS),
  };
  const filter = condition("trace_id", "=", trace.traceId);
  const { answer, logs, more } = useLogPages({ ...range, filter, order: "oldest" });
  return (
    <Panel
      fill
      actions={
        <PageLink to="/logs" search={{ filter, ...range }}>
          {t("openInLogs")}
        </PageLink>
      }
    >
      <Answer of={{ ...answer, data: logs }} skeleton={<TableSkeleton />}>
        {(logs) =>
          logs.length === 0 ? (
            <Empty title={t("noLogs")}>
              <p>{t("noLogsHelp")}</p>
            </Empty>
          ) : (
            <LogList logs={logs} onEnd={more} />
          )
        }
      </Answer>
    </Panel>
  );
}
