import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { helpAsked, isLoopback, languageOf, loadConfig } from "./config.ts";

describe("a setting", () => {
  test("has a default", () => {
    expect(loadConfig({}, [])).toMatchObject({
      host: "127.0.0.1",
      port: 8800,
      otlp: { httpPort: 4318, grpcPort: 4317 },
      retention: {
        tracesSeconds: 604_800,
        logsSeconds: 604_800,
        metricsSeconds: 2_592_000,
        profilesSeconds: 604_800,
        incidentsSeconds: 31_536_000,
      },
      store: { memoryLimitBytes: 1024 ** 3 },
      ingest: { queueLimitBytes: 4 * 1024 ** 3, attributeLengthLimit: 65_536 },
    });
    expect(loadConfig({}, []).store).not.toHaveProperty("clickhouseUrl");
  });
  test("is read from the environment, and rather from a flag", () => {
    expect(loadConfig({ NARU_PORT: "9000", NARU_RETENTION_LOGS: "36h" }, []).retention.logsSeconds).toBe(
      129_600,
    );
    expect(loadConfig({ NARU_PORT: "9000" }, ["--port", "9001"]).port).toBe(9001);
  });
  test("that is empty has its default", () => {
    expect(loadConfig({ NARU_PORT: "", NARU_CLICKHOUSE_URL: "" }, []).port).toBe(8800);
  });
  test("of the embedded Valkey may say that there is to be none", () => {
    expect(loadConfig({}, []).valkey).toEqual({
      port: 6380,
      memoryLimitBytes: 512 * 1024 ** 2,
      sync: "everysec",
    });
    expect(loadConfig({ NARU_RESP_PORT: "none" }, []).valkey).toBeUndefined();
  });
  test("may be in a file when it is a secret", () => {
    const file = join(mkdtempSync(join(tmpdir(), "naru-config-")), "token");
    writeFileSync(file, "s3cret\n");
    expect(loadConfig({ NARU_HOST: "0.0.0.0", NARU_INGEST_TOKEN_FILE: file }, []).otlp.ingestToken).toBe(
      "s3cret",
    );
  });
});

describe("a setting is refused in one line", () => {
  const facts: [env: Record<string, string>, argv: string[], line: RegExp][] = [
    [{ NARU_PORT: "http" }, [], /^NARU_PORT \(--port\) is "http"\. Allowed: a port from 0 .* to 65535\.$/],
    [{ NARU_PORT: "70000" }, [], /NARU_PORT/],
    [
      {},
      ["--retention-traces", "5m"],
      /NARU_RETENTION_TRACES .* is "5m"\. Allowed: a duration of at least 1h/,
    ],
    [{ NARU_MEMORY_LIMIT: "1" }, [], /at least 256MiB/],
    [{ NARU_LOG_LEVEL: "loud" }, [], /Allowed: trace, debug, info/],
    [{ NARU_CLICKHOUSE_URL: "db:8123" }, [], /Allowed: an http/],
    [
      { NARU_INGEST_TOKEN_FILE: "/nowhere/token" },
      [],
      /NARU_INGEST_TOKEN_FILE is "\/nowhere\/token", which cannot be read/,
    ],
    [{ NARU_RESP_PORT: "some" }, [], /to 65535, or none/],
    [
      { NARU_SESSION_STORES: "main=redis://:secret@h" },
      [],
      /is "main=redis:\/\/…@h"\..* passwords do not belong into addresses/,
    ],
    [{ NARU_HOST: "0.0.0.0" }, [], /NARU_HOST .* and NARU_INGEST_TOKEN is empty/],
    [{}, ["--prot", "1"], /Unknown option '--prot'/],
  ];
  test.each(facts)("%j %j", (env, argv, line) => {
    expect(() => loadConfig(env, argv)).toThrow(line);
    expect(() => loadConfig(env, argv)).toThrow(expect.objectContaining({ code: "INVALID_SETTING" }));
  });
});

test("help lists every setting with its default", () => {
  expect(helpAsked(["--help"])).toMatch(/--otlp-http-port, NARU_OTLP_HTTP_PORT +Port of OTLP\/HTTP \[4318\]/);
  expect(helpAsked([])).toBeUndefined();
});

test.each([
  [{ LANG: "ko_KR.UTF-8" }, "ko"],
  [{ LANG: "ko_KR.UTF-8", LC_ALL: "C" }, "en"],
  [{}, "en"],
])("%j reads %s", (env, language) => {
  expect(languageOf(env)).toBe(language);
});

test("only this machine reaches a loopback address", () => {
  expect(["127.0.0.1", "127.1.2.3", "::1", "localhost", "0.0.0.0", "10.0.0.1", "::"].map(isLoopback)).toEqual(
    [true, true, true, true, false, false, false],
  );
});
