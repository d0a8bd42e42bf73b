import { array, assert, boolean, integer, nat, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { Double, Failure, Members, nullArray, ok, Pairs, Push, type Reply, Verbatim } from "./reply.ts";
import { Writer } from "./writer.ts";

function written(reply: Reply, protocol: 2 | 3): string {
  const writer = new Writer();
  writer.protocol = protocol;
  writer.reply(reply);
  return writer.take().toString("latin1");
}

describe("a reply in RESP2 and RESP3", () => {
  const facts: [what: string, reply: Reply, two: string, three: string][] = [
    ["status", ok, "+OK\r\n", "+OK\r\n"],
    ["error", new Failure("ERR no\r\n+OK"), "-ERR no  +OK\r\n", "-ERR no  +OK\r\n"],
    ["integer", 42, ":42\r\n", ":42\r\n"],
    ["large integer", 9223372036854775807n, ":9223372036854775807\r\n", ":9223372036854775807\r\n"],
    ["bulk", "ÿ", "$1\r\n\u00ff\r\n", "$1\r\n\u00ff\r\n"],
    ["nil", null, "$-1\r\n", "_\r\n"],
    ["nil array", nullArray, "*-1\r\n", "_\r\n"],
    ["double", new Double(1.5), "$3\r\n1.5\r\n", ",1.5\r\n"],
    ["infinity", new Double(Number.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n"],
    ["boolean", true, ":1\r\n", "#t\r\n"],
    ["array", ["a", 1], "*2\r\n$1\r\na\r\n:1\r\n", "*2\r\n$1\r\na\r\n:1\r\n"],
    ["map", new Pairs(["a", 1]), "*2\r\n$1\r\na\r\n:1\r\n", "%1\r\n$1\r\na\r\n:1\r\n"],
    ["set", new Members(["a"]), "*1\r\n$1\r\na\r\n", "~1\r\n$1\r\na\r\n"],
    ["push", new Push(["a"]), "*1\r\n$1\r\na\r\n", ">1\r\n$1\r\na\r\n"],
    ["text", new Verbatim("hi"), "$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n"],
    ["nothing", undefined, "", ""],
  ];
  test.each(facts)("%s", (_what, reply, two, three) => {
    expect(written(reply, 2)).toBe(two);
    expect(written(reply, 3)).toBe(three);
  });
});

test("what several writers write at the same time stays apart, whatever its size", () => {
  const piece = tuple(nat(2), integer({ min: 0, max: 30_000 }), boolean());
  assert(
    property(array(piece, { maxLength: 40 }), (pieces) => {
      const writers = [new Writer(), new Writer(), new Writer()];
      const expected = ["", "", ""];
      const taken: Buffer[][] = [[], [], []];
      for (const [which, length, take] of pieces) {
        const text = String.fromCodePoint(97 + which).repeat(length);
        writers[which]!.raw(text);
        expected[which] += text;
        if (take) taken[which]!.push(writers[which]!.take());
      }
      writers.forEach((writer, which) => {
        taken[which]!.push(writer.take());
        expect(Buffer.concat(taken[which]!).toString("latin1")).toBe(expected[which]);
      });
    }),
  );
});
