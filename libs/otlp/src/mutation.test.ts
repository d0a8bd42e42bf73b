import {
  exponentialHistogram,
  gauge,
  histogram,
  logRecord,
  logs,
  metrics,
  profiles,
  span,
  summary,
  trace,
} from "@naru/testkit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Examination, examine } from "./examine.ts";
import { encode } from "./json.ts";
import { requests } from "./messages.ts";
import { MalformedError } from "./reader.ts";
import { type Signal, signals } from "./signal.ts";

const received = 1_795_339_800;
const window = { oldest: 1, newest: received + 86_400 };
const time = BigInt(received) * 1_000_000_000n;
const attributes = { text: "a", list: [1, [true]], map: { deep: { x: 1.5 } } };
const distribution = { time, count: 3n, sum: 1, attributes };
const exemplars = [{ time, asDouble: 1, traceId: "ab".repeat(16), attributes }];

const bodies: Readonly<Record<Signal, Buffer>> = {
  traces: encode(
    requests.traces,
    trace([
      span({
        start: time,
        attributes,
        events: [{ time, name: "e", attributes }],
        status: { code: 2, message: "m" },
      }),
      span({ start: time, links: [{ traceId: "ab".repeat(16), spanId: "cd".repeat(8), attributes }] }),
    ]),
  ),
  logs: encode(
    requests.logs,
    logs([logRecord({ time, body: attributes }), logRecord({ body: "text", attributes })]),
  ),
  metrics: encode(
    requests.metrics,
    metrics([
      gauge({ name: "g" }, [{ time, asInt: 1n, exemplars, attributes }]),
      histogram({ name: "h" }, [{ ...distribution, bounds: [1], counts: [1n, 2n], exemplars }]),
      exponentialHistogram({ name: "e" }, [{ ...distribution, positive: { offset: 1, counts: [1n, 2n] } }]),
      summary({ name: "s" }, [{ ...distribution, quantiles: [{ quantile: 0.5, value: 1 }] }]),
    ]),
  ),
  profiles: encode(
    requests.profiles,
    profiles([
      {
        time,
        samples: [
          {
            stack: [{ function: "f", file: "f.ts", line: 3 }],
            values: [1n, 2n],
            at: [time, time],
            attributes,
          },
        ],
      },
      { time, durationNano: 5n, samples: [{ stack: [{ function: "f" }, { function: "g" }], values: [-1n] }] },
    ]),
  ),
};

type Change = (body: Buffer) => Buffer;
const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, fc.nat(7)).map(([where, bit]): Change => (body) => {
    const changed = Buffer.from(body);
    const index = Math.floor(where * body.length);
    if (index < body.length) changed[index] = (changed[index] as number) ^ (1 << bit);
    return changed;
  }),
  at.map(
    (where): Change =>
      (body) =>
        body.subarray(0, Math.floor(where * body.length)),
  ),
  fc.tuple(at, fc.uint8Array({ maxLength: 12 })).map(([where, bytes]): Change => (body) => {
    const index = Math.floor(where * body.length);
    return Buffer.concat([body.subarray(0, index), bytes, body.subarray(index)]);
  }),
  fc.tuple(at, fc.nat(20)).map(([where, count]): Change => (body) => {
    const index = Math.floor(where * body.length);
    return Buffer.concat([body.subarray(0, index), body.subarray(index + count)]);
  }),
  // A huge length where a length may stand.
  at.map((where): Change => (body) => {
    const changed = Buffer.from(body);
    changed.set(
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]).subarray(0, changed.length),
      Math.floor(where * Math.max(0, changed.length - 5)),
    );
    return changed;
  }),
);
const changes = fc.array(change, { minLength: 1, maxLength: 4 });

function outcome(signal: Signal, body: Uint8Array): Examination | string {
  try {
    return examine(signal, body, received, window);
  } catch (error) {
    if (error instanceof MalformedError) return error.message;
    throw error;
  }
}

describe("any bytes", () => {
  test.each(signals)(
    "near a request of %s are examined or refused, and nothing outside them is read",
    (signal) => {
      fc.assert(
        fc.property(changes, fc.constantFrom(0x00, 0x0a, 0xff), (list, filler) => {
          const body = list.reduce((changed, apply) => apply(changed), bodies[signal]);
          const around = Buffer.alloc(body.length + 64, filler);
          around.set(body, 32);
          const found = outcome(signal, body);
          expect(outcome(signal, around.subarray(32, 32 + body.length))).toEqual(found);
          if (typeof found === "object") expect(found.items).toBeLessThanOrEqual(body.length);
        }),
        { numRuns: 2000 },
      );
    },
  );

  test.each(signals)("at all, taken for %s, are examined or refused", (signal) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => void outcome(signal, body)),
      { numRuns: 2000 },
    );
  });

  test("that say nothing but a length a million times are refused within a second", () => {
    const started = performance.now();
    for (const byte of [0x0a, 0x12, 0x1a, 0xff, 0x00, 0x08]) {
      for (const signal of signals) outcome(signal, Buffer.alloc(1_000_000, byte));
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("of a value a thousand levels deep are examined without going down", () => {
    let body: Buffer = Buffer.from([0x10, 0x01]);
    for (let level = 0; level < 1000; level++) body = nested(1, nested(5, body));
    const record = Buffer.concat([nested(5, body)]);
    expect(outcome("logs", nested(1, nested(2, nested(2, record))))).toMatchObject({ items: 1, rejected: 0 });
  });
});

function nested(field: number, inside: Buffer): Buffer {
  const { length } = inside;
  return Buffer.concat([
    Buffer.from([(field << 3) | 2, (length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14]),
    inside,
  ]);
}
