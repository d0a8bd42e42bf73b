import type { Profiler } from "node:inspector";
import { expect, test } from "vitest";
import type { Location } from "../code/location.ts";
import { stacksOf } from "./stacks.ts";

type Node = Partial<Profiler.ProfileNode> & { id: number };

const node = (
  id: number,
  functionName: string,
  url: string,
  rest: Partial<Node> = {},
): Profiler.ProfileNode => ({
  id,
  callFrame: { functionName, scriptId: "1", url, lineNumber: 9, columnNumber: 0 },
  ...rest,
});

/** A map under which every line was written twice as far down, in another file. */
const doubled = async (location: Location) => ({ ...location, file: "/app/src.ts", line: location.line * 2 });

async function stacks(nodes: Profiler.ProfileNode[], samples: number[]) {
  const profile = {
    nodes,
    samples: samples.map((id, index) => ({ node: id, at: index })),
    periodNanos: 1,
    startedAt: 0,
    endedAt: 9,
  };
  const found = await stacksOf(profile, doubled);
  return found.map(({ frames, at }) => [
    frames.map(({ function: name, file, line }) => `${name} ${file}:${line}`),
    at,
  ]);
}

test("a stack goes from what ran up to what called it, in places that people wrote", async () => {
  const tree = [
    node(1, "(root)", "", { children: [2] }),
    node(2, "outer", "file:///app/out.js", { children: [3] }),
    node(3, "inner", "/app/out.js", { positionTicks: [{ line: 12, ticks: 2 }] }),
  ];
  expect(await stacks(tree, [3, 3])).toEqual([
    [
      ["inner /app/src.ts:24", "outer /app/src.ts:20"],
      [0, 1],
    ],
  ]);
});

test("the lines of a function get its samples in V8's proportion", async () => {
  const ticks = [
    { line: 12, ticks: 1 },
    { line: 15, ticks: 2 },
  ];
  const tree = [
    node(1, "(root)", "", { children: [2] }),
    node(2, "f", "/app/out.js", { positionTicks: ticks }),
  ];
  expect(await stacks(tree, [2, 2, 2])).toEqual([
    [["f /app/src.ts:24"], [0]],
    [["f /app/src.ts:30"], [1, 2]],
  ]);
});

test("waiting is no processor time, collecting garbage is", async () => {
  const tree = [
    node(1, "(root)", "", { children: [2, 3] }),
    node(2, "(idle)", ""),
    node(3, "(garbage collector)", ""),
  ];
  expect(await stacks(tree, [2, 3, 2])).toEqual([[["(garbage collector) :0"], [1]]]);
});
