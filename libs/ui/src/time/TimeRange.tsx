import { useNavigate, useSearch } from "@tanstack/react-router";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import type { Search } from "../url/search.ts";
import { absolute, DEFAULT_RANGE, quickOf, type Range, type Span } from "./range.ts";

/** The time range of every page. It lives in the address and comes along when pages change. */
export interface TimeRange {
  readonly range: Range;
  readonly live: boolean;
  readonly canGoBack: boolean;
  setRange: (range: Range) => void;
  setLive: (live: boolean) => void;
  zoom: (span: Span) => void;
  /** To the range before the last change. */
  back: () => void;
}

/** Search parameters that every page shares. */
export const SHARED_SEARCH = ["from", "to", "live", "cluster"] as const;

const Context = createContext<TimeRange | undefined>(undefined);

function text(value: Search[string] | undefined, fallback: string): string {
  return typeof value === "string" && value !== "" ? value : fallback;
}

export function TimeRangeProvider({ children }: { readonly children: ReactNode }) {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const [past, setPast] = useState<readonly Range[]>([]);
  const from = text(search.from, DEFAULT_RANGE.from);
  const to = text(search.to, DEFAULT_RANGE.to);
  const live = search.live === "1";

  const value = useMemo<TimeRange>(() => {
    const range = { from, to };
    const go = (next: Range, live: boolean) => {
      const quick = next.from === DEFAULT_RANGE.from && next.to === DEFAULT_RANGE.to;
      const shared = {
        from: quick ? undefined : next.from,
        to: next.to === DEFAULT_RANGE.to ? undefined : next.to,
        live: live ? "1" : undefined,
      };
      void navigate({ to: ".", search: (now: Search) => ({ ...now, ...shared }) });
    };
    const setRange = (next: Range) => {
      setPast([...past, range]);
      // An absolute range does not move: there is nothing live to see.
      go(next, live && quickOf(next) !== undefined);
    };
    return {
      range,
      live,
      canGoBack: past.length > 0,
      setRange,
      setLive: (on) => go(on && quickOf(range) === undefined ? DEFAULT_RANGE : range, on),
      zoom: (span) => setRange(absolute(span)),
      back: () => {
        const before = past.at(-1);
        if (before === undefined) return;
        setPast(past.slice(0, -1));
        go(before, false);
      },
    };
  }, [from, to, live, past, navigate]);
  return <Context value={value}>{children}</Context>;
}

export function useTimeRange(): TimeRange {
  const value = useContext(Context);
  if (value === undefined) throw new Error("useTimeRange needs a TimeRangeProvider");
  return value;
}
