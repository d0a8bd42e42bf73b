import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { nodes } from "../testing/program.ts";

const agent = fileURLToPath(new URL("../../dist/register.cjs", import.meta.url));
const env = { OTEL_TRACES_EXPORTER: "none", OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none" };

describe.each(nodes)("%s under the agent", (node) => {
  test.each<[string, string[], string]>([
    [
      "a line of code",
      ["-e", 'console.log(require("module").isBuiltin("fs"), module.paths.length > 0)'],
      "true true",
    ],
    ["a line that is printed", ["-p", "1 + 1"], "2"],
    [
      "a line that is an ES module",
      [
        "--input-type=module",
        "-e",
        'import m, { isBuiltin } from "module"; console.log(m.isBuiltin === isBuiltin)',
      ],
      "true",
    ],
    [
      "an ES module with modules of Node.js by either name, which are instrumented",
      [
        "--input-type=module",
        "-e",
        'import http, { request } from "http"; import * as same from "node:http"; console.log(http.request === request, same.request === request)',
      ],
      "true true",
    ],
  ])("runs %s", (_, args, output) => {
    expect(execFileSync(node, ["--require", agent, ...args], { env, encoding: "utf8" })).toBe(`${output}\n`);
  });

  test("runs what it reads from standard input", () => {
    const options = { env, encoding: "utf8", input: "console.log(1 + 1)" } as const;
    expect(execFileSync(node, ["--require", agent], options)).toBe("2\n");
  });

  test("runs worker threads", () => {
    const worker = 'new (require("worker_threads").Worker)("console.log(1 + 1)", { eval: true })';
    expect(execFileSync(node, ["--require", agent, "-e", worker], { env, encoding: "utf8" })).toBe("2\n");
  });
});

describe.each(["grpc", "http/json"])("OTLP by %s", (protocol) => {
  test("is loaded when it is asked for", () => {
    const options = {
      env: { OTEL_EXPORTER_OTLP_PROTOCOL: protocol, NARU_EXIT_TIMEOUT: "100" },
      encoding: "utf8",
    } as const;
    expect(execFileSync(process.execPath, ["--require", agent, "-p", "1 + 1"], options)).toBe("2\n");
  });
});
