import { describe, expect, it } from "vitest";
import { ucumOf } from "./unit.ts";

describe("Grafana's units are UCUM's", () => {
  it.each([
    ["bytes", "By", 1],
    ["decbytes", "kBy", 1e-3],
    ["binBps", "By/s", 1],
    ["Bps", "kBy/s", 1e-3],
    ["s", "s", 1],
    ["d", "h", 24],
    ["percentunit", "%", 100],
    ["percent", "%", 1],
    ["reqps", "{req}/s", 1],
    ["short", "1", 1],
    ["", "1", 1],
    ["suffix: cores", "{cores}", 1],
    ["no such unit", "1", 1],
    ["constructor", "1", 1],
  ])("%s", (unit, ucum, factor) => expect(ucumOf(unit)).toEqual({ ucum, factor }));
});
