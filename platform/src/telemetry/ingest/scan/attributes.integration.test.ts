import { type Attributes, Double, logRecord, logs, type Value, value } from "@naru/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Fixture, limits, now, openFixture } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ ...limits, attributeCount: 5, attributeLength: 100, nameLength: 20 });
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

interface Row {
  readonly attributes: Record<string, string>;
  readonly types: string;
  readonly dropped: number;
}

async function storedEntries(entries: readonly object[]): Promise<Row> {
  await fixture.store("logs", logs([{ ...logRecord({ time: now }), attributes: entries }]));
  const [row] = await fixture.rows(
    "SELECT attributes, attribute_types AS types, dropped_attributes AS dropped FROM logs",
  );
  return row as unknown as Row;
}
const stored = (set: Attributes) =>
  storedEntries(Object.entries(set).map(([key, v]) => ({ key, value: value(v) })));

describe("a value", () => {
  const table: readonly [string, Value, string, string][] = [
    ["text", "글자 🚢", "글자 🚢", "s"],
    ["empty text", "", "", "s"],
    ["text with a zero byte", "a\0b", "a\0b", "s"],
    ["true", true, "true", "b"],
    ["false", false, "false", "b"],
    ["0", 0, "0", "i"],
    ["127", 127, "127", "i"],
    ["128", 128, "128", "i"],
    ["the last integer of four bytes", 268_435_455, "268435455", "i"],
    ["the first integer of five bytes", 268_435_456, "268435456", "i"],
    ["-1", -1, "-1", "i"],
    ["an integer beyond 2^53", 9_007_199_254_740_993n, "9007199254740993", "i"],
    ["the least integer", -(2n ** 63n), "-9223372036854775808", "i"],
    ["the greatest integer", 2n ** 63n - 1n, "9223372036854775807", "i"],
    ["a double", 0.1, "0.1", "d"],
    ["a whole double", new Double(1), "1", "d"],
    ["a large double", new Double(1e300), "1e+300", "d"],
    ["NaN", new Double(Number.NaN), "NaN", "d"],
    ["minus infinity", new Double(Number.NEGATIVE_INFINITY), "-Infinity", "d"],
    ["bytes", Buffer.from([0, 255, 16]), "AP8Q", "y"],
    ["no bytes", Buffer.alloc(0), "", "y"],
    ["an array", ["a", 1, true, null], '["a",1,true,null]', "a"],
    ["an empty array", [], "[]", "a"],
    ["an array that tells 1.0 from 1", [new Double(1), 1], "[1.0,1]", "a"],
    ["an array with an integer beyond 2^53", [9_007_199_254_740_993n], "[9007199254740993]", "a"],
    ["an array with NaN", [new Double(Number.NaN)], '["NaN"]', "a"],
    ["a map", { b: { c: "d" }, a: [1] }, '{"b":{"c":"d"},"a":[1]}', "m"],
    ["a map with bytes", { raw: Buffer.from("ab") }, '{"raw":{"$bytes":"YWI="}}', "m"],
    ["a map whose keys need escapes", { 'a"\n': 1 }, '{"a\\"\\n":1}', "m"],
    ["an empty map", {}, "{}", "m"],
    ["an empty value", null, "", "e"],
  ];
  test.each(table)("that is %s", async (_, given, text, type) => {
    expect(await stored({ key: given })).toEqual({ attributes: { key: text }, types: type, dropped: 0 });
  });

  test("nested to 16 levels is kept, and what lies deeper is told by an ellipsis", async () => {
    const nested = (levels: number): Value => (levels === 0 ? "x" : [nested(levels - 1)]);
    const written = async (levels: number) => (await stored({ key: nested(levels) })).attributes["key"];
    expect(await written(16)).toBe(`${"[".repeat(16)}"x"${"]".repeat(16)}`);
    await fixture.empty();
    expect(await written(17)).toBe(`${"[".repeat(16)}"…"${"]".repeat(16)}`);
  });

  test("is the last of several in one message, as in any oneof", async () => {
    const both = { stringValue: "first", intValue: "2" };
    expect(await storedEntries([{ key: "key", value: both }])).toMatchObject({
      attributes: { key: "2" },
      types: "i",
    });
  });
});

describe("keys", () => {
  test("given twice keep their first value, and the second is counted", async () => {
    const twice = ["first", "second"].map((text) => ({ key: "key", value: { stringValue: text } }));
    expect(await storedEntries(twice)).toEqual({ attributes: { key: "first" }, types: "s", dropped: 1 });
  });

  test("may be empty, and values may be missing", async () => {
    expect(await storedEntries([{ key: "", value: { intValue: "1" } }, { key: "only" }])).toEqual({
      attributes: { "": "1", only: "" },
      types: "ie",
      dropped: 0,
    });
  });

  test("of 127, 128 and 200 bytes are cut at the limit of names", async () => {
    const { attributes } = await stored({ ["a".repeat(127)]: 1, ["b".repeat(128)]: 2, ["c".repeat(200)]: 3 });
    expect(attributes).toEqual({ ["a".repeat(20)]: "1", ["b".repeat(20)]: "2", ["c".repeat(20)]: "3" });
  });

  test("that are the same once they are cut are the same key", async () => {
    const long = "k".repeat(20);
    expect(await stored({ [`${long}1`]: "a", [`${long}2`]: "b" })).toEqual({
      attributes: { [long]: "a" },
      types: "s",
      dropped: 1,
    });
  });
});

describe("limits", () => {
  test("attributes over the count are dropped and counted", async () => {
    const { attributes, dropped } = await stored({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 });
    expect(Object.keys(attributes)).toEqual(["a", "b", "c", "d", "e"]);
    expect(dropped).toBe(2);
  });

  test.each([
    ["of one byte each", "x".repeat(101), "x".repeat(100)],
    ["of three bytes each", "글".repeat(40), "글".repeat(33)],
    ["of four bytes each", `x${"🚢".repeat(40)}`, `x${"🚢".repeat(24)}`],
  ])("text is cut between characters: %s", async (_, given, cut) => {
    expect((await stored({ key: given })).attributes["key"]).toBe(cut);
  });

  test("a list that was cut is text", async () => {
    const { attributes, types } = await stored({ key: Array.from({ length: 100 }, () => 1) });
    expect(attributes["key"]).toBe(`[${"1,".repeat(49)}1`);
    expect(types).toBe("s");
  });
});

describe("text that is not UTF-8", () => {
  const bytes = Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x62]);

  test("is stored byte for byte, and read with U+FFFD in its place", async () => {
    const key = Buffer.from("raw");
    const value = Buffer.concat([Buffer.from([0x0a, bytes.length]), bytes]);
    const entry = Buffer.concat([
      Buffer.from([0x0a, key.length]),
      key,
      Buffer.from([0x12, value.length]),
      value,
    ]);
    const record = Buffer.concat([Buffer.from([0x32, entry.length]), entry]);
    const scope = Buffer.concat([Buffer.from([0x12, record.length]), record]);
    const resource = Buffer.concat([Buffer.from([0x12, scope.length]), scope]);
    await fixture.store("logs", Buffer.concat([Buffer.from([0x0a, resource.length]), resource]));
    const [row] = await fixture.rows("SELECT attributes, hex(attributes['raw']) AS bytes FROM logs");
    expect(row).toEqual({
      attributes: { raw: "a\uFFFD(b" },
      bytes: bytes.toString("hex").toUpperCase(),
    });
  });
});
