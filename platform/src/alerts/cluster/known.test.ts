import type { KubeObject } from "@naru/kubernetes";
import { expect, test } from "vitest";
import { type Known, knownOf, type Reading } from "./known.ts";

interface Light extends KubeObject {
  readonly color: string;
}

const light = (name: string, color: string): Light => ({
  apiVersion: "harbour.example/v1",
  kind: "Light",
  metadata: { namespace: "naru", name },
  color,
});

const read = ({ color }: Light): Reading<string> => {
  if (color === "dark") return { value: undefined, isWhole: false, problems: ["no light"] };
  const isWhole = color !== "flickering";
  return { value: color, isWhole, problems: isWhole ? [] : ["flickers"] };
};

/** What is used of one light after all that it has said, one after the other. */
const after = (...colors: readonly string[]) => {
  let known: ReadonlyMap<string, Known<Light, string>> = new Map();
  for (const color of colors) known = knownOf([light("mole", color)], known, read);
  const { value, problems, isEarlier } = [...known.values()][0] as Known<Light, string>;
  return [value, problems, isEarlier];
};

test.each([
  [["green"], ["green", [], false]],
  [
    ["green", "red"],
    ["red", [], false],
  ],
  [
    ["green", "dark"],
    ["green", ["no light"], true],
  ],
  [
    ["green", "flickering"],
    ["green", ["flickers"], true],
  ],
  [
    ["green", "dark", "flickering"],
    ["green", ["flickers"], true],
  ],
  [
    ["green", "dark", "red"],
    ["red", [], false],
  ],
  [["dark"], [undefined, ["no light"], false]],
  [["flickering"], ["flickering", ["flickers"], false]],
  [
    ["flickering", "dark"],
    [undefined, ["no light"], false],
  ],
])("of an object that said %j, %j is used", (said, used) => {
  expect(after(...said)).toEqual(used);
});

test("what is no longer there is not used", () => {
  const before = knownOf([light("mole", "green"), light("buoy", "red")], new Map(), read);
  expect([...knownOf([light("buoy", "dark")], before, read).keys()]).toEqual(["naru/buoy"]);
});
