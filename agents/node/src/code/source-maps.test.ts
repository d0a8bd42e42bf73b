import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Location } from "./location.ts";
import { SourceMaps } from "./source-maps.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-maps-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Line 1 of the output was written in line 3, column 5 of `src/written.ts`; line 2 by nobody. */
const map = JSON.stringify({ version: 3, sources: ["src/written.ts"], names: [], mappings: "AAEI;A" });
const base64 = Buffer.from(map).toString("base64");

async function located(code: string, files: Record<string, string> = {}, line = 1): Promise<Location> {
  const file = join(folder, "out.js");
  await writeFile(file, code);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return new Promise((found) => new SourceMaps().resolve({ file, line, column: 1, function: "f" }, found));
}
const written = () => ({ file: join(folder, "src/written.ts"), line: 3, column: 5, function: "f" });
const itself = (line = 1) => ({ file: join(folder, "out.js"), line, column: 1, function: "f" });

test("a map beside the file", async () => {
  const code = "f()\n//# sourceMappingURL=out.js.map\n";
  expect(await located(code, { "out.js.map": map })).toEqual(written());
});

test("a map in the file", async () => {
  const code = `f()\n//# sourceMappingURL=data:application/json;base64,${base64}`;
  expect(await located(code)).toEqual(written());
});

test("a map in the file, of which only the end is seen at first", async () => {
  const long = JSON.stringify({ ...JSON.parse(map), sourcesContent: ["x".repeat(5000)] });
  const encoded = Buffer.from(long).toString("base64");
  const code = `f()\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${encoded}\n`;
  expect(await located(code)).toEqual(written());
});

test.each<[string, string, Record<string, string>]>([
  ["no map", "f()\n", {}],
  ["a map that is missing", "f()\n//# sourceMappingURL=out.js.map", {}],
  ["a map that is no JSON", "f()\n//# sourceMappingURL=out.js.map", { "out.js.map": "<html>" }],
])("a file with %s speaks for itself", async (_, code, files) => {
  expect(await located(code, files)).toEqual(itself());
});

test("a file that is not there speaks for itself, at once", () => {
  const places: Location[] = [];
  new SourceMaps().resolve(itself(), (place) => places.push(place));
  expect(places).toEqual([itself()]);
});
