import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { statementOf } from "./statement.ts";

describe("the statement that wrote a line", () => {
  test.each([
    [
      "a logger's place",
      "18:11:32.395 INFO  v.c.VerifyCodeController#54 TraceID: b6a7 [verify false]",
      "v.c.VerifyCodeController#54",
    ],
    ["a Java file", "ERROR (OrderService.java:118) order 77 failed", "OrderService.java:118"],
    ["a Go file", "2026/11/29 main.go:17: listening", "main.go:17"],
    [
      "words without a place",
      "order 4711 of kim@shop.example paid 12,000 in 83 ms",
      "order <n> of <mail> paid <n> in <n> ms",
    ],
    [
      "ids and addresses",
      "session 1b4e28ba-2fa1-11d2-883f-0016d3cca427 from 10.1.2.3:5000",
      "session <id> from <address>",
    ],
    ["quoted values", `user "a \\"b\\"" denied`, "user <text> denied"],
  ])("%s", (_, line, statement) => {
    expect(statementOf(line)).toBe(statement);
  });

  test("lines that differ in numbers only are of one statement", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(statementOf(`took ${a} ms for ${b} rows`)).toBe(statementOf(`took ${b} ms for ${a} rows`));
      }),
    );
  });

  test("any line has a statement, of bounded length and quickly, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20_000 }), (line) => {
        expect(statementOf(line).length).toBeLessThan(4000);
      }),
    );
  });
});
