import { expect, test } from "vitest";
import { decodeProfiles } from "./decode.ts";
import { encodeProfile } from "./encode.ts";

const at = (micros: bigint) => 1_700_000_000_000_000_000n + micros * 1000n;
const frame = (name: string, line: number) => ({
  function: name,
  file: `/app/${name}.ts`,
  startLine: 1,
  line,
});

test("what is written is read again by the official schema, stack by stack, at its instants", () => {
  const body = encodeProfile({
    id: new Uint8Array(16).fill(7),
    resource: { "service.name": "cart", "process.pid": 12, ratio: 0.5, ready: true, args: ["a", "b"] },
    scope: { name: "test", version: "1" },
    stacks: [
      { frames: [frame("inner", 12), frame("outer", 3)], at: [10, 20] },
      { frames: [frame("inner", 13), frame("outer", 3)], at: [30] },
      { frames: [{ function: "(garbage collector)", file: "", startLine: 0, line: 0 }], at: [40] },
    ],
    startNanos: 1_700_000_000_000_000_000n,
    durationNanos: 10_000_000_000n,
    periodNanos: 10_000_000n,
    epochNanos: (micros) => at(BigInt(micros)),
  });
  const v8 = "profile.frame.type=v8js";
  expect(decodeProfiles(body)).toEqual([
    {
      service: "cart",
      type: "cpu nanoseconds",
      periodNanos: 10_000_000,
      startNanos: 1_700_000_000_000_000_000n,
      samples: [
        {
          stack: ["inner /app/inner.ts:12", "outer /app/outer.ts:3"],
          frameTypes: [v8, v8],
          values: [10_000_000, 10_000_000],
          at: [at(10n), at(20n)],
        },
        {
          stack: ["inner /app/inner.ts:13", "outer /app/outer.ts:3"],
          frameTypes: [v8, v8],
          values: [10_000_000],
          at: [at(30n)],
        },
        { stack: ["(garbage collector) :0"], frameTypes: [v8], values: [10_000_000], at: [at(40n)] },
      ],
    },
  ]);
});
