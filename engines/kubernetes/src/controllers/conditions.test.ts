import { expect, test } from "vitest";
import { putCondition } from "./conditions.ts";
import type { Condition } from "./kinds.ts";

const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000", "");
const known: Condition[] = [
  { type: "Ready", status: "True", reason: "Up", message: "m", lastTransitionTime: at(1) },
];

test("the same again changes nothing", () => {
  expect(putCondition(known, { type: "Ready", status: "True", reason: "Up", message: "m" }, 9_000)).toEqual(
    known,
  );
});

test("another message is news, and no transition", () => {
  const [next] = putCondition(known, { type: "Ready", status: "True", reason: "Up", message: "n" }, 9_000);
  expect(next).toMatchObject({ message: "n", lastTransitionTime: at(1) });
});

test("another status is a transition", () => {
  const [next] = putCondition(known, { type: "Ready", status: "False" }, 9_000);
  expect(next).toEqual({ type: "Ready", status: "False", lastTransitionTime: at(9) });
});
