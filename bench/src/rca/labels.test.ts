import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Found } from "./discover.ts";
import { type Folder, folderOf, petshopGraph } from "./fixture.ts";
import { truthOf } from "./labels.ts";
import { wholeWords } from "./score.ts";

let folder: Folder | undefined;
afterEach(() => folder?.remove());
const load = () => Promise.reject(new Error("not to be read"));
const truth = async (dataset: Found["dataset"], place: string, files: Record<string, unknown>) => {
  const texts = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? content : JSON.stringify(content),
  ]);
  folder = await folderOf(Object.fromEntries(texts));
  return truthOf({ dataset, name: place, folder: join(folder.path, place), load });
};

const label = { case: "c1", service: "price", fault: "return", injected_at: 1000, inner: "p.A#1_p.B#22" };

describe("a label of Nezha", () => {
  test("has service, fault, moment and the two statements", async () => {
    expect(await truth("nezha", "set/c1", { "set/labels.json": [{ case: "c0" }, label] })).toEqual({
      services: ["price"],
      fault: "return",
      onset: 1_000_000,
      inside: { names: [wholeWords("p.A#1"), wholeWords("p.B#22")] },
    });
  });
  test("may stand in a folder further up", async () => {
    expect(await truth("nezha", "set/more/c1", { "set/labels.json": [label] })).toMatchObject({
      services: ["price"],
    });
  });

  const insides: [inner: string, names: string[], kinds?: string[]][] = [
    ["C.call start_p.B#2", ["C.call", "p.B#2"]],
    ["p.B_C#2_C.call end", ["p.B_C#2", "C.call"]],
    ["CpuUsageRate(%)", ["cpu"], ["resource"]],
    ["NetworkP90(ms)", ["network"], ["resource"]],
    ["MemoryUsage(Mi)", ["memory"], ["resource"]],
    ["p.A#1", ["p.A#1"]],
    ["", []],
  ];
  test.each(insides)("%j has the inside %j, of the kinds %j", async (inner, names, kinds) => {
    const read = await truth("nezha", "set/c1", { "set/labels.json": [{ ...label, inner }] });
    const inside = { names: names.map(wholeWords), ...(kinds && { kinds }) };
    expect(read?.inside).toEqual(names.length === 0 ? null : inside);
  });

  test.each([{}, { "set/labels.json": [{ ...label, case: "c2" }] }])("may be missing: %j", async (files) => {
    expect(await truth("nezha", "set/c1", { "set/c1/x": "", ...files })).toBeUndefined();
  });

  const broken: [content: unknown, error: RegExp][] = [
    ["{", /labels\.json: /],
    [{}, /labels\.json: not a list of labels/],
    [[7], /labels\.json: 7 is not an object/],
    [[{ ...label, service: 7 }], /labels\.json: service is 7, not a text/],
    [[{ ...label, injected_at: "noon" }], /labels\.json: injected_at is "noon", not seconds since 1970/],
  ];
  test.each(broken)("%j is refused", async (content, error) => {
    await expect(truth("nezha", "set/c1", { "set/labels.json": content })).rejects.toThrow(error);
  });
});

describe("a label of PetShop", () => {
  const target = {
    target: { node: "front", metric: "latency", agg: "Average", timestamp: 1000 },
    root_cause: { node: "back", metric: null },
  };
  test("has the node, and is counted by scenario and by what was seen", async () => {
    const files = { "s/graph.csv": petshopGraph, "s/test/i/target.json": target };
    expect(await truth("petshop", "s/test/i", files)).toEqual({
      services: ["back"],
      fault: "s latency",
      onset: 1_000_000,
      inside: null,
    });
  });
  test("may be missing", async () => {
    expect(await truth("petshop", "s/i", { "s/graph.csv": petshopGraph })).toBeUndefined();
  });
  test("without a cause is refused", async () => {
    const files = { "s/i/target.json": { target: target.target } };
    await expect(truth("petshop", "s/i", files)).rejects.toThrow(/target\.json/);
  });
});
