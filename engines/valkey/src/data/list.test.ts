import fc from "fast-check";
import { expect, test } from "vitest";
import { List } from "./list.ts";

test("it holds what an array holds", () => {
  const step = fc.tuple(fc.constantFrom("push", "unshift", "pop", "shift", "replace"), fc.string({ maxLength: 3 }), fc.nat(20));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const [list, array] = [new List(), [] as string[]];
      for (const [what, item, place] of steps) {
        if (what === "push") {
          list.push(item);
          array.push(item);
        } else if (what === "unshift") {
          list.unshift(item);
          array.unshift(item);
        } else if (what === "pop") expect(list.pop()).toBe(array.pop());
        else if (what === "shift") expect(list.shift()).toBe(array.shift());
        else if (list.replace(place, item)) array[place] = item;
        else expect(place).toBeGreaterThanOrEqual(array.length);
      }
      expect(list.items()).toEqual(array);
      expect(list.at(-1)).toBe(array.at(-1));
      expect(list.at(array.length)).toBeUndefined();
      expect(list.bytes).toBe(array.reduce((sum, item) => sum + item.length + 32, 0));
    }),
  );
});
