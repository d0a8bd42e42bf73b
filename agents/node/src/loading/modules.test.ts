import { expect, test } from "vitest";
import { hasSynchronousHooks } from "./modules.ts";

test.each([
  ["20.20.2", false],
  ["22.21.9", false],
  ["22.22.2", false],
  ["22.22.3", true],
  ["22.23.0", true],
  ["23.11.0", false],
  ["24.11.0", false],
  ["24.11.1", true],
  ["25.0.0", false],
  ["25.1.0", true],
  ["26.0.0-nightly1", true],
])("Node.js %s: hooks in the program's own thread can be relied on: %s", (version, expected) => {
  expect(hasSynchronousHooks(version)).toBe(expected);
});
