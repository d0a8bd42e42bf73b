import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { Search } from "./search.ts";
import { readUrl, writeUrl, type UrlShape, type UrlState } from "./state.ts";

/** A page's state, kept in its address: every view is a link. A change makes a step in the history;
 *  `replace` is for changes that nobody wants to go back through. */
export function useUrlState<S extends UrlShape>(
  defaults: S,
): readonly [UrlState<S>, (change: Partial<UrlState<S>>, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const state = useMemo(() => readUrl(defaults, search), [defaults, search]);
  const change = useCallback(
    (change: Partial<UrlState<S>>, replace = false) => {
      void navigate({
        to: ".",
        replace,
        search: ((now: Search) => writeUrl(defaults, now, change)) as never,
      });
    },
    [navigate, defaults],
  );
  return [state, change];
}
