import { expect, test } from "vitest";
import { isWrong, settingsIn, type Typed } from "./settings.ts";

test.each<[Typed, object]>([
  [{}, {}],
  [
    { target: "55.5", min: "2", max: "9" },
    { target: 55.5, min: 2, max: 9 },
  ],
  [
    { startSeconds: "0", downSeconds: "0" },
    { startSeconds: 0, downSeconds: 0 },
  ],
  [{ min: "0", max: "1.5", target: "-1", podCapacity: "much", downSeconds: "4000" }, {}],
  [{ target: "", min: "  " }, {}],
])("of %j these are settings: %j", (typed, expected) => {
  expect(settingsIn(typed)).toEqual(expected);
});

test("what is no setting is wrong, what is left empty is not", () => {
  expect([isWrong({ min: "0" }, "min"), isWrong({ min: "" }, "min"), isWrong({}, "min")]).toEqual([
    true,
    false,
    false,
  ]);
});
