import { type Platform, startPlatform } from "@naru/testkit";
import { type Protocol, protocols, sendWithSdk } from "@naru/testkit/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stored } from "./stored.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  for (const protocol of protocols) await sendWithSdk(protocol, platform, serviceOf(protocol));
  await stored(platform);
});
afterAll(() => platform.stop());

const serviceOf = (protocol: Protocol) => `sdk.${protocol.replace("/", ".")}`;

const total = (counts: readonly string[] = []) => counts.reduce((sum, count) => sum + Number(count), 0);

describe.each(protocols)("the OpenTelemetry SDK over %s", (protocol) => {
  const service = serviceOf(protocol);

  test("sends spans", async () => {
    const rows = await platform.query(
      `SELECT name, kind, status, status_message, attributes, attribute_types, event_names, event_attributes,
              length(link_span_ids) AS links, s.name AS scope, s.version AS version
       FROM spans AS t JOIN scopes AS s FINAL USING (scope_id) WHERE service = '${service}' ORDER BY name`.replaceAll(
        / (attributes|attribute_types|name),/g,
        " t.$1 AS $1,",
      ),
    );
    const scope = { scope: "testkit", version: "1.0" };
    expect(rows).toEqual([
      {
        name: `${service} child`,
        kind: 1,
        status: 2,
        status_message: "failed",
        attributes: {},
        attribute_types: "",
        event_names: ["event"],
        event_attributes: [{ key: "value" }],
        links: "1",
        ...scope,
      },
      {
        name: `${service} parent`,
        kind: 2,
        status: 0,
        status_message: "",
        attributes: { list: '["a","b"]', n: "1.5" },
        attribute_types: "ad",
        event_names: [],
        event_attributes: [],
        links: "0",
        ...scope,
      },
    ]);
  });

  test("sends log records", async () => {
    const rows = await platform.query(
      `SELECT body, body_type, severity_number, severity_text, attributes FROM logs WHERE service = '${service}'`,
    );
    expect(rows).toEqual([
      {
        body: `{"message":"${service} line","nested":[1,true]}`,
        body_type: "m",
        severity_number: 13,
        severity_text: "WARN",
        attributes: { key: "value" },
      },
    ]);
  });

  test("sends counters and gauges", async () => {
    const rows = await platform.query(
      `SELECT metric, value, unit, kind, temporality, monotonic, s.attributes AS attributes
       FROM metric_numbers JOIN metric_series AS s FINAL USING (metric, series_id) WHERE service = '${service}' ORDER BY metric`,
    );
    expect(rows).toEqual([
      {
        metric: `${service}.counter`,
        value: 3,
        unit: "{thing}",
        kind: 2,
        temporality: 2,
        monotonic: 1,
        attributes: { kind: "a" },
      },
      {
        metric: `${service}.gauge`,
        value: 1.5,
        unit: "",
        kind: 1,
        temporality: 0,
        monotonic: 0,
        attributes: {},
      },
    ]);
  });

  test("sends histograms of both kinds", async () => {
    const rows = await platform.query<{ counts: string[]; positive: string[] }>(
      `SELECT metric, kind, count, sum, min, max, has, counts, positive_counts AS positive
       FROM metric_distributions JOIN metric_series AS s FINAL USING (metric, series_id) WHERE service = '${service}' ORDER BY metric`,
    );
    const figures = { count: "3", sum: 321, min: 1, max: 300, has: 7 };
    expect(rows).toMatchObject([
      { metric: `${service}.exponential`, kind: 4, ...figures, counts: [] },
      { metric: `${service}.histogram`, kind: 3, ...figures, positive: [] },
    ]);
    expect([total(rows[0]?.positive), total(rows[1]?.counts)]).toEqual([3, 3]);
  });
});
