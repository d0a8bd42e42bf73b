import { describe, expect, it } from "vitest";
import { draftOf, withNewPanel, withPanel, withPlaces, written } from "./edit.ts";
import { parseDashboard } from "./read.ts";

const source = {
  title: "t",
  refresh: "5s",
  panels: [
    {
      id: 1,
      type: "timeseries",
      title: "a",
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      targets: [
        { refId: "A", expr: "up", exemplar: true },
        { refId: "B", expr: "off", hide: true },
      ],
      fieldConfig: { defaults: { unit: "s", links: [1] }, overrides: [{ matcher: 1 }] },
    },
    {
      id: 2,
      type: "row",
      collapsed: true,
      panels: [{ id: 3, type: "news", gridPos: { y: 9, static: true } }],
    },
  ],
};
const panelOf = (id: number) =>
  parseDashboard(JSON.stringify(source))
    .sections.flatMap(({ panels }) => panels)
    .find((each) => each.id === id);

describe("a change leaves what it is not about", () => {
  it("of a panel's queries and settings", () => {
    const panel = panelOf(1);
    if (panel === undefined) throw new Error("the panel is missing");
    const draft = {
      ...draftOf(panel),
      title: "b",
      unit: "bytes",
      targets: [{ expr: "down", legend: "x", instant: false }],
    };
    const next = withPanel(source, 1, (raw) => written(raw, draft));
    expect(next).toMatchObject({
      refresh: "5s",
      panels: [
        {
          title: "b",
          targets: [
            { refId: "A", expr: "down", legendFormat: "x", exemplar: true },
            { refId: "B", expr: "off", hide: true },
          ],
          fieldConfig: { defaults: { unit: "bytes", links: [1] }, overrides: [{ matcher: 1 }] },
        },
        source.panels[1],
      ],
    });
  });
  it("of a panel that is not shown", () => {
    const panel = panelOf(3);
    if (panel === undefined) throw new Error("the panel is missing");
    const next = withPanel(source, 3, (raw) => written(raw, { ...draftOf(panel), title: "n" }));
    expect(next.panels).toMatchObject([source.panels[0], { panels: [{ type: "news", title: "n" }] }]);
  });
  it("of places", () => {
    const next = withPlaces(source, [{ id: 3, place: { x: 1, y: 2, w: 3, h: 4 } }]);
    expect(next.panels).toMatchObject([
      {},
      { panels: [{ gridPos: { x: 1, y: 2, w: 3, h: 4, static: true } }] },
    ]);
  });
  it("a new panel stands below the others, under an id of its own", () => {
    const { panels } = withNewPanel(source, { type: "stat" });
    expect((panels as unknown[]).at(-1)).toMatchObject({ id: 4, type: "stat", gridPos: { x: 0, y: 8 } });
  });
});
