import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { remember, withRemembered, type Remembered } from "./remembered.ts";
import type { Search } from "./search.ts";
import { readUrl, writeUrl, type UrlShape, type UrlState } from "./state.ts";

/** A page's state, kept in its address: every view is a link. A change makes a step in the history;
 *  `replace` is for changes that nobody wants to go back through. */
export function useUrlState<S extends UrlShape>(
  defaults: S,
  remembered?: Remembered<S>,
): readonly [UrlState<S>, (change: Partial<UrlState<S>>, replace?: boolean) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = useMemo(
    () => readUrl(withRemembered(defaults, remembered), search),
    [defaults, remembered, search],
  );
  const change = useCallback(
    (change: Partial<UrlState<S>>, replace = false) => {
      if (remembered !== undefined) remember(remembered, change);
      void navigate({
        to: ".",
        replace,
        search: (now: Search) => writeUrl(defaults, now, change),
      });
    },
    [navigate, defaults, remembered],
  );
  return [state, change];
}
