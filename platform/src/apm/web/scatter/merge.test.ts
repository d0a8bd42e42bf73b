import { expect, test } from "vitest";
import type { Points } from "../../api.ts";
import { merged } from "./merge.ts";

/** Points of a window as `service@end`. */
function window(from: number, to: number, ...list: string[]): Points {
  const parts = list.map((text) => text.split("@"));
  const services = [...new Set(parts.map(([service = ""]) => service))];
  return {
    from,
    to,
    services,
    truncated: false,
    count: list.length,
    ends: Uint32Array.from(parts, ([, end]) => Number(end) - from),
    values: new Float32Array(list.length),
    statuses: new Uint8Array(list.length),
    serviceOf: Uint16Array.from(parts, ([service = ""]) => services.indexOf(service)),
  };
}
const told = ({ from, ends, serviceOf, services }: Points) =>
  [...ends].map((end, i) => `${services[serviceOf[i] ?? 0]}@${from + end}`);

test.each([
  ["newer ones are added", window(0, 10, "a@1"), window(10, 20, "a@12"), 0, ["a@1", "a@12"]],
  [
    "what was asked for again is not there twice",
    window(0, 10, "a@1", "a@8"),
    window(5, 20, "a@8", "a@9"),
    0,
    ["a@1", "a@8", "a@9"],
  ],
  ["what is too old goes", window(0, 10, "a@1", "a@8"), window(10, 20), 5, ["a@8"]],
  [
    "services keep their names",
    window(0, 10, "a@1", "b@2"),
    window(10, 20, "c@11", "a@12"),
    0,
    ["a@1", "b@2", "c@11", "a@12"],
  ],
  ["of nothing nothing comes", window(0, 10), window(10, 20), 0, []],
])("%s", (_, older, newer, keepFrom, expected) => {
  expect(told(merged(older, newer, keepFrom))).toEqual(expected);
});
