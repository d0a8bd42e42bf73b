import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { discover } from "./discover.ts";
import { type Folder, folderOf, nezhaFiles, petshopCsv, petshopGraph } from "./fixture.ts";

const metrics = petshopCsv([["100,0.2,0.5,99", "40,0.1"]]);
let folder: Folder;
beforeAll(async () => {
  folder = await folderOf({
    ...nezhaFiles("trains/x-2", 0, 2),
    ...nezhaFiles("trains/x-10", 0, 2),
    ...nezhaFiles("trains/baseline/2024-05-06", -600, 2),
    "trains/labels.json": "[]",
    "pets/busy/graph.csv": petshopGraph,
    "pets/busy/noissue/metrics.csv": metrics,
    "pets/busy/held-out/a/metrics.csv": metrics,
    "pets/calm/graph.csv": petshopGraph,
    "pets/calm/held-out/b/metrics.csv": metrics,
    "empty/readme.txt": "",
  });
});
afterAll(() => folder.remove());

describe("cases are found", () => {
  const quiet = ["baseline/2024-05-06", "busy/noissue"];
  const facts: [where: string, cases: string[], healthy: string[]][] = [
    [".", ["x-2", "x-10", "busy/held-out/a", "calm/held-out/b"], quiet],
    ["trains", ["x-2", "x-10"], quiet.slice(0, 1)],
    ["trains/x-2", ["x-2"], quiet.slice(0, 1)],
    ["pets", ["busy/held-out/a", "calm/held-out/b"], quiet.slice(1)],
    ["pets/busy", ["busy/held-out/a"], quiet.slice(1)],
    ["pets/busy/held-out", ["busy/held-out/a"], quiet.slice(1)],
    ["pets/calm/held-out/b", ["calm/held-out/b"], []],
  ];
  test.each(facts)("in %s", async (where, cases, healthy) => {
    const found = await discover(join(folder.path, where));
    expect(found.cases.map(({ name }) => name).toSorted()).toEqual(cases.toSorted());
    expect(found.healthy.map(({ name }) => name)).toEqual(healthy);
  });

  test("in the order of their numbers", async () => {
    const { cases } = await discover(join(folder.path, "trains"));
    expect(cases.map(({ name }) => name)).toEqual(["x-2", "x-10"]);
  });

  test.each(["empty", "nowhere"])("nowhere in %s, which is an error", async (where) => {
    await expect(discover(join(folder.path, where))).rejects.toThrow(join(folder.path, where));
  });
});
