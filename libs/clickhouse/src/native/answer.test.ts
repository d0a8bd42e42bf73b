import { describe, expect, test } from "vitest";
import { Answer } from "./answer.ts";
import { Block } from "./block.ts";
import { ArrayColumn, FixedColumn, LowCardinalityColumn, StringColumn } from "./columns.ts";

function block(rows: readonly (readonly [ms: number, text: string, service: string, id: string])[]): Buffer {
  const of = new Block({
    ms: new FixedColumn("Float64", 8),
    text: new StringColumn(),
    service: new LowCardinalityColumn(),
    id: new FixedColumn("FixedString(4)", 4),
  });
  for (const [ms, text, service, id] of rows) {
    of.columns.ms.bytes.f64(ms);
    of.columns.text.pushText(text);
    of.columns.service.pushText(service);
    of.columns.id.bytes.copy(Buffer.from(id, "hex"), 0, 4);
  }
  return of.toNative();
}

const read = (bytes: Uint8Array) => {
  const answer = new Answer(bytes);
  const { texts, codes } = answer.coded("service");
  return {
    ms: [...answer.floats("ms")],
    text: answer.texts("text"),
    service: Array.from(codes, (code) => texts[code]),
    id: Buffer.from(answer.bytes("id")).toString("hex"),
  };
};

describe("an answer in Native", () => {
  test("is read by columns over all of its blocks, each with a dictionary of its own", () => {
    const bytes = Buffer.concat([
      block([
        [1.5, "하나", "cart", "00000001"],
        [-2, "", "front", "0000ff02"],
      ]),
      block([[3, "세", "front", "ffffffff"]]),
    ]);
    expect(read(bytes)).toEqual({
      ms: [1.5, -2, 3],
      text: ["하나", "", "세"],
      service: ["cart", "front", "front"],
      id: "000000010000ff02ffffffff",
    });
    expect(new Answer(bytes).coded("service").texts).toEqual(["cart", "front"]);
  });

  test.each([3, 300, 70_000])("with %i different texts in a column of few", (count) => {
    const services = Array.from({ length: count }, (_, index) => `service ${index}`);
    const bytes = block(services.map((service, index) => [index, service, service, "00000000"]));
    expect(read(bytes).service.join()).toBe(services.join());
  });

  test("that is empty has no rows of any column", () => {
    for (const bytes of [new Uint8Array(0), Buffer.from([0, 0])])
      expect(read(bytes)).toEqual({ ms: [], text: [], service: [], id: "" });
  });

  test("is refused where a column is missing, is of another type, or the bytes end too early", () => {
    const bytes = block([[1, "text", "cart", "00000000"]]);
    expect(() => new Answer(bytes).floats("seconds")).toThrow("no column seconds");
    expect(() => new Answer(bytes).floats("text")).toThrow("column text is String");
    expect(() => new Answer(bytes.subarray(0, -1))).toThrow(RangeError);
    const arrays = new Block({ a: new ArrayColumn(new StringColumn()) });
    arrays.columns.a.end();
    expect(() => new Answer(arrays.toNative())).toThrow("columns of Array(String) are not read");
  });
});
