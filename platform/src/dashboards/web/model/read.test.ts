import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numbered, withoutPanel } from "./edit.ts";
import { NoDashboard, parseDashboard, readDashboard } from "./read.ts";

const panel = (more: object = {}) => ({
  type: "timeseries",
  title: "p",
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  targets: [{ expr: "up", legendFormat: "{{job}}" }],
  ...more,
});
const read = (...panels: object[]) => readDashboard(numbered({ title: "t", panels }));
const first = (raw: object) => read(raw).sections[0]?.panels[0];
const missed = (raw: object) => read(raw).unmapped.map(({ what, detail }) => [what, detail]);

describe("a panel of Grafana is shown", () => {
  it("with its queries, but not those that are switched off", () => {
    const targets = [{ expr: "a", instant: true }, { expr: "b", hide: true }, { expr: " " }];
    expect(first(panel({ targets }))?.targets).toEqual([{ expr: "a", legend: "", instant: true }]);
  });
  it.each([
    ["its unit", { fieldConfig: { defaults: { unit: "bytes" } } }, { unit: "bytes" }],
    [
      "stacked",
      { fieldConfig: { defaults: { custom: { stacking: { mode: "normal" } } } } },
      { isStacked: true },
    ],
    ["as bars", { fieldConfig: { defaults: { custom: { drawStyle: "bars" } } } }, { draw: "bars" }],
    [
      "as an older graph",
      { type: "graph", yaxes: [{ format: "s" }], stack: true },
      { kind: "timeseries", unit: "s", isStacked: true },
    ],
    ["as its mean", { options: { reduceOptions: { calcs: ["mean"] } } }, { reducer: "mean" }],
    [
      "at a place within the grid",
      { gridPos: { x: 99, y: -5, w: 99, h: 0 } },
      { place: { x: 0, y: 0, w: 24, h: 1 } },
    ],
    ["as a text", { type: "text", options: { content: "# a" } }, { kind: "text", text: "# a" }],
    [
      "with thresholds whose colours are states",
      {
        fieldConfig: {
          defaults: {
            thresholds: {
              steps: [
                { color: "green", value: null },
                { color: "#E02F44", value: 5 },
              ],
            },
          },
        },
      },
      {
        thresholds: [
          { from: null, tone: "good" },
          { from: 5, tone: "bad" },
        ],
      },
    ],
  ])("%s", (_, more, expected) => expect(first(panel(more))).toMatchObject(expected));

  it("under the heading of its row, open or not", () => {
    const rows = [
      panel({ gridPos: { y: 0 } }),
      { type: "row", title: "open", gridPos: { y: 1 } },
      panel({ gridPos: { y: 2 } }),
      { type: "row", title: "shut", collapsed: true, gridPos: { y: 3 }, panels: [panel(), panel()] },
    ];
    expect(
      read(...rows).sections.map(({ title, isCollapsed, panels }) => [title, isCollapsed, panels.length]),
    ).toEqual([
      ["", false, 1],
      ["open", false, 1],
      ["shut", true, 2],
    ]);
  });
});

describe("what is not shown is told", () => {
  it.each([
    ["a type of panel", panel({ type: "geomap" }), [["panelType", "geomap"]]],
    ["another data source", panel({ datasource: { type: "loki", uid: "x" } }), [["dataSource", "loki"]]],
    ["transformations", panel({ transformations: [{ id: "merge" }] }), [["transformations", "merge"]]],
    ["a repetition", panel({ repeat: "pod" }), [["repeat", "pod"]]],
    ["HTML", panel({ type: "text", options: { mode: "html", content: "<b>" } }), [["html", ""]]],
    ["nothing of a plain panel", panel({ datasource: { type: "prometheus", uid: "${ds}" } }), []],
  ])("%s", (_, raw, expected) => expect(missed(raw)).toEqual(expected));
});

describe("a text is a dashboard", () => {
  it("as exported, and as Grafana's API gives it", () => {
    const json = { title: "t", panels: [panel()] };
    expect(parseDashboard(JSON.stringify(json)).title).toBe("t");
    expect(parseDashboard(JSON.stringify({ dashboard: json, meta: {} })).title).toBe("t");
  });
  it.each([
    ["{", "noJson"],
    ["[]", "noObject"],
    ['{"title":"t"}', "noPanels"],
    ["x".repeat(500_001), "tooLarge"],
  ])("but not %.20s", (text, reason) => {
    expect(() => parseDashboard(text)).toThrow(expect.objectContaining({ reason }) as NoDashboard);
  });
});

describe("whatever the JSON", () => {
  const json = fc.json({ maxDepth: 6 });
  const keys = fc.constantFrom(
    "panels",
    "targets",
    "type",
    "gridPos",
    "fieldConfig",
    "templating",
    "list",
    "options",
    "id",
  );
  const shaped = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.string(),
      fc.double(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(keys, tie("value")),
    ),
  })).value;

  it("reading gives a dashboard or says why not", () => {
    fc.assert(
      fc.property(json, (text) => {
        try {
          parseDashboard(text);
        } catch (error) {
          expect(error).toBeInstanceOf(NoDashboard);
        }
      }),
    );
  });
  it.each([[[999_999_998.5, undefined]], [[1e9, 1e9, 5e9]], [[-1, 0, 0.5]]])(
    "ids of which some can't be used (%j) are told apart",
    (ids) => {
      const { sections } = readDashboard(numbered({ title: "t", panels: ids.map((id) => panel({ id })) }));
      expect(new Set(sections[0]?.panels.map(({ id }) => id)).size).toBe(ids.length);
    },
  );
  it("panels are told apart by their ids, and stay in their places", () => {
    fc.assert(
      fc.property(fc.array(shaped, { maxLength: 6 }), (panels) => {
        const { sections } = readDashboard(numbered({ title: "t", panels }));
        const all = sections.flatMap(({ panels }) => panels);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        for (const { place } of all) expect(place.x + place.w).toBeLessThanOrEqual(24);
      }),
    );
  });
  it("taking one panel away leaves the rest as it was", () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(keys, shaped), { maxLength: 5 }), (extra) => {
        const source = numbered({ title: "t", more: extra, panels: [...extra, panel({ id: 900_000 })] });
        const left = withoutPanel(source, 900_000);
        expect(left.more).toEqual(extra);
        expect((left.panels as unknown[]).length).toBe(extra.length);
      }),
    );
  });
});
