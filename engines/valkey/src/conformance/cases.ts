import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { splitWords } from "../resp/parser.ts";

/** A line of a case: what a client sends, or that it only reads; and what it is answered. */
export interface Step {
  readonly client: string;
  /** Undefined: it reads what comes next. */
  readonly command: readonly string[] | undefined;
  /** How many elements of the reply belong together, where their order is undefined; 0 where it is not. */
  readonly group: number;
  /** By the version of the protocol. */
  readonly expected: Readonly<Record<2 | 3, string>>;
}

export interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Cases out of text files:
 *
 *  ```
 *  # a sentence
 *  > SET key value          sent by client A; `B> ` by another; `B<` reads only; `~ `: order of the reply is undefined,
 *  OK                       `~2 `: of its pairs
 *  3 OK                     in RESP3, where that differs
 *  ```
 */
export function readCases(): { family: string; cases: Case[] }[] {
  const folder = join(import.meta.dirname, "cases");
  return globSync("*.txt", { cwd: folder })
    .toSorted()
    .map((file) => ({
      family: basename(file, ".txt"),
      cases: casesOf(readFileSync(join(folder, file), "utf8")),
    }));
}

const sending = /^([A-Z]?)([<>])\s?(~2? )?(.*)$/;

function casesOf(text: string): Case[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [name = "", ...lines] = part.split("\n").filter((line) => line !== "");
      return { name, steps: stepsOf(lines) };
    });
}

function stepsOf(lines: readonly string[]): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < lines.length;) {
    const [, client, direction, order, rest] = sending.exec(lines[i]!)!;
    const two = lines[++i]!;
    const three = lines[i + 1]?.startsWith("3 ") ? lines[++i]!.slice(2) : two;
    i++;
    steps.push({
      client: client || "A",
      command: direction === ">" ? splitWords(rest!) : undefined,
      group: order === undefined ? 0 : order === "~2 " ? 2 : 1,
      expected: { 2: two, 3: three },
    });
  }
  return steps;
}
