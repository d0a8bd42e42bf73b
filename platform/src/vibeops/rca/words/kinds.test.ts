import { expect, test } from "vitest";
import { headlineOf } from "./kinds.ts";

test.each([
  [headlineOf("slow-query", "catalog", "SELECT 1"), "catalog: one SQL statement became slow: SELECT 1"],
  [headlineOf("dependency-down", "payment", ""), "payment: it can't be reached"],
  [headlineOf("node-lost", "node-2", "node-2"), "node-2: nothing is heard of the node"],
  [headlineOf("disk-full", "order", "volume spool", true), "order: a disk will be full: volume spool"],
])("a headline names who, what and where, and nothing twice: %j", ({ en }, expected) => {
  expect(en).toBe(expected);
});
