import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { MemorySource, samplesOf } from "./memory.ts";
import { type Outcome, runScript } from "./run.ts";
import { readScript } from "./script.ts";
import { printTable } from "./table.ts";

/** Prometheus's published cases, beside the project: they are read from there and are no part of it. */
const folder = fileURLToPath(new URL("../../../../../shared/promql", import.meta.url));
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".test")) : [];

describe.skipIf(files.length === 0)(
  `Prometheus's cases${files.length === 0 ? " (../shared/promql is not there)" : ""}`,
  () => {
    const found = new Map<string, readonly Outcome[]>();

    test.each(files)("in memory, %s gives what it must", async (file) => {
      const source = new MemorySource();
      const commands = readScript(readFileSync(`${folder}/${file}`, "utf8"));
      const outcomes = await runScript(commands, {
        source,
        load: (load) => {
          for (const { labels, samples } of samplesOf(load)) source.add(labels, samples);
          return true;
        },
        clear: () => source.clear(),
      });
      found.set(file, outcomes);
      const failures = outcomes
        .filter((each) => each.difference !== undefined && !each.needsFlag)
        .map((each) => `line ${each.case.line}: ${each.case.query}: ${each.difference}`);
      expect(failures).toEqual([]);
    });

    afterAll(() => {
      process.stdout.write(printTable(found));
    });
  },
);
