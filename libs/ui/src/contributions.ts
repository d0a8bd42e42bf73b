import { createContext, useContext } from "react";
import type { Contribution } from "./page.ts";

const Context = createContext<readonly Contribution[]>([]);

/** What all features contribute. */
export const ContributionsProvider = Context.Provider;

/** What others add to a place, in the order of the features. */
export function useContributions(place: string): readonly Contribution[] {
  return useContext(Context).filter((each) => each.place === place);
}
