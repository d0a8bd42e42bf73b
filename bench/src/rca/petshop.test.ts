import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Folder, folderOf, noon, petshopCsv, petshopGraph } from "./fixture.ts";
import { petshopIssue, petshopQuiet } from "./petshop.ts";
import { extent, type Recording } from "./recording.ts";

let folder: Folder | undefined;
afterEach(() => folder?.remove());
const open = async (files: Record<string, string>) => {
  folder = await folderOf(files);
  return folder.path;
};
const issueCsv = petshopCsv([
  ["100,0.2,0.5,99", "40,0.1"],
  ["200,0.4,0.6,100", ","],
]);
const quiet = (periods: number) =>
  petshopCsv(Array.from({ length: periods }, () => ["100,0.2,0.5,100", "40,0.1"] as const));
const minutes = (ms: number) => Math.round((ms - noon) / 60_000);
const at = (minute: number) => BigInt(noon + minute * 60_000) * 1_000_000n;
const points = ({ parts }: Recording, service: string | undefined, metric: string) =>
  parts
    .flatMap(({ sources }) => sources)
    .filter(({ resource }) => resource["service.name"] === service)
    .flatMap(({ metrics }) =>
      metrics.filter(({ name }) => name === metric).flatMap((each) => [...each.points]),
    );

const load = async (files = {}) => {
  const path = await open({ "s/graph.csv": petshopGraph, "s/later/i/metrics.csv": issueCsv, ...files });
  return petshopIssue(join(path, "s/later/i"), join(path, "s"), "s/later/i");
};

describe("an issue of PetShop", () => {
  test("tells requests and errors as the spanmetrics connector does, stamped with the end of the period", async () => {
    const calls = points(await load(), "front", "traces.span.metrics.calls");
    const unset = { "status.code": "STATUS_CODE_UNSET" };
    expect(calls).toEqual([
      { start: at(0), time: at(5), asInt: 99n, attributes: unset },
      { start: at(0), time: at(5), asInt: 1n, attributes: { "status.code": "STATUS_CODE_ERROR" } },
      { start: at(5), time: at(10), asInt: 200n, attributes: unset },
    ]);
  });

  test("tells durations as summaries", async () => {
    const [first] = points(await load(), "front", "traces.span.metrics.duration");
    expect(first).toMatchObject({ count: 100n, sum: 20, quantiles: [{ quantile: 0.95, value: 0.5 }] });
  });

  test("tells who calls whom as the servicegraph connector does", async () => {
    const edges = points(await load(), undefined, "traces_service_graph_request_total");
    expect(edges).toMatchObject([{ asDouble: 40, attributes: { client: "front", server: "back" } }]);
  });

  test("is asked about in the window of its own points, with normal running before it", async () => {
    const { windows, parts } = await load({ "s/noissue/metrics.csv": quiet(4) });
    expect([...windows]).toEqual([["s/later/i", { from: noon + 1, to: noon + 600_001 }]]);
    const places = parts.map(({ sources, movedMs }) => {
      const whole = extent(sources) ?? { from: 0, to: 0 };
      return [minutes(whole.from + movedMs), minutes(whole.to + movedMs)];
    });
    expect(places).toEqual([
      [-20, 0],
      [0, 10],
    ]);
  });

  test("of which no normal running is known stands alone", async () => {
    expect((await load()).parts).toHaveLength(1);
  });
});

const windowsOf = async (periods: number) => {
  const path = await open({ "s/graph.csv": petshopGraph, "s/noissue/metrics.csv": quiet(periods) });
  const { windows } = await petshopQuiet(join(path, "s"), "s");
  return [...windows].map(([name, { from, to }]) => [name, minutes(from), minutes(to)]);
};

describe("normal running", () => {
  test("is asked about in its second half, in windows of five periods", async () => {
    expect(await windowsOf(20)).toEqual([
      ["s/noissue/1", 50, 75],
      ["s/noissue/2", 75, 100],
    ]);
  });
  test("in at most 24 windows, apart from each other", async () => {
    const windows = await windowsOf(600);
    expect(windows).toHaveLength(24);
    expect(windows.slice(0, 2)).toEqual([
      ["s/noissue/1", 1500, 1525],
      ["s/noissue/2", 1560, 1585],
    ]);
  });
  test("too short for one has none", async () => expect(await windowsOf(6)).toEqual([]));
});
