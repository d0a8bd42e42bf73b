import { StringDecoder } from "node:string_decoder";
import type { PodLogLine } from "./api.ts";

const longestLine = 256 * 1024;

/** A container's log as lines with the time that its runtime gave each. A line longer than 256 Ki is cut in pieces. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<PodLogLine> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.write(Buffer.from(chunk))).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) yield lineOf(part);
    if (rest.length < longestLine) continue;
    yield lineOf(rest);
    rest = "";
  }
  if (rest !== "") yield lineOf(rest);
}

/** `2026-11-21T09:00:00.123456789Z text` */
function lineOf(line: string): PodLogLine {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})) ?(.*)$/s.exec(line);
  return match
    ? { time: match[1] ?? "", text: (match[2] ?? "").replace(/\r$/, "") }
    : { time: "", text: line };
}
