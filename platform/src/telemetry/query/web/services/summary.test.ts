import { expect, it } from "vitest";
import type { ServiceRow } from "../../api.ts";
import { summarize } from "./summary.ts";

function row(service: string, requests: number, errors: number, p95Nano: number | null): ServiceRow {
  const series = { requests: [], errors: [], p95Nano: [] };
  const rest = { namespace: "", rate: requests / 10, errorRatio: 0, p50Nano: null, p99Nano: null, series };
  return { service, requests, errors, p95Nano, ...rest };
}

it("errors are weighed by requests, not averaged over services", () => {
  expect(summarize([row("big", 990, 0, 5), row("small", 10, 10, 9)])).toMatchObject({
    services: 2,
    failing: 1,
    rate: 100,
    errorRatio: 0.01,
  });
});

it("the slowest service is the one with the greatest p95", () => {
  expect(summarize([row("a", 1, 0, 5), row("b", 1, 0, 9), row("c", 1, 0, null)]).slowest?.service).toBe("b");
});

it("without requests there is no error ratio and no slowest service", () => {
  expect(summarize([])).toMatchObject({ errorRatio: 0, slowest: undefined });
});
