import { expect, test } from "vitest";
import { createLogger, humanReadable } from "./log.ts";

function logged(write: (log: ReturnType<typeof createLogger>) => void, isTTY: boolean): string {
  const lines: string[] = [];
  const sink = { isTTY, write: (line: string) => lines.push(line) } as unknown as NodeJS.WritableStream;
  write(createLogger("info", sink));
  return lines.join("");
}

test("secrets are not written", () => {
  const line = logged(
    (log) => log.info({ token: "t0p", request: { authorization: "Bearer t0p" } }, "hello"),
    false,
  );
  expect(line).not.toContain("t0p");
  expect(JSON.parse(line)).toMatchObject({ level: "info", msg: "hello", token: "[redacted]" });
});

test("a person reads plain lines", () => {
  expect(logged((log) => log.warn({ feature: "store" }, "slow"), true)).toMatch(
    /^\d\d:\d\d:\d\d warn {2}slow feature=store\n$/,
  );
});

test("an error keeps its stack, on lines of its own", () => {
  const line = JSON.stringify({
    level: "error",
    time: "2026-11-21T09:30:00.000Z",
    msg: "bad",
    err: { stack: "Error: x\n  at y" },
  });
  expect(humanReadable(line)).toBe("09:30:00 error bad\n    Error: x\n      at y\n");
});

test("what is below the level is left out", () => {
  expect(logged((log) => log.debug("quiet"), false)).toBe("");
});
