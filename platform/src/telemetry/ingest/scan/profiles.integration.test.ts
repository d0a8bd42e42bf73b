import { encodePprof } from "@naru/otlp/oracle";
import { encode, pprofToProfiles, requests } from "@naru/otlp";
import { type Attributes, type Profile, profiles } from "@naru/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Fixture, limits, now, openFixture, received } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ ...limits, nameLength: 64 });
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

const main = { function: "main", file: "/app/main.ts", line: 1 };
const work = { function: "work", file: "/app/work.ts", line: 12, startLine: 10, module: "/app/cart" };
const traceId = "ab".repeat(16);
const spanId = "cd".repeat(8);

const store = (profile: Profile, resource: Attributes = {}) =>
  fixture.store("profiles", profiles([{ time: now, ...profile }], { service: "cart", resource }));
const samples = (columns: string) =>
  fixture.rows(`SELECT ${columns} FROM profile_samples ORDER BY time, value`);
/** Stacks by their samples' values: frames from the outermost to the innermost. */
const stacks = (frame: string) =>
  fixture.rows(`
    SELECT toInt32(value) AS value, arrayStringConcat(arrayMap(one -> names[indexOf(ids, one)], frames), ' ') AS stack
    FROM profile_samples AS s INNER JOIN (SELECT DISTINCT stack_id, frames FROM profile_stacks) AS t USING (stack_id)
    CROSS JOIN (SELECT groupArray(frame_id) AS ids, groupArray(${frame}) AS names FROM profile_frames) AS f
    ORDER BY value`);

describe("a sample", () => {
  test("has a row for each of its instants, with the value of each", async () => {
    await store({ samples: [{ stack: [work, main], values: [5n, 6n], at: [now + 1n, now + 2n] }] });
    expect(
      await samples(
        "toUnixTimestamp64Nano(time) AS at, duration, service, type, unit, toInt32(value) AS value",
      ),
    ).toEqual(
      [1n, 2n].map((after) => ({
        at: String(now + after),
        duration: "0",
        service: "cart",
        type: "cpu",
        unit: "nanoseconds",
        value: Number(after) + 4,
      })),
    );
  });

  test.each<[string, Profile["samples"][number], number[]]>([
    ["with instants alone counts one at each", { stack: [main], at: [now, now + 1n] }, [1, 1]],
    ["with neither is one", { stack: [main] }, [1]],
    ["without instants is the sum of its values", { stack: [main], values: [3n, 4n] }, [7]],
    [
      "with more values than instants keeps their sum",
      { stack: [main], values: [1n, 2n, 3n], at: [now, now + 1n] },
      [1, 5],
    ],
    ["may lower what was counted", { stack: [main], values: [-8n] }, [-8]],
  ])("%s", async (_, sample, values) => {
    await store({ samples: [sample] });
    expect((await samples("toInt32(value) AS value")).map(({ value }) => value)).toEqual(values);
  });

  test("without instants is as old and as long as its profile", async () => {
    await store({ durationNano: 15n, samples: [{ stack: [main] }] });
    expect(await samples("toUnixTimestamp64Nano(time) AS at, duration")).toEqual([
      { at: String(now), duration: "15" },
    ]);
  });

  test("at an instant that is not accepted is as old as its profile", async () => {
    await store({ samples: [{ stack: [main], at: [5n] }] });
    expect(await samples("toUnixTimestamp64Nano(time) AS at")).toEqual([{ at: String(now) }]);
  });

  test("of a profile without a time was taken when it was received", async () => {
    await store({ time: 0n, samples: [{ stack: [main] }] });
    expect(await samples("toUnixTimestamp(time) AS at")).toEqual([{ at: received }]);
  });

  test("keeps its attributes, its thread and its span", async () => {
    const attributes = { "thread.id": 7, "thread.name": "worker", region: "eu" };
    await store({ samples: [{ stack: [main], attributes, link: { traceId, spanId } }] });
    expect(
      await samples(
        "attributes, attribute_types, thread, lower(hex(trace_id)) AS trace, lower(hex(span_id)) AS span",
      ),
    ).toEqual([
      {
        attributes: { "thread.id": "7", "thread.name": "worker", region: "eu" },
        attribute_types: "iss",
        thread: "worker",
        trace: traceId,
        span: spanId,
      },
    ]);
  });
});

describe("a stack", () => {
  test("lies from its outermost frame to its innermost, each frame with its line and module", async () => {
    await store({ samples: [{ stack: [work, main] }] });
    expect(
      await stacks(
        "concat(module, '|', function, '|', file, ':', toString(line), '<', toString(start_line))",
      ),
    ).toEqual([{ value: 1, stack: "|main|/app/main.ts:1<0 /app/cart|work|/app/work.ts:12<10" }]);
  });

  test("is stored once a day and service, however often it comes", async () => {
    const profile = { samples: [{ stack: [{ function: "once" }, main] }] };
    const tablesOf = async () =>
      (await store(profile)).dimensions
        .map(({ table, rows }) => [table, rows])
        .filter(([table]) => table !== "scopes");
    expect(await tablesOf()).toEqual([
      ["profile_frames", 1],
      ["profile_stacks", 1],
    ]);
    expect(await tablesOf()).toEqual([]);
    const tomorrow = fixture.scan("profiles", [profiles([profile], { service: "cart" })], received + 86_400);
    expect(tomorrow.dimensions.map(({ table, rows }) => [table, rows])).toContainEqual(["profile_stacks", 1]);
  });

  test("of a thousand frames keeps its two ends", async () => {
    const deep = Array.from({ length: 1000 }, (_, i) => ({ function: `f${i}` }));
    await store({ samples: [{ stack: deep }] });
    const [row] = await stacks("function");
    const names = String(row?.["stack"]).split(" ");
    expect([names.length, names[0], names[255], names[256], names[257], names.at(-1)]).toEqual([
      512,
      "f999",
      "f744",
      "…",
      "f254",
      "f0",
    ]);
  });

  test("with a name beyond the limit has it cut", async () => {
    await store({ samples: [{ stack: [{ function: "ž".repeat(40) }] }] });
    expect(await stacks("function")).toEqual([{ value: 1, stack: "ž".repeat(32) }]);
  });

  test("without symbols is named by its address", async () => {
    const body = encodePprof({
      stringTable: ["", "cpu", "ns", "/lib/libc.so"],
      sampleType: [{ type: 1, unit: 2 }],
      mapping: [{ id: 1, filename: 3 }],
      location: [{ id: 1, mappingId: 1, address: 0xbeef }, { id: 2 }],
      sample: [{ locationId: [1, 2, 77], value: [4] }],
    });
    const resource = { "service.name": "cart" };
    await fixture.store("profiles", pprofToProfiles(body, { resource, startNanos: now, durationNanos: 0n }));
    expect(await stacks("concat(module, '!', function)")).toEqual([
      { value: 4, stack: "![unknown] /lib/libc.so!0xbeef" },
    ]);
  });
});

describe("a request", () => {
  test("counts its profiles, those without samples too", async () => {
    const list = [
      { time: now, samples: [{ stack: [main] }] },
      { time: now, samples: [] },
    ];
    const { items } = await fixture.store("profiles", profiles(list));
    expect(items).toBe(2);
  });

  test("may refer to its dictionary in the attributes of its resource", async () => {
    const request = profiles([{ time: now, samples: [{ stack: [main] }] }], {}) as {
      dictionary: { stringTable: string[] };
    };
    const key = request.dictionary.stringTable.push("service.name", "by reference") - 2;
    const plain = encode(requests.profiles, request);
    const keyValue = Buffer.from([0x12, 2, 0x40, key + 1, 0x18, key]);
    const resource = Buffer.concat([Buffer.from([0x0a, keyValue.length]), keyValue]);
    const empty = plain.indexOf(Buffer.from([0x0a, 0x00]));
    const body = Buffer.concat([
      plain.subarray(0, empty),
      Buffer.from([0x0a, resource.length]),
      resource,
      plain.subarray(empty + 2),
    ]);
    const lengthAt = 1;
    const twoBytes = (plain[lengthAt] as number) >= 128;
    expect(twoBytes).toBe(false);
    body[lengthAt] = (plain[lengthAt] as number) + resource.length;
    await fixture.store("profiles", body);
    expect(await samples("service")).toEqual([{ service: "by reference" }]);
  });

  test("whose indexes lead nowhere is stored without what they name", async () => {
    const request = profiles([{ time: now, samples: [{ stack: [main] }] }]);
    await fixture.store("profiles", { ...request, dictionary: {} });
    expect(await samples("service, type, unit, thread")).toEqual([
      { service: "shop", type: "", unit: "", thread: "" },
    ]);
  });
});
