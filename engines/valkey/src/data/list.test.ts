import { array, assert, constantFrom, nat, property, string, tuple } from "fast-check";
import { expect, test } from "vitest";
import { List } from "./list.ts";

test("it holds what an model holds", () => {
  const step = tuple(
    constantFrom("push", "unshift", "pop", "shift", "replace"),
    string({ maxLength: 3 }),
    nat(20),
  );
  assert(
    property(array(step, { maxLength: 80 }), (steps) => {
      const [list, model] = [new List(), [] as string[]];
      for (const [what, item, place] of steps) {
        if (what === "push") {
          list.push(item);
          model.push(item);
        } else if (what === "unshift") {
          list.unshift(item);
          model.unshift(item);
        } else if (what === "pop") expect(list.pop()).toBe(model.pop());
        else if (what === "shift") expect(list.shift()).toBe(model.shift());
        else if (list.replace(place, item)) model[place] = item;
        else expect(place).toBeGreaterThanOrEqual(model.length);
      }
      expect(list.items()).toEqual(model);
      expect(list.at(-1)).toBe(model.at(-1));
      expect(list.at(model.length)).toBeUndefined();
      expect(list.bytes).toBe(model.reduce((sum, item) => sum + item.length + 32, 0));
    }),
  );
});
