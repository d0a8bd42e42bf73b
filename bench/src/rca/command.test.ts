import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rcaCommand } from "./command.ts";
import { type Folder, folderOf, nezhaFiles } from "./fixture.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await folderOf({ ...nezhaFiles("c1", 0, 2), ...nezhaFiles("c2", 0, 2) });
});
afterAll(() => folder.remove());

describe("the command ends with 1 and says why", () => {
  const facts: [argv: string[], said: RegExp][] = [
    [[], /--data is missing: the folder with the cases to replay/],
    [["--data", "DIR", "--case", "c3"], /there is no case c3; there are c1, c2$/],
    [["--shop", "--fault", "gremlins"], /^there is no fault gremlins$/],
    [["--data", "/nowhere/at/all"], /^\/nowhere\/at\/all: /],
  ];
  test.each(facts)("for %j", async (argv, said) => {
    const lines: string[] = [];
    const given = argv.map((text) => (text === "DIR" ? folder.path : text));
    expect(await rcaCommand(given, (line) => lines.push(line))).toBe(1);
    expect(lines.join("\n")).toMatch(said);
  });
});
