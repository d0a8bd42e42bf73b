import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { violations } from "./boundaries.ts";

const root = join(import.meta.dirname, "../..");
const files = globSync(["platform/src/**/*.{ts,tsx}", "libs/*/src/**/*.{ts,tsx}", "cli/src/**/*.ts"], {
  cwd: root,
});

test("every file keeps to the rules", () => {
  expect(files.length).toBeGreaterThan(50);
  const broken = files.flatMap((path) => violations({ path, text: readFileSync(join(root, path), "utf8") }));
  expect(broken).toEqual([]);
});

const p = "platform/src";

describe("a rule is broken by", () => {
  const facts: [path: string, text: string, rule: RegExp][] = [
    [`${p}/kernel/log.ts`, 'import { x } from "#identity/index.ts";', /not below/],
    [`${p}/identity/index.ts`, 'import { x } from "../telemetry/query/index.ts";', /not below/],
    [`${p}/telemetry/query/index.ts`, 'import { x } from "#telemetry/ingest/index.ts";', /not below/],
    [`${p}/telemetry/store/index.ts`, 'import type { x } from "#telemetry/query/api.ts";', /not below/],
    [`${p}/objectives/index.ts`, 'import { x } from "#cost/index.ts";', /not below/],
    [`${p}/kernel/log.ts`, 'import { x } from "../config.ts";', /not below/],
    [`${p}/objectives/index.ts`, 'const x = await import("#vibeops/rca/index.ts");', /not below/],
    [`${p}/objectives/index.ts`, 'import { x } from "#telemetry/query/traces/store.ts";', /door/],
    [`${p}/features.ts`, 'import { x } from "./identity/session.ts";', /door/],
    [`${p}/telemetry/query/api.ts`, 'import { x } from "node:fs";', /everywhere/],
    [`${p}/telemetry/query/api.ts`, 'import { x } from "react";', /everywhere/],
    [`${p}/telemetry/query/api.ts`, 'import { x } from "./window.ts";', /everywhere/],
    [`${p}/telemetry/query/web/Page.tsx`, 'import { x } from "../index.ts";', /a page may not/],
    [`${p}/telemetry/query/web/Page.tsx`, 'import { x } from "node:fs";', /a page may not/],
    [`${p}/telemetry/query/web/Page.tsx`, 'import { x } from "../../ingest/web/Status.tsx";', /not below/],
    [`${p}/vibeops/rca/web/Page.tsx`, 'import { x } from "#objectives/web/Page.tsx";', /door/],
    [`${p}/telemetry/query/index.ts`, 'import { sql } from "@naru/clickhouse";', /SQL/],
    [`${p}/telemetry/query/index.ts`, 'import {\n  join,\n  raw,\n} from "@naru/clickhouse";', /SQL/],
    [`${p}/telemetry/query/index.ts`, "const x = process.env.HOME;", /process\.env/],
    [`${p}/telemetry/query/index.ts`, 'import { x } from "chdb";', /chdb/],
    [`${p}/features.ts`, 'import { x } from "@naru/engines/valkey";', /engine/],
    [`${p}/vibeops/rca/index.ts`, 'import { faults } from "@naru/shop/chaos";', /no demo/],
    [`${p}/vibeops/rca/index.ts`, 'const file = join(folder, "truth.jsonl");', /truth/],
    ["libs/ui/src/index.ts", 'import { x } from "@naru/platform/kernel/log.ts";', /no product/],
    ["libs/otlp/src/index.ts", 'export { x } from "../../../platform/src/config.ts";', /no product/],
  ];
  test.each(facts)("%s: %s", (path, text, rule) => {
    expect(violations({ path, text }).join()).toMatch(rule);
  });
});

describe("no rule is broken by", () => {
  const facts: [path: string, text: string][] = [
    [`${p}/telemetry/query/index.ts`, 'import { NaruError } from "#kernel/errors.ts";'],
    [`${p}/telemetry/query/index.ts`, 'import type { Sql } from "@naru/clickhouse";'],
    [`${p}/telemetry/query/traces/store.ts`, 'import { raw, sql } from "@naru/clickhouse";'],
    [`${p}/telemetry/jaeger/index.ts`, 'import { x } from "#telemetry/query/index.ts";'],
    [
      `${p}/telemetry/query/api.ts`,
      'import { z } from "zod";\nimport { operation } from "#kernel/operation.ts";',
    ],
    [`${p}/telemetry/query/web/Page.tsx`, 'import { x } from "../api.ts";\nimport { y } from "@naru/ui";'],
    [`${p}/telemetry/query/web/Page.tsx`, 'import { x } from "../../ingest/web/index.ts";'],
    [`${p}/vibeops/rca/index.ts`, 'import { x } from "#objectives/index.ts";'],
    [`${p}/config.ts`, "export const load = (env = process.env) => env;"],
    ["libs/clickhouse/src/chdb.ts", 'import { Session } from "chdb";'],
    ["cli/src/main.ts", 'import { x } from "@naru/platform/telemetry/query/api.ts";'],
  ];
  test.each(facts)("%s: %s", (path, text) => {
    expect(violations({ path, text })).toEqual([]);
  });
});
