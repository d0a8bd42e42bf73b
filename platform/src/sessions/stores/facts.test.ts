import { expect, test } from "vitest";
import { factsOf, together } from "./facts.ts";

const info = (lines: readonly string[]) => factsOf(["# Server", ...lines].join("\r\n"));

test.each([
  ["valkey", ["server_name:valkey", "valkey_version:8.1.3", "redis_version:7.2.4"], "valkey", "8.1.3"],
  ["an older valkey", ["valkey_version:7.2.5", "redis_version:7.2.4"], "valkey", "7.2.5"],
  ["redis", ["redis_version:7.0.15"], "redis", "7.0.15"],
])("%s is told by its name and version", (_, lines, product, version) => {
  expect(info(lines)).toMatchObject({ product, version });
});

test("what is not told counts as nothing", () => {
  expect(factsOf("")).toMatchObject({
    usedBytes: 0,
    limitBytes: 0,
    replicas: 0,
    isDurable: false,
    runId: "",
  });
});

test("several servers are added up", () => {
  const one = info(["run_id:a", "used_memory:10", "connected_clients:1", "aof_enabled:1"]);
  const other = info(["run_id:b", "used_memory:5", "connected_clients:2", "aof_enabled:0"]);
  expect(together([one, other])).toMatchObject({ runId: "a+b", usedBytes: 15, clients: 3, isDurable: false });
  expect(together([])).toBeUndefined();
});
