import { expect, test } from "vitest";
import { type Glance, watched } from "./watch.ts";

const before = { pods: "a b", idleSince: 1000 };
const glance = (of: Partial<Glance> = {}): Glance => ({
  now: 9000,
  uids: ["b", "a"],
  isSteady: true,
  askedAt: null,
  ...of,
});

test.each<[string, ReturnType<typeof watched> | undefined, Partial<Glance>, number]>([
  ["goes on while nothing is asked", before, {}, 1000],
  ["begins with the first look", undefined, {}, 9000],
  ["begins again at a request", before, { askedAt: 7000 }, 7000],
  ["does not go back to a request from before", before, { askedAt: 500 }, 1000],
  ["begins again when there is another pod", before, { uids: ["a", "c"] }, 9000],
  ["begins again when a pod has gone", before, { uids: ["a"] }, 9000],
  ["begins again when something could go unseen", before, { isSteady: false }, 9000],
])("idleness %s", (_, known, of, expected) => {
  expect(watched(known, glance(of)).idleSince).toBe(expected);
});
