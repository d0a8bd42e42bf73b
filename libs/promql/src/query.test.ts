import { describe, expect, test } from "vitest";
import { MemorySource, samplesOf } from "./conformance/memory.ts";
import { runScript } from "./conformance/run.ts";
import { readScript } from "./conformance/script.ts";
import type { EvaluationError } from "./errors.ts";
import { Labels } from "./labels.ts";
import { instantQuery, rangeQuery } from "./query.ts";

/* Facts of the language in the language of Prometheus's own cases: what is loaded, what is asked, what it gives. */

const requests = `
load 1m
  requests_total{job="api", code="200"} 0+60x10
  requests_total{job="api", code="500"} 0+6x5 0+6x4
  requests_total{job="web", code="200"} 0+30x10
  errors_total{job="web", code="200"} 0+1x10
  up{job="api"} 1x4 stale _x5
  version{job="api", version="1.2"} 1x10
  duration_bucket{le="0.1"} 0+10x10
  duration_bucket{le="1"} 0+30x10
  duration_bucket{le="+Inf"} 0+40x10
  native {{schema:0 count:4 sum:5 buckets:[1 2 1]}}x10
`;

const facts: [name: string, cases: string][] = [
  [
    "a range is open at its start",
    `eval instant at 5m count_over_time(requests_total{job="web"}[2m])
      {job="web", code="200"} 2`,
  ],
  [
    "a counter that begins again goes on from where it was",
    `eval instant at 10m increase(requests_total{code="500"}[10m])
      {job="api", code="500"} 53.333333333333336`,
  ],
  [
    "a series that has ended is gone at once, others after five minutes",
    `eval instant at 6m up
     eval instant at 14m59s version
      version{job="api", version="1.2"} 1
     eval instant at 15m version`,
  ],
  [
    "a series of the side of many takes labels over from its partner",
    `eval instant at 10m rate(requests_total{code="200"}[5m]) * on (job) group_left (version) version
      {job="api", code="200", version="1.2"} 1`,
  ],
  [
    "partners must be unique on one side",
    `eval instant at 10m version * on (job) requests_total{job="api"}
      expect fail regex: found duplicate series for the match group \\{job="api"\\} on the right hand-side`,
  ],
  [
    "an offset belongs to the selector before it, however the operation is written",
    `eval instant at 10m requests_total{job="web"} - requests_total{job="web"} offset 5m * 2
      {job="web", code="200"} 0`,
  ],
  [
    "a sign binds looser than a power",
    `eval instant at 0m -2 ^ 2
      -4`,
  ],
  [
    "a quantile of a classic histogram lies within its bucket",
    `eval instant at 10m histogram_quantile(0.5, rate(duration_bucket[5m]))
      {} 0.55`,
  ],
  [
    "a quantile of a native histogram is found on a logarithmic scale",
    `eval instant at 10m histogram_quantile(0.5, native)
      {} 1.414213562373095`,
  ],
  [
    "a subquery looks at multiples of its step",
    `eval instant at 10m max_over_time(sum(rate(requests_total[2m]))[5m:1m])
      {} 1.6`,
  ],
  [
    "@ holds the time for every step",
    `eval range from 0m to 2m step 1m requests_total{job="web"} @ 300
      requests_total{job="web", code="200"} 150x2`,
  ],
  [
    "what is computed has no name, also where names are needed to tell series apart",
    `eval instant at 10m sum by (__name__) (rate(requests_total{job="web"}[5m]))
      {} 0.5
     eval instant at 10m rate({job="web"}[5m])
      expect fail msg: vector cannot contain metrics with the same labelset`,
  ],
  [
    "the best come first, in an instant query",
    `eval instant at 10m topk(2, requests_total)
      expect ordered
      requests_total{job="api", code="200"} 600
      requests_total{job="web", code="200"} 300`,
  ],
  [
    "a missing series is labelled by what was asked for",
    `eval instant at 10m absent(nothing{job="api", code=~"5.."})
      {job="api"} 1`,
  ],
  [
    "rates of what is no counter by its name are told",
    `eval instant at 10m rate(version[5m])
      expect info msg: PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "version" (1:6)
      {job="api", version="1.2"} 0`,
  ],
  [
    "sets are told apart by labels without the name",
    `eval instant at 10m version or on (job) requests_total{code="200"}
      version{job="api", version="1.2"} 1
      requests_total{job="web", code="200"} 300`,
  ],
];

function loadInto(source: MemorySource) {
  return {
    source,
    load: (load: Parameters<typeof samplesOf>[0]) => {
      for (const { labels, samples } of samplesOf(load)) source.add(labels, samples);
      return true;
    },
    clear: () => source.clear(),
  };
}

describe("PromQL", () => {
  test.each(facts)("%s", async (_, cases) => {
    const blocks = cases.replaceAll(/^\s*eval/gm, "\neval");
    const outcomes = await runScript(readScript(`${requests}\n${blocks}`), loadInto(new MemorySource()));
    expect(outcomes.map((each) => each.difference)).toEqual(outcomes.map(() => undefined));
  });
});

describe("a query is bounded", () => {
  const source = new MemorySource();
  source.add(
    Labels.of({ __name__: "many" }),
    Array.from({ length: 1000 }, (_, i) => ({ time: i * 1000, value: i, start: 0 })),
  );
  const { signal } = new AbortController();

  test("by the samples that it holds", async () => {
    const range = { start: 0, end: 999_000, step: 1000 };
    const asked = rangeQuery("many", range, { source, signal, mostSamples: 500 });
    await expect(asked).rejects.toMatchObject({
      reason: "too_many_samples",
    } satisfies Partial<EvaluationError>);
  });

  test("by its time", async () => {
    const asked = instantQuery("sum(many)", 0, { source, signal, timeoutMs: -1 });
    await expect(asked).rejects.toMatchObject({ reason: "timeout" } satisfies Partial<EvaluationError>);
  });

  test("by its caller's patience", async () => {
    const asked = instantQuery("sum(many)", 0, { source, signal: AbortSignal.abort() });
    await expect(asked).rejects.toMatchObject({ reason: "canceled" } satisfies Partial<EvaluationError>);
  });

  test("and has a value at a step", async () => {
    const range = { start: 0, end: 1000, step: 1000 };
    await expect(rangeQuery("many[5m]", range, { source, signal })).rejects.toThrow(
      'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    );
  });

  test.each(["sum_over_time(many[10s-10s])", "sum_over_time(many[5s-10s:1s])"])(
    "by ranges that are one: %s",
    async (query) => {
      await expect(instantQuery(query, 60_000, { source, signal })).rejects.toThrow(
        "duration must be greater than 0",
      );
    },
  );
});
