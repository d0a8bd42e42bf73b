import type { Request } from "express";

/** A parameter of the query string; one that is absent, or given twice, counts as the fallback. */
export function queryText(query: Request["query"], name: string, fallback = ""): string {
  const value = query[name];
  return typeof value === "string" ? value : fallback;
}
