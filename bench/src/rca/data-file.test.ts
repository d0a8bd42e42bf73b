import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { DataError } from "./csv.ts";
import { dataFile, readJson, readText } from "./data-file.ts";
import { type Folder, folderOf } from "./fixture.ts";

let folder: Folder | undefined;
afterEach(() => folder?.remove());
const open = async (files: Record<string, string>) => {
  folder = await folderOf(files);
  return folder.path;
};

describe("a file of a data folder", () => {
  test.each(["a.csv", "a.csv.gz"])("is found and read as %s", async (name) => {
    const path = await open({ [name]: "é,1\n" });
    expect(dataFile(path, "a.csv")).toBe(join(path, name));
    expect(await readText(join(path, name))).toBe("é,1\n");
  });
  test("may be missing", async () => {
    expect(dataFile(await open({ "b.csv": "" }), "a.csv")).toBeUndefined();
  });

  const broken: [what: string, files: Record<string, string>, read: (path: string) => Promise<unknown>][] = [
    ["that is not there", {}, (path) => readText(join(path, "a.csv"))],
    ["that is a folder", { "a.csv/b": "" }, (path) => readText(join(path, "a.csv"))],
    ["of half a JSON", { "a.json": '{"a":' }, (path) => readJson(join(path, "a.json"))],
  ];
  test.each(broken)("%s is refused by its name", async (_, files, read) => {
    const path = await open({ other: "", ...files });
    await expect(read(path)).rejects.toThrow(DataError);
    await expect(read(path)).rejects.toThrow(join(path, "a."));
  });
});
