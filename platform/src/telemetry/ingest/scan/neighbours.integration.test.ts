import { gauge, logRecord, logs, metrics, profiles, span, spanId, trace, traceId } from "@naru/testkit";
import { encode, examine, MalformedError, requests, type Signal, signals } from "@naru/otlp";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Fixture, now, openFixture, received } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

const attributes = (n: number) => ({ number: n, text: `text ${n}`, list: [n, [true]], map: { deep: { n } } });

/** A request of each signal whose items carry the number n. */
const request: Readonly<Record<Signal, (n: number) => Buffer>> = {
  traces: (n) =>
    encode(
      requests.traces,
      trace(
        [
          span({
            traceId: traceId(n + 1),
            spanId: spanId(n + 1),
            start: now,
            attributes: attributes(n),
            events: [{ time: now, name: `event ${n}`, attributes: attributes(n) }],
            links: [{ traceId: traceId(n + 1), spanId: spanId(n + 1), attributes: attributes(n) }],
          }),
          span({ traceId: traceId(n + 1), spanId: spanId(n + 1), start: now, attributes: attributes(n) }),
        ],
        { service: `service ${n}`, scope: { name: `scope ${n}` } },
      ),
    ),
  logs: (n) =>
    encode(
      requests.logs,
      logs(
        [1, 2].map(() => logRecord({ time: now, body: `body ${n}`, attributes: attributes(n) })),
        { service: `service ${n}` },
      ),
    ),
  metrics: (n) =>
    encode(
      requests.metrics,
      metrics(
        [1, 2].map((one) =>
          gauge({ name: `metric ${n}` }, [
            {
              time: now,
              asInt: BigInt(n),
              attributes: { ...attributes(n), one },
              exemplars: [{ time: now, asInt: 1n }],
            },
          ]),
        ),
        { service: `service ${n}` },
      ),
    ),
  profiles: (n) =>
    encode(
      requests.profiles,
      profiles(
        [1n, 2n].map((value) => ({
          time: now,
          samples: [
            {
              stack: [
                { function: `inner ${n}`, file: `file ${n}`, line: n + 1, module: `module ${n}` },
                { function: "main" },
              ],
              values: [value],
              at: [now],
              attributes: attributes(n),
              link: { traceId: traceId(n + 1), spanId: spanId(n + 1) },
            },
          ],
        })),
        { service: `service ${n}` },
      ),
    ),
};

/** All there is of what belongs to request n: its items with their attributes, and the rows that they refer to. */
const content: Readonly<Record<Signal, string>> = {
  traces: `SELECT t.attributes['number'] AS n, t.service AS service, t.attributes['text'] AS text, t.attributes['list'] AS list,
                  event_names AS events, length(link_span_ids) AS links, hex(span_id) AS id, r.service AS resource, s.name AS scope
           FROM spans AS t LEFT JOIN resources AS r FINAL USING (resource_id) LEFT JOIN scopes AS s FINAL USING (scope_id)
           ORDER BY n, links`,
  logs: `SELECT t.attributes['number'] AS n, t.service AS service, t.attributes['text'] AS text, body, r.service AS resource
         FROM logs AS t LEFT JOIN resources AS r FINAL USING (resource_id) ORDER BY n, seq`,
  metrics: `SELECT m.attributes['number'] AS n, t.metric AS metric, int_value, m.service AS service, m.attributes['one'] AS one,
                   r.service AS resource
            FROM metric_numbers AS t LEFT JOIN metric_series AS m FINAL USING (series_id)
            LEFT JOIN resources AS r FINAL USING (resource_id) ORDER BY n, one`,
  profiles: `SELECT t.attributes['number'] AS n, t.service AS service, t.attributes['text'] AS text, t.attributes['list'] AS list, t.type AS type,
                    unit, value, hex(span_id) AS id, r.service AS resource, length(s.frames) AS depth, f.function AS inner, f.file AS file,
                    f.line AS line, f.module AS module
             FROM profile_samples AS t LEFT JOIN resources AS r FINAL USING (resource_id)
             LEFT JOIN profile_stacks AS s FINAL ON s.stack_id = t.stack_id AND s.service = t.service
             LEFT JOIN profile_frames AS f FINAL ON f.frame_id = s.frames[-1] AND f.service = t.service ORDER BY n, value`,
};

const everything = { oldest: 1, newest: received + 86_400 };

/** Whether the door takes these bytes; what it refuses, the scanner never sees. */
function isTaken(signal: Signal, body: Uint8Array): boolean {
  try {
    const found = examine(signal, body, received, everything);
    return found.items > found.rejected;
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}

function acceptedItems(signal: Signal, body: Uint8Array): number {
  const found = examine(signal, body, received, everything);
  return found.items - found.rejected;
}

function mutate(body: Buffer, where: number, how: number, bits: number): Buffer {
  const changed = Buffer.from(body);
  const at = Math.floor(where * body.length);
  if (how === 0) changed[at] = (changed[at] as number) ^ (1 << (bits & 7));
  if (how === 1) changed[at] = bits;
  if (how === 2) return Buffer.concat([body.subarray(0, at), Buffer.from([bits]), body.subarray(at)]);
  if (how === 3) return Buffer.concat([body.subarray(0, at), body.subarray(at + 1)]);
  return changed;
}

/** A broken request may have come to carry the number of a good one, but not its service as well. */
const isOurs = (row: Record<string, unknown>) =>
  row["service"] === `service ${String(row["n"])}` && row["resource"] === row["service"];
describe("requests beside broken ones", () => {
  test.each(signals)(
    "of %s are stored exactly; a broken one is stored or set aside, whole",
    async (signal) => {
      const good = Array.from({ length: 20 }, (_, i) => request[signal](i));
      await fixture.store(signal, ...good);
      const alone = await fixture.rows(content[signal]);
      expect(alone).toHaveLength(40);

      const mutation = fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.nat(3),
        fc.nat(255),
        fc.nat(20),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(mutation, { minLength: 20, maxLength: 60 }), async (mutations) => {
          await fixture.empty();
          const mixed: { body: Buffer; at: number; isGood: boolean }[] = [
            ...good.map((body, at) => ({ body, at, isGood: true })),
            ...mutations.map(([where, how, bits, at]) => ({
              body: mutate(request[signal](1000 + at), where, how, bits),
              at,
              isGood: false,
            })),
          ].filter(({ body }) => isTaken(signal, body));
          mixed.sort((a, b) => a.at - b.at);

          const { items, unreadable } = await fixture.store(signal, ...mixed.map(({ body }) => body));
          const setAside = new Set(unreadable.map((one) => one.request.body));
          const expected = mixed
            .filter(({ body }) => !setAside.has(body))
            .reduce((sum, { body }) => sum + acceptedItems(signal, body), 0);
          expect(items).toBe(expected);
          expect(mixed.filter(({ body, isGood }) => isGood && setAside.has(body))).toEqual([]);
          const numbers = new Set(alone.map((row) => row["n"]));
          const stored = (await fixture.rows(content[signal])).filter(
            (row) => numbers.has(row["n"]) && isOurs(row),
          );
          expect(stored).toEqual(alone);
        }),
        { numRuns: 15 },
      );
    },
  );
});

test("what a broken request made known is stored with the next that needs it", async () => {
  const origin = { service: "shared", scope: { name: "shared" } };
  const good = encode(requests.traces, trace([span({ start: now, attributes: { marked: 1 } })], origin));
  const broken = Buffer.from(good);
  const tooLong = 100;
  broken[broken.indexOf("marked") - 1] = tooLong;
  const { unreadable, dimensions } = await fixture.store("traces", broken, good);
  expect(unreadable.map(({ reason }) => reason)).toEqual([expect.stringContaining("runs past its message")]);
  expect(dimensions.map(({ table, rows }) => [table, rows])).toEqual([
    ["resources", 1],
    ["scopes", 1],
  ]);
  expect(await fixture.rows("SELECT count() AS n FROM spans")).toEqual([{ n: "1" }]);
});
