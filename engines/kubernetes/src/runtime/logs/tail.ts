import type { FileHandle } from "node:fs/promises";
import { parseLine } from "./cri.ts";

const newline = 0x0a;
const step = 64 * 1024;

export interface Position {
  /** Which of the files. */
  readonly index: number;
  /** Bytes from its beginning. */
  readonly offset: number;
}

/** Where the last so many lines begin; reads backwards, no more than it must.
 *  @param files  the oldest first */
export async function tailOf(files: readonly FileHandle[], lines: number): Promise<Position> {
  let seen = 0;
  let isLast = true;
  for (let index = files.length - 1; index >= 0; index--) {
    const file = files[index];
    if (file === undefined) continue;
    for await (const { line, end } of linesBackwards(file)) {
      // Parts of one line count once: the last of them, or the last that there is.
      if (isLast || parseLine(line)?.isPartial !== true) seen += 1;
      isLast = false;
      if (seen > lines) return { index, offset: end };
    }
  }
  return { index: 0, offset: 0 };
}

/** Lines that end with a line break, the last first; `end` is where the next one begins. */
async function* linesBackwards(file: FileHandle): AsyncGenerator<{ line: Buffer; end: number }> {
  let start = (await file.stat()).size;
  // What stands before `start` is unread; `text` begins there and holds what is not yet told.
  let text: Buffer = Buffer.alloc(0);
  while (start > 0) {
    const length = Math.min(step, start);
    start -= length;
    text = Buffer.concat([await readAt(file, start, length), text]);
    let end = text.lastIndexOf(newline);
    for (let before = lineBreakBefore(text, end); before !== -1; before = lineBreakBefore(text, end)) {
      yield { line: text.subarray(before + 1, end), end: start + end + 1 };
      end = before;
    }
    text = text.subarray(0, end + 1);
    if (start === 0 && end >= 0) yield { line: text.subarray(0, end), end: end + 1 };
  }
}

const lineBreakBefore = (text: Buffer, end: number) => (end <= 0 ? -1 : text.lastIndexOf(newline, end - 1));

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
