import { describe, expect, it } from "vitest";
import { levelOf, withoutColours } from "./level.ts";

describe("a line's level is read as programs write it", () => {
  it.each([
    ['{"level":"error","msg":"no"}', "error"],
    ['{"level":40,"msg":"pino"}', "warn"],
    ["level=warning msg=low", "warn"],
    ["severity: INFO started", "info"],
    ["ERROR crossing 3: missed", "error"],
    ["2026-11-21 09:00:00 [main] WARN c.e.Cart - slow", "warn"],
    ["2026-11-21T09:00:00Z [debug] x", "debug"],
    ["E1121 09:00:00.000000 1 main.go:3] no", "error"],
    ["I1121 09:00:00.000000 1 main.go:3] error count 0", "info"],
    ["panic: runtime error", "error"],
    ["GET /errors 200", ""],
    ["no information", ""],
    [`${"x".repeat(100)} error`, ""],
  ])("%s", (line, level) => expect(levelOf(line)).toBe(level));
});

it("colours for terminals are left out", () => {
  expect(withoutColours("\u001b[31mERROR\u001b[0m no")).toBe("ERROR no");
});
