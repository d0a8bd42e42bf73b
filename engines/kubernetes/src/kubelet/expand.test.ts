import { expect, test } from "vitest";
import { expand } from "./expand.ts";

const known: Record<string, string> = { HOST: "db", PORT: "5432", EMPTY: "" };

test.each([
  ["plain", "plain"],
  ["$(HOST):$(PORT)", "db:5432"],
  ["$(EMPTY)", ""],
  ["$(NOBODY)", "$(NOBODY)"],
  ["$$(HOST)", "$(HOST)"],
  ["$$$(HOST)", "$db"],
  ["$HOST", "$HOST"],
  ["$(HOST", "$(HOST"],
  ["costs 5$", "costs 5$"],
])("%s is %s", (text, expanded) => expect(expand(text, (name) => known[name])).toBe(expanded));
