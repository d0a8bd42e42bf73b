import { expect, it } from "vitest";
import { formatCores } from "./cores.ts";

it.each([
  [0.06, "60m"],
  [0.0004, "0m"],
  [1, "1"],
  [2.255, "2.25"],
  [16, "16"],
])("%d cores are %s", (cores, text) => expect(formatCores(cores)).toBe(text));
