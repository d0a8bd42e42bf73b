import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bytes, type Operation } from "@naru/platform/kernel/operation.ts";
import { describe, expect, test } from "vitest";
import { commandHelp, generalHelp } from "./help.ts";
import { commandOf, findOperation, operations } from "./operations.ts";
import { readRequest } from "./request.ts";
import { render } from "./table.ts";

const request = (command: string, ...argv: string[]) => {
  const operation = findOperation(command);
  if (!operation) throw new Error(`${command} is no command`);
  return readRequest(operation, argv);
};

describe("a command line becomes a request", () => {
  const facts: [line: string[], target: string][] = [
    [["list-services"], "/api/services"],
    [["telemetry.listServices", "--from", "now-1h"], "/api/services?from=now-1h"],
    [["get-trace", "abc"], "/api/traces/abc"],
    [["list-operations", "--service", "a/b c"], "/api/services/a%2Fb%20c/operations"],
    [
      ["metric-series", "cpu", "--groupBy", "a", "--groupBy", "b"],
      "/api/metrics/cpu/series?groupBy=a&groupBy=b",
    ],
    [["search-logs", "--filter=-debug a=1", "--json"], "/api/logs?filter=-debug+a%3D1"],
  ];
  test.each(facts)("%j", ([command = "", ...argv], target) => {
    expect(request(command, ...argv).target).toBe(target);
  });
});

test("numbers, truths and objects in a body are what they are", () => {
  expect(
    request("find-sessions", "--cluster", "local", "--namespace", "1", "--name", "web", "--limit", "5").body,
  ).toBe('{"cluster":"local","namespace":"1","name":"web","limit":5}');
  expect(request("promql", "--queries", '{"expr":"up"}', "--width", "many").body).toBe(
    '{"queries":[{"expr":"up"}],"width":"many"}',
  );
});

describe("a command line is refused", () => {
  const facts: [line: string[], problem: RegExp][] = [
    [["get-trace"], /--traceId is missing/],
    [["get-trace", "a", "b"], /takes no further argument/],
    [["list-services", "--form", "now"], /Unknown option '--form'/],
  ];
  test.each(facts)("%j", ([command = "", ...argv], problem) => {
    expect(() => request(command, ...argv)).toThrow(problem);
  });
});

test("an answer with a list is a table with units", () => {
  const services = [
    { service: "cart", p95Nano: 1_250_000, errorRatio: 0.125, series: [1, 2] },
    { service: "결제", p95Nano: null, errorRatio: 0, series: [] },
  ];
  expect(render({ stepSeconds: 10, services }, 80)).toBe(
    [
      "service  p95Nano  errorRatio",
      "cart     1.25 ms     12.50 %",
      "결제           -      0.00 %",
      "stepSeconds: 10",
      "",
    ].join("\n"),
  );
});

test("an answer without anything for a table is JSON", () => {
  const series = [{ labels: {}, values: [1] }];
  expect(JSON.parse(render({ series }, 80))).toEqual({ series });
});

test("a line that is too long for the terminal is cut", () => {
  expect(render({ logs: [{ body: "0123456789" }] }, 6)).toBe("body\n01234…\n");
});

test("every feature's operations are commands", async () => {
  const source = fileURLToPath(new URL("../../platform/src/", import.meta.url));
  const known = new Set<unknown>(operations);
  const missing: string[] = [];
  for await (const path of glob("**/api.ts", { cwd: source })) {
    const declared = (await import(join(source, path))) as Readonly<Record<string, unknown>>;
    const lists = Object.entries(declared).filter(([name]) => name.endsWith("Operations"));
    for (const operation of lists.flatMap(([, list]) => list as Operation[])) {
      const isOffered = operation.permission !== "public" && operation.output !== bytes;
      if (isOffered && !known.has(operation)) missing.push(operation.name);
    }
  }
  expect(missing).toEqual([]);
});

test("every operation is a command of its own, with help in both languages", () => {
  expect(new Set(operations.map(commandOf)).size).toBe(operations.length);
  expect(generalHelp("ko")).toContain("트레이스 찾기");
  for (const operation of operations) expect(commandHelp(operation, "en")).toContain(operation.summary.en);
});

test.each(["README.md", "README.ko.md"])("every command that %s shows is one", (name) => {
  const text = readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
  const shown = [...text.matchAll(/\.\/naru ask ([a-z-]+) ?(.*)$/gm)].filter(
    ([, command]) => command !== "--help",
  );
  expect(shown.length).toBeGreaterThan(0);
  for (const [, command = "", rest = ""] of shown) {
    expect(request(command, ...rest.split(" ").filter(Boolean)).target).toMatch(/^\/api\//);
  }
});
