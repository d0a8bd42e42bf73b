import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../status.ts";
import { parseProtobuf } from "./protobuf.ts";

/** A length-delimited field. */
const field = (number: number, ...parts: (string | Buffer)[]) => {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
};
const number = (field: number, value: number) => Buffer.from([field << 3, value]);
const sent = (apiVersion: string, kind: string, ...object: Buffer[]) =>
  Buffer.concat([Buffer.from("k8s\0"), field(1, field(1, apiVersion), field(2, kind)), field(2, ...object)]);

describe("a client's message reads as its JSON would", () => {
  const facts: [name: string, message: Buffer, object: object][] = [
    [
      "a map, and empty texts left out",
      sent(
        "v1",
        "ConfigMap",
        field(1, field(1, "settings"), field(3, "")),
        field(2, field(1, "a"), field(2, "1")),
      ),
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { a: "1" } },
    ],
    [
      "bytes as base64",
      sent("v1", "Secret", field(2, field(1, "key"), field(2, "s3cret"))),
      { apiVersion: "v1", kind: "Secret", data: { key: Buffer.from("s3cret").toString("base64") } },
    ],
    [
      "repeated messages, and a number or a name",
      sent(
        "v1",
        "Service",
        field(
          2,
          field(1, number(3, 80), field(4, number(1, 1), field(3, "http"))),
          field(1, number(3, 81), field(4, number(2, 8))),
        ),
      ),
      {
        apiVersion: "v1",
        kind: "Service",
        spec: {
          ports: [
            { port: 80, targetPort: "http" },
            { port: 81, targetPort: 8 },
          ],
        },
      },
    ],
    [
      "fields of a part in their parent's place",
      sent("v1", "Pod", field(2, field(1, field(1, "tmp"), field(2, field(2))))),
      { apiVersion: "v1", kind: "Pod", spec: { volumes: [{ name: "tmp", emptyDir: {} }] } },
    ],
    [
      "options that belong to no group",
      sent("v1", "DeleteOptions", number(1, 5), field(4, "Orphan")),
      { apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: 5, propagationPolicy: "Orphan" },
    ],
  ];
  test.each(facts)("%s", (_name, message, object) => expect(parseProtobuf(message)).toEqual(object));
});

test("a kind that has none is told to be sent as JSON", () => {
  expect(() => parseProtobuf(sent("example.com/v1", "Gadget"))).toThrow("send JSON");
});

test("bytes that make no sense are refused, and never crash", () => {
  const whole = sent(
    "v1",
    "Pod",
    field(2, field(1, field(1, "tmp"), field(2, field(2)))),
    field(1, field(1, "p")),
  );
  fc.assert(
    fc.property(fc.nat(), fc.uint8Array({ maxLength: 40 }), fc.boolean(), (at, noise, cut) => {
      const place = at % whole.length;
      const body = Buffer.concat([
        whole.subarray(0, place),
        noise,
        cut ? Buffer.alloc(0) : whole.subarray(place),
      ]);
      try {
        parseProtobuf(body);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
    }),
    { numRuns: 2000 },
  );
});
