import { expect, test } from "vitest";
import { linesOf } from "./lines.ts";

async function* chunks(...texts: (string | Buffer)[]) {
  yield* texts.map((text) => Buffer.from(text as string));
}

test("lines are put together from pieces, whatever falls between them", async () => {
  const korean = Buffer.from("나루");
  const pieces = chunks(
    "2026-11-21T09:00:00.1Z one\n2026-11-21T09:00:",
    "01.2+09:00 ",
    korean.subarray(0, 2),
    Buffer.concat([korean.subarray(2), Buffer.from("\r\nbare")]),
  );
  const lines = [];
  for await (const line of linesOf(pieces)) lines.push(line);
  expect(lines).toEqual([
    { time: "2026-11-21T09:00:00.1Z", text: "one" },
    { time: "2026-11-21T09:00:01.2+09:00", text: "나루" },
    { time: "", text: "bare" },
  ]);
});
