import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changed, dragged, type Placed, settled, stepped } from "./layout.ts";

const at = (id: number, x: number, y: number, w = 12, h = 8): Placed => ({ id, place: { x, y, w, h } });
const places = (panels: readonly Placed[]) =>
  panels.toSorted((a, b) => a.id - b.id).map(({ place: { x, y, w, h } }) => [x, y, w, h]);

const two = [at(1, 0, 0), at(2, 0, 8)];
const besides = [at(1, 0, 0), at(2, 12, 0)];

describe("panels make room", () => {
  it.each([
    [
      "a gap closes",
      settled([at(1, 0, 5), at(2, 0, 20)]),
      [
        [0, 0, 12, 8],
        [0, 8, 12, 8],
      ],
    ],
    [
      "what lies over another moves down",
      settled([at(1, 0, 0), at(2, 6, 0)]),
      [
        [0, 0, 12, 8],
        [6, 8, 12, 8],
      ],
    ],
    [
      "what stands beside stays",
      settled(besides),
      [
        [0, 0, 12, 8],
        [12, 0, 12, 8],
      ],
    ],
    [
      "down goes past the next one",
      stepped(two, 1, "down"),
      [
        [0, 8, 12, 8],
        [0, 0, 12, 8],
      ],
    ],
    [
      "up goes past the one above",
      stepped(two, 2, "up"),
      [
        [0, 8, 12, 8],
        [0, 0, 12, 8],
      ],
    ],
    [
      "up ends at the top",
      stepped(two, 1, "up"),
      [
        [0, 0, 12, 8],
        [0, 8, 12, 8],
      ],
    ],
    [
      "right pushes the neighbour down",
      stepped(besides, 1, "right"),
      [
        [1, 0, 12, 8],
        [12, 8, 12, 8],
      ],
    ],
    [
      "right ends at the edge",
      stepped(besides, 2, "right"),
      [
        [0, 0, 12, 8],
        [12, 0, 12, 8],
      ],
    ],
    [
      "wider pushes the neighbour down",
      changed(besides, 1, { w: 1 }),
      [
        [0, 0, 13, 8],
        [12, 8, 12, 8],
      ],
    ],
    [
      "no wider than the grid",
      changed(besides, 1, { w: 99 }),
      [
        [0, 0, 24, 8],
        [12, 8, 12, 8],
      ],
    ],
    [
      "dragged less than half of the next one, it stays",
      dragged(two, 1, { x: 0, y: 3 }),
      [
        [0, 0, 12, 8],
        [0, 8, 12, 8],
      ],
    ],
    [
      "dragged more than half of the next one, they change places",
      dragged(two, 1, { x: 0, y: 5 }),
      [
        [0, 8, 12, 8],
        [0, 0, 12, 8],
      ],
    ],
    [
      "dragged up more than half of the one above, they change places",
      dragged(two, 2, { x: 0, y: -5 }),
      [
        [0, 8, 12, 8],
        [0, 0, 12, 8],
      ],
    ],
    [
      "dragged beside another one, it moves up there",
      dragged(two, 2, { x: 12, y: 0 }),
      [
        [0, 0, 12, 8],
        [12, 0, 12, 8],
      ],
    ],
    [
      "dragged out of the grid, it ends at the edge",
      dragged(besides, 2, { x: 99, y: -99 }),
      [
        [0, 0, 12, 8],
        [12, 0, 12, 8],
      ],
    ],
  ])("%s", (_, panels, expected) => expect(places(panels)).toEqual(expected));

  it("and never lie over each other", () => {
    const panel = fc.record({
      x: fc.integer({ min: 0, max: 12 }),
      y: fc.integer({ min: 0, max: 40 }),
      w: fc.integer({ min: 3, max: 12 }),
      h: fc.integer({ min: 2, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(panel, { maxLength: 12 }), (all) => {
        const cells = settled(all.map((place, id) => ({ id, place }))).flatMap(({ place }) =>
          Array.from({ length: place.w * place.h }, (_, i) => {
            return `${place.x + (i % place.w)} ${place.y + Math.floor(i / place.w)}`;
          }),
        );
        return new Set(cells).size === cells.length;
      }),
    );
  });
});
