import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { topology } from "./topology.ts";

test("every service stands after all that it calls", () => {
  const started = new Set<string>();
  for (const { name, calls } of topology) {
    expect([...started]).toEqual(expect.arrayContaining([...calls]));
    started.add(name);
  }
});

test.each(topology)("$name has a program, and a schema when it keeps data", ({ name, keepsData }) => {
  expect(existsSync(new URL(`${name}/main.ts`, import.meta.url))).toBe(true);
  expect(existsSync(new URL(`${name}/schema.sql`, import.meta.url))).toBe(keepsData);
});
