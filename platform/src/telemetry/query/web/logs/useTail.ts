import { useCall, useTimeRange } from "@naru/ui";
import { useState } from "react";
import { searchLogs, type LogRow } from "../../api.ts";
import { mergeTail } from "./tail.ts";

const CAPACITY = 5000;

interface Shown {
  readonly filter: string;
  /** The answer that was merged last. */
  readonly page: readonly LogRow[] | undefined;
  readonly lines: readonly LogRow[] | undefined;
}

/** Follows new lines while the page is live. While somebody reads further down, they wait: `hold` keeps the
 *  list still, and `waiting` counts what has arrived since. */
export function useTail(filter: string, enabled: boolean, hold: boolean) {
  const { range } = useTimeRange();
  const answer = useCall(
    searchLogs,
    { ...range, filter, order: "newest", limit: 500 },
    { enabled, live: "fast", keep: false },
  );
  const [shown, setShown] = useState<Shown>({ filter, page: undefined, lines: undefined });
  const page = answer.data?.logs;
  // An answer is merged while it is rendered: after the first paint it would make the list jump.
  if (page !== undefined && page !== shown.page && !hold) {
    const before = shown.filter === filter ? (shown.lines ?? []) : [];
    setShown({ filter, page, lines: mergeTail(before, page, CAPACITY) });
  }
  const lines = shown.filter === filter ? shown.lines : undefined;
  const newest = lines?.[0]?.id;
  const waiting = hold ? Math.max(0, page?.findIndex(({ id }) => id === newest) ?? 0) : 0;
  return { answer, logs: enabled ? lines : undefined, waiting };
}
