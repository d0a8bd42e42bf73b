import * as fc from "fast-check";
import { expect, test } from "vitest";
import { groupsOf, rowsByGroup } from "./groups.ts";

test("rows are of one group when all of their numbers are equal, and groups are numbered as they come", () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 1, 0xffffffff));
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const groups = groupsOf([Uint32Array.from(pairs, ([a]) => a), Uint32Array.from(pairs, ([, b]) => b)]);
      const expected = [...Map.groupBy(pairs.keys(), (row) => String(pairs[row])).values()];
      expect(rowsByGroup(groups).map((rows) => [...rows])).toEqual(expected);
      expect(groups.firsts).toEqual(expected.map(([first]) => first));
      expect([...groups.of]).toEqual(
        [...pairs.keys()].map((row) => expected.findIndex((rows) => rows.includes(row))),
      );
    }),
  );
});
