import { expect, test } from "vitest";
import { Reader } from "./reader.ts";
import { walk } from "./walk.ts";

const field = (number: number, ...bytes: (number | Buffer)[]) => {
  const body = Buffer.concat(bytes.map((part) => (typeof part === "number" ? Buffer.from([part]) : part)));
  return Buffer.concat([Buffer.from([(number << 3) | 2, body.length]), body]);
};
const text = (value: string) => Buffer.from(value);
const resource = (value: string) => field(1, text(value));
const scope = resource;
const schemaUrl = (value: string) => field(3, text(value));
const item = (value: string) => field(2, text(value));
const scopeItems = (...parts: Buffer[]) => field(2, ...parts);
const resourceItems = (...parts: Buffer[]) => field(1, ...parts);

function walked(body: Buffer): string[] {
  const met: string[] = [];
  const reader = new Reader();
  reader.reset(body);
  walk(reader, {
    resource: (message, url) =>
      met.push(`resource ${Buffer.from(message).toString()} ${Buffer.from(url).toString()}`),
    scope: (message, url) =>
      met.push(`scope ${Buffer.from(message).toString()} ${Buffer.from(url).toString()}`),
    item(start, end) {
      met.push(`item ${body.subarray(start, end).toString()}`);
      reader.pos = 0;
    },
  });
  return met;
}

test("a resource comes before its scopes, and a scope before its items", () => {
  const request = resourceItems(
    resource("R"),
    scopeItems(scope("S"), item("1"), item("2"), schemaUrl("s")),
    scopeItems(scope("T"), item("3")),
    schemaUrl("r"),
  );
  expect(walked(request)).toEqual(["resource R r", "scope S s", "item 1", "item 2", "scope T ", "item 3"]);
});

test("also when they are written after them", () => {
  const request = resourceItems(scopeItems(item("1"), scope("S")), resource("R"));
  expect(walked(request)).toEqual(["resource R ", "scope S ", "item 1"]);
});

test("a resource given in parts is one, and the last schema URL counts", () => {
  const request = resourceItems(
    resource("R"),
    schemaUrl("a"),
    scopeItems(item("1")),
    resource("+"),
    schemaUrl("b"),
    resource(""),
  );
  expect(walked(request)).toEqual(["resource R+ b", "scope  ", "item 1"]);
});

test("without a resource and a scope there are empty ones", () => {
  expect(walked(resourceItems(scopeItems(item("1"))))).toEqual(["resource  ", "scope  ", "item 1"]);
});

test("resources without scopes, and scopes without items, are not met", () => {
  expect(walked(resourceItems(resource("R")))).toEqual([]);
  expect(walked(resourceItems(resource("R"), scopeItems(scope("S"))))).toEqual(["resource R "]);
});

test("unknown fields are passed over at every level", () => {
  const unknown = Buffer.concat([field(9, text("?")), Buffer.from([0x50, 0x05])]);
  const request = Buffer.concat([
    unknown,
    resourceItems(unknown, resource("R"), scopeItems(unknown, item("1"), unknown), unknown),
  ]);
  expect(walked(request)).toEqual(["resource R ", "scope  ", "item 1"]);
});

test("a resource in a hundred thousand parts takes no longer than its bytes", () => {
  const large = Buffer.concat([Buffer.from([0x0a, 0x80, 0x80, 0x40]), Buffer.alloc(1 << 20, 0x20)]);
  const parts = Buffer.alloc(300_000, resource("x"));
  const inside = Buffer.concat([large, parts, scopeItems(item("1"))]);
  const length = Buffer.from([
    0x0a,
    (inside.length & 127) | 128,
    ((inside.length >> 7) & 127) | 128,
    inside.length >> 14,
  ]);
  const started = performance.now();
  expect(walked(Buffer.concat([length, inside])).at(-1)).toBe("item 1");
  expect(performance.now() - started).toBeLessThan(2000);
});
