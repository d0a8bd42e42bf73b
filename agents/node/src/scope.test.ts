import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { scope } from "./scope.ts";

test("the agent gives the name and version of its package", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject(scope);
});
