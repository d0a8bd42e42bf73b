import { describe, expect, test } from "vitest";
import type { Box, Line } from "./elk.ts";
import { inLayers } from "./layers.ts";

const size = { width: 212, height: 50 };
const box = (id: string): Box => ({ id, ...size });
const line = (from: string, to: string): Line => ({ id: `${from} ${to}`, from, to });

/** `a>b b>c`: the layer of each node, from the left. */
function layersOf(text: string, alone = ""): Record<string, number> {
  const lines = text.split(" ").flatMap((pair) => {
    const [from, to] = pair.split(">");
    return from && to ? [line(from, to)] : [];
  });
  const ids = [
    ...new Set([...alone.split(" ").filter(Boolean), ...lines.flatMap(({ from, to }) => [from, to])]),
  ];
  const { boxes } = inLayers(ids.map(box), lines);
  const columns = [...new Set([...boxes.values()].map(({ x }) => x))].toSorted((a, b) => a - b);
  return Object.fromEntries(ids.toSorted().map((id) => [id, columns.indexOf(boxes.get(id)?.x ?? -1)]));
}

test.each<[string, string, string, Record<string, number>]>([
  ["nothing", "", "", {}],
  ["one that calls nobody", "", "a", { a: 0 }],
  ["callers before those that they call", "a>b b>c", "", { a: 0, b: 1, c: 2 }],
  ["behind the last caller", "a>b b>c a>c", "", { a: 0, b: 1, c: 2 }],
  ["an entrance just before what it calls", "a>b b>c c>d e>d", "", { a: 0, b: 1, c: 2, d: 3, e: 2 }],
  ["a circle, too", "a>b b>c c>a", "", { a: 0, b: 1, c: 2 }],
  ["one that calls itself", "a>a a>b", "", { a: 0, b: 1 }],
])("in layers stands %s", (_, lines, alone, expected) => {
  expect(layersOf(lines, alone)).toEqual(expected);
});

test("neighbours stand near each other", () => {
  const lines = [line("a", "z"), line("b", "y"), line("c", "x")];
  const { boxes } = inLayers(["a", "b", "c", "x", "y", "z"].map(box), lines);
  for (const { from, to } of lines) expect(boxes.get(from)?.y).toBe(boxes.get(to)?.y);
});

/** How many columns a chain of so many has. */
function columnsOfChain(length: number): number {
  const ids = Array.from({ length }, (_, i) => String(i).padStart(3, "0"));
  const { boxes } = inLayers(
    ids.map(box),
    ids.slice(1).map((to, i) => line(ids[i] ?? "", to)),
  );
  return new Set([...boxes.values()].map(({ x }) => x)).size;
}

test("a chain of calls too long to be read is folded, a shorter one is not", () => {
  expect([columnsOfChain(12), columnsOfChain(300)]).toEqual([12, 12]);
});

/** Services that call some of those that come after them, each with databases that others have too. */
function company(services: number): { boxes: Box[]; lines: Line[] } {
  let state = 7;
  const below = (most: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const ids = Array.from({ length: services }, (_, i) => `service:${i}`);
  const databases = Array.from({ length: 20 }, (_, i) => `database:${i}`);
  const calls = ids.flatMap((from, i) => [
    ...Array.from({ length: below(8) }, () => ids[i + 1 + below(60)])
      .filter((to) => to !== undefined)
      .map((to) => line(from, to)),
    line(from, databases[below(20)] ?? ""),
  ]);
  return {
    boxes: [...ids, ...databases].map(box),
    lines: [...new Map(calls.map((call) => [call.id, call])).values()],
  };
}

describe("300 services, their databases and a thousand calls", () => {
  const { boxes: many, lines: calls } = company(300);

  test("are laid out in a moment, each in a place of its own", () => {
    expect(calls.length).toBeGreaterThan(1000);
    const began = performance.now();
    const { boxes } = inLayers(many, calls);
    expect(performance.now() - began).toBeLessThan(2000);
    const places = [...boxes.values()];
    expect(places).toHaveLength(320);
    const overlapping = places.filter((a, i) =>
      places.slice(i + 1).some((b) => Math.abs(a.x - b.x) < size.width && Math.abs(a.y - b.y) < size.height),
    );
    expect(overlapping).toEqual([]);
  });

  test("every call leads from one side to the other, however they are told", () => {
    const { boxes, lines } = inLayers(many, calls);
    for (const { id, from, to } of calls) {
      const points = lines.get(id)?.points ?? [];
      const [start, end] = [boxes.get(from), boxes.get(to)];
      expect(points[0]).toEqual({ x: (start?.x ?? 0) + size.width, y: (start?.y ?? 0) + 25 });
      expect(points.at(-1)).toEqual({ x: end?.x, y: (end?.y ?? 0) + 25 });
    }
    expect(inLayers(many.toReversed(), calls).boxes).toEqual(boxes);
  });
});
