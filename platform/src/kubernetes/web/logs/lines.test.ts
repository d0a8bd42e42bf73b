import { expect, it } from "vitest";
import { MOST_LINES, parseLines, withLines } from "./lines.ts";

const line = (second: number, text = "x") => ({
  time: `2026-11-21T09:00:${String(second).padStart(2, "0")}.000000000Z`,
  text,
});

it("lines are numbered, and have their level", () => {
  const lines = withLines(withLines([], [line(1, "ERROR no")]), [line(2, "INFO yes")]);
  expect(lines.map(({ number, level }) => [number, level])).toEqual([
    [0, "error"],
    [1, "info"],
  ]);
});

it("what came before is not told again when a log is taken up again", () => {
  const lines = withLines([], [line(1), line(2)]);
  expect(withLines(lines, [line(1), line(2), line(3)]).map(({ time }) => time)).toEqual(
    [line(1), line(2), line(3)].map(({ time }) => time),
  );
  expect(withLines(lines, [line(2)])).toBe(lines);
});

it("the oldest make room, and numbers go on", () => {
  const many = Array.from({ length: MOST_LINES }, () => line(1));
  const lines = withLines(withLines([], many), [line(2), line(3)]);
  expect(lines).toHaveLength(MOST_LINES);
  expect([lines[0]?.number, lines.at(-1)?.number]).toEqual([2, MOST_LINES + 1]);
});

it("a line is read when it is whole; empty ones only keep the connection", () => {
  const whole = JSON.stringify(line(1));
  expect(parseLines(`\n${whole}\n\n{"time":`)).toEqual({ lines: [line(1)], rest: '{"time":' });
});
