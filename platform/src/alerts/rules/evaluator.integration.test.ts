import { setTimeout } from "node:timers/promises";
import { Labels } from "@naru/promql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "#kernel/log.ts";
import { type Fixture, openFixture } from "#telemetry/query/fixture.ts";
import type { StoredAlert } from "../history/store.ts";
import { Evaluator } from "./evaluator.ts";
import type { RuleGroup } from "./rule.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const fog: RuleGroup = {
  cluster: "local",
  namespace: "harbour",
  resource: "fog",
  name: "fog",
  key: "local/harbour/fog/fog",
  intervalMs: 1000,
  queryOffsetMs: 0,
  limit: 0,
  rules: [
    {
      kind: "alert",
      key: "local/harbour/fog/fog/Fog",
      name: "Fog",
      expression: "vector(1)",
      labels: {},
      annotations: {},
      forMs: 0,
      keepFiringForMs: 0,
      problem: undefined,
    },
  ],
};

test("an alert whose rule is taken away while it is evaluated is resolved, and stays so", async () => {
  const steps: StoredAlert[] = [];
  const held = Promise.withResolvers<undefined>();
  let asked = 0;
  let now = Date.now();
  const evaluator = new Evaluator({
    clickhouse: fixture.clickhouse,
    clock: { now: () => now },
    log: createLogger("silent"),
    externalUrl: "",
    graceMs: 0,
    write: () => Promise.resolve(),
    onAlerts: (alerts) => steps.push(...alerts),
    query: async () => {
      asked += 1;
      if (asked === 2) await held.promise;
      return [{ labels: Labels.empty, value: 1 }];
    },
  });
  await evaluator.use([fog], () => false);
  evaluator.tick();
  await expect.poll(() => steps.at(-1)?.state).toBe("firing");
  now += 1000;
  evaluator.tick();
  const used = evaluator.use([], () => true);
  await Promise.race([used, setTimeout(500)]);
  held.resolve(undefined);
  await used;
  await evaluator.stop();
  expect(steps.at(-1)?.state).toBe("resolved");
  expect(evaluator.alertsOf("local/harbour/fog/fog/Fog")).toEqual([]);
});
