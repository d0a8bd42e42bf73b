import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { type SentSeries, writeVersion1, writeVersion2 } from "@naru/remote-write/sender";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ingestToken = "a token";
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ settings: { NARU_INGEST_TOKEN: ingestToken } });
});
afterAll(() => platform.stop());

const version1 = "application/x-protobuf";
const version2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
const start = Math.floor(Date.now() / 1000) * 1000 - 120_000;
const headersWritten = ["samples", "histograms", "exemplars"].map(
  (sort) => `x-prometheus-remote-write-${sort}-written`,
);

function send(body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${platform.otlpHttp}/prometheus/api/v1/write`, {
    method: "POST",
    body: new Uint8Array(body),
    headers: {
      authorization: `Bearer ${ingestToken}`,
      "content-type": version1,
      "content-encoding": "snappy",
      ...headers,
    },
  });
}

interface Told {
  readonly data: {
    readonly result: readonly {
      readonly metric: object;
      readonly values?: unknown;
      readonly value?: unknown;
    }[];
  };
}
const ask = (path: string) => platform.call<Told>(`/prometheus/api/v1/${path}`);
const instant = (query: string) =>
  ask(`query?query=${encodeURIComponent(query)}&time=${(start + 60_000) / 1000}`);

const labels = { __name__: "node_load1", job: "node", instance: "a:9100", "k8s.pod.name": "x", zone: "" };
const load: SentSeries = {
  labels,
  samples: [
    [start, 1.5],
    [start + 15_000, 2],
    [start + 30_000, undefined],
  ],
};

describe("remote write is taken", () => {
  test.each([
    ["1", (name: string) => send(writeVersion1([named(load, name)]))],
    [
      "2",
      (name: string) =>
        send(writeVersion2([named(load, name)], { type: 2, help: "", unit: "" }), {
          "content-type": version2,
        }),
    ],
  ])("in version %s, and gives its labels back", async (version, run) => {
    const name = `node_load_${version}`;
    const answer = await run(name);
    expect([answer.status, ...headersWritten.map((header) => answer.headers.get(header))]).toEqual([
      204,
      "3",
      "0",
      "0",
    ]);
    const { zone: _, ...expected } = { ...labels, __name__: name };
    await eventually(async () => {
      const { data } = await ask(`query?query=${name}[5m]&time=${(start + 60_000) / 1000}`);
      expect(data.result).toEqual([
        {
          metric: expected,
          values: [
            [start / 1000, "1.5"],
            [start / 1000 + 15, "2"],
          ],
        },
      ]);
    });
    // The series has ended: it is gone at once.
    expect((await instant(name)).data.result).toEqual([]);
  });

  test("with native histograms, those with custom buckets too", async () => {
    const histograms = [
      {
        labels: { __name__: "exponential" },
        samples: [],
        histograms: [{ time: start, count: 4, sum: 5, schema: 0, positiveOffset: 0, positive: [1, 2, 1] }],
      },
      {
        labels: { __name__: "custom" },
        samples: [],
        histograms: [{ time: start, count: 4, sum: 5, schema: -53, positive: [1, 2, 1], bounds: [1, 2] }],
      },
    ];
    const answer = await send(writeVersion2(histograms), { "content-type": version2 });
    expect([answer.status, answer.headers.get("x-prometheus-remote-write-histograms-written")]).toEqual([
      204,
      "2",
    ]);
    await eventually(async () => {
      expect((await instant("histogram_quantile(0.5, exponential)")).data.result).toMatchObject([
        { value: [expect.any(Number), "1.4142135623730951"] },
      ]);
      expect((await instant("histogram_quantile(0.5, custom)")).data.result).toMatchObject([
        { value: [expect.any(Number), "1.5"] },
      ]);
    });
  });

  test("in part, when not all of it can be stored", async () => {
    const old: SentSeries = {
      labels: { __name__: "old" },
      samples: [
        [1000, 1],
        [start, 2],
      ],
    };
    const answer = await send(writeVersion2([old]), { "content-type": version2 });
    expect([answer.status, answer.headers.get("x-prometheus-remote-write-samples-written")]).toEqual([
      400,
      "1",
    ]);
    expect(await answer.text()).toMatch(/older than the retention/);
    await eventually(async () => expect((await instant("old")).data.result).toHaveLength(1));
  });
});

const named = (series: SentSeries, name: string): SentSeries => ({
  ...series,
  labels: { ...series.labels, __name__: name },
});

describe("remote write is refused", () => {
  const facts: [what: string, status: number, run: () => Promise<Response>][] = [
    ["without the token", 401, () => send(writeVersion1([load]), { authorization: "Bearer x" })],
    ["that is not compressed as it says", 400, () => send(Buffer.from("nothing"))],
    ["in another compression", 415, () => send(writeVersion1([load]), { "content-encoding": "zstd" })],
    [
      "of another message",
      415,
      () => send(writeVersion1([load]), { "content-type": "application/x-protobuf;proto=x.Y" }),
    ],
    ["as JSON", 415, () => send(writeVersion1([load]), { "content-type": "application/json" })],
    ["that says to be too large", 413, () => send(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0))],
  ];
  test.each(facts)("%s", async (_, status, run) => {
    expect((await run()).status).toBe(status);
  });
});
