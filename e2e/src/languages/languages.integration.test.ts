import { serviceDashboard } from "@naru/platform/dashboards/web/builtin/builtin.ts";
import { jsonOf } from "@naru/platform/dashboards/web/builtin/chart.ts";
import { runtimesIn } from "@naru/platform/dashboards/web/builtin/runtimes.ts";
import { type Choices, interpolated } from "@naru/platform/dashboards/web/model/interpolate.ts";
import { readDashboard } from "@naru/platform/dashboards/web/model/read.ts";
import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { go } from "./go.ts";
import { java } from "./java.ts";
import type { Language } from "./language.ts";
import { type Program, startProgram } from "./program.ts";
import { python } from "./python.ts";

/* Programs in other languages under OpenTelemetry's own agents: what Naru shows of them, asked for as its pages ask. */

const languages: readonly Language[] = await Promise.all([java(), python(), go()]);
const reasonOf = ({ tools }: Language) => ("missing" in tools ? ` (left out: ${tools.missing})` : "");
const seenWithinMs = 40_000;

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

describe.each(languages.map((each) => [`${each.name}${reasonOf(each)}`, each] as const))(
  "%s",
  (_, language) => {
    describe.skipIf("missing" in language.tools)("is seen", () => {
      const { service } = language;
      let program: Program;
      beforeAll(async () => {
        const folder = "folder" in language.tools ? language.tools.folder : "";
        program = await startProgram({ ...language.start(folder), service, endpoint: platform.otlpHttp });
      });
      afterAll(() => program?.[Symbol.asyncDispose]());

      /** Asks for what a page shows, while the program has something to do. */
      const seen = <T>(check: () => Promise<T>) =>
        eventually(
          async () => {
            for (const path of ["/ferries/1", "/ferries/2", "/collect"])
              await (await fetch(program.url + path)).text();
            return check();
          },
          seenWithinMs,
          500,
        );

      test("with its transactions", async () => {
        await seen(async () => {
          const { operations } = await platform.call<{ operations: { name: string; kind: string }[] }>(
            `/api/services/${service}/operations`,
          );
          const served = operations.filter(({ kind }) => kind === "server").map(({ name }) => name);
          expect(served).toContainEqual(expect.stringContaining("/ferries"));
        });
      });

      const statements = async () => {
        const { statementId } = await seen(async () => {
          const top = await platform.call<{ statements: { statement: string; statementId: string }[] }>(
            `/api/apm/statements?service=${service}`,
          );
          const asked = "SELECT name FROM ferries WHERE id = ?";
          const found = top.statements.find(({ statement }) => statement === asked);
          expect(found, JSON.stringify(top.statements)).toBeDefined();
          return found as { statementId: string };
        });
        const { callers } = await platform.call<{ callers: { service: string; transaction: string }[] }>(
          `/api/apm/statements/${statementId}?service=${service}`,
        );
        expect(callers).toContainEqual(
          expect.objectContaining({ service, transaction: expect.stringContaining("/ferries") }),
        );
      };
      if (language.hasStatements) test("with its SQL, and the transactions that run it", statements);

      test("with a value in every chart of its runtime's page", async () => {
        await seen(async () => {
          const names = await metricsOf(service);
          expect(names).toEqual(expect.arrayContaining([...language.metrics]));
          expect(runtimesIn(names).map(({ id }) => id)).toEqual([language.runtime]);
          expect(await emptyPanels(service, names)).toEqual([]);
        });
      });
    });
  },
);

async function metricsOf(service: string): Promise<string[]> {
  const { metrics } = await platform.call<{ metrics: { name: string }[] }>(
    `/api/metrics?service=${service}&limit=1000`,
  );
  return metrics.map(({ name }) => name);
}

interface Answer {
  readonly error: { readonly message: string } | null;
  readonly series: readonly { readonly values: readonly (number | null)[] }[];
}

/** Panels that the page would show without a value, or with a mistake. */
async function emptyPanels(service: string, metrics: readonly string[]): Promise<string[]> {
  const { sections } = readDashboard(
    jsonOf(serviceDashboard(runtimesIn(metrics)), "en", (metric) => metrics.includes(metric)),
  );
  const choices: Choices = new Map([
    ["job", { values: [], isPattern: true, all: `(.+/)?${service}` }],
    ["instance", { values: [], isPattern: true, all: ".*" }],
  ]);
  const panels = sections.flatMap((section) => section.panels.map((panel) => ({ section, panel })));
  expect(panels.length).toBeGreaterThan(5);
  const found = await Promise.all(
    panels.map(async ({ section, panel }) => {
      const queries = panel.targets.map(({ expr, legend }) => ({
        expr: interpolated(expr, choices),
        legend,
      }));
      const { answers } = await platform.call<{ answers: Answer[] }>("/api/promql", {
        method: "POST",
        body: JSON.stringify({ from: "now-5m", to: "now", queries, leastStepSeconds: 1 }),
      });
      const mistake = answers.find(({ error }) => error !== null)?.error?.message;
      const hasValue = answers.some(({ series }) =>
        series.some(({ values }) => values.some((value) => value !== null)),
      );
      return mistake === undefined && hasValue
        ? []
        : [`${section.title}: ${panel.title} ${mistake ?? "is empty"}`];
    }),
  );
  return found.flat();
}
