import { itemsARequest, type Platform, Sender, startPlatform } from "@naru/testkit";
import { type Signal, signals } from "@naru/otlp";
import { afterEach, describe, expect, test } from "vitest";
import { stored } from "./stored.ts";

const rounds = Number(process.env["NARU_CRASH_ROUNDS"] ?? 20);
const engineRounds = 5;

let platform: Platform;
let sender: Sender;
afterEach(async () => {
  await sender.stop();
  await platform.stop();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const between = (least: number, most: number) => least + Math.random() * (most - least);

/** Acknowledged requests that are not stored whole, stored ones that were never sent, and those of which only a part
 *  is there, or an item twice. */
async function judge(signal: Signal) {
  const whole = await wholeRequests(signal);
  const lost = [...sender.acknowledged[signal]].filter((request) => !whole.requests.has(request));
  const invented = [...whole.requests].filter((request) => request < 0 || request >= sender.sent(signal));
  return { lost, invented, broken: whole.broken };
}

const numberOf: Readonly<Record<Signal, string>> = {
  traces: "reinterpretAsUInt64(reverse(span_id)) - 1 AS n FROM spans",
  logs: "toUInt64(body) - 1 AS n FROM logs",
  metrics: "toUInt64(int_value) - 1 AS n FROM metric_numbers",
  profiles: "toUInt64(value) - 1 AS n FROM profile_samples",
};

const isWhole = (row: { items: string; different: string }) =>
  Number(row.items) === itemsARequest && Number(row.different) === itemsARequest;
async function wholeRequests(signal: Signal) {
  const rows = await platform.query<{ request: string; items: string; different: string }>(
    `SELECT intDiv(n, ${itemsARequest}) AS request, count() AS items, uniqExact(n) AS different
     FROM (SELECT ${numberOf[signal]}) GROUP BY request`,
  );
  return {
    requests: new Set(rows.filter(isWhole).map((row) => Number(row.request))),
    broken: rows.filter((row) => !isWhole(row)),
  };
}

async function expectNothingLostOrDoubled() {
  await stored(platform);
  for (const signal of signals) {
    expect(sender.acknowledged[signal].size).toBeGreaterThan(0);
    expect({ signal, ...(await judge(signal)) }).toEqual({ signal, lost: [], invented: [], broken: [] });
  }
  const [counted] = await platform.query(
    `SELECT (SELECT count() FROM spans) AS spans, (SELECT sum(requests) FROM spans_10s) AS every10s,
            (SELECT sum(requests) FROM spans_1m) AS everyMinute`,
  );
  const { spans } = counted as { spans: string };
  expect(counted).toEqual({ spans, every10s: spans, everyMinute: spans });
}

describe("what was acknowledged is stored once", () => {
  test(
    `after the whole platform was killed ${rounds} times under load`,
    { timeout: rounds * 6000 + 60_000 },
    async () => {
      platform = await startPlatform();
      sender = new Sender(platform.otlpHttp);
      sender.start();
      for (let round = 0; round < rounds; round++) {
        await pause(between(1200, 4000));
        await platform.kill("SIGKILL");
        platform.launch();
      }
      await platform.ready();
      await sender.stop();
      await expectNothingLostOrDoubled();
    },
  );

  test(
    `after only the engine was killed ${engineRounds} times under load, while requests went on being acknowledged`,
    { timeout: 120_000 },
    async () => {
      platform = await startPlatform();
      sender = new Sender(platform.otlpHttp);
      sender.start();
      for (let round = 0; round < engineRounds; round++) {
        await pause(between(1500, 3000));
        const engine = await platform.enginePid();
        process.kill(engine ?? 0, "SIGKILL");
        const before = sender.acknowledged.traces.size;
        await pause(200);
        await platform.ready(5000);
        expect(sender.acknowledged.traces.size).toBeGreaterThan(before);
        expect(await platform.enginePid()).not.toBe(engine);
      }
      await sender.stop();
      await expectNothingLostOrDoubled();
    },
  );
});
