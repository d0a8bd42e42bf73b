import { createContext, useContext } from "react";

/** What people call what a series is named after: an instance by its pod. */
export type SeriesNames = ReadonlyMap<string, string>;

const Context = createContext<SeriesNames>(new Map());

export const SeriesNamesProvider = Context.Provider;
export const useSeriesNames = (): SeriesNames => useContext(Context);
