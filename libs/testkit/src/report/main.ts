/* What a run of Vitest came to, from the file of its JSON reporter: a line of counts, passed, failed and skipped; then each
 * failure and how it began. */
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { summarize } from "./report.ts";

const shownLines = 8;
const [file = ""] = process.argv.slice(2);
const { passed, failed, skipped } = summarize(JSON.parse(await readFile(file, "utf8")));
console.log(passed, failed.length, skipped);
for (const failure of failed) {
  console.log(`✗ ${relative(".", failure.file)}${failure.test && `: ${failure.test}`}`);
  for (const line of failure.message.split("\n").slice(0, shownLines)) console.log(`    ${line}`);
}
