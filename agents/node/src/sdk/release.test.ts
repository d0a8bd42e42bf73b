import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { releaseOf } from "./release.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-release-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function files(contents: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return join(folder, "app/src/main.js");
}

test.each<[string, Record<string, string>, Record<string, string>]>([
  [
    "the nearest package.json says name and version",
    {
      "package.json": '{"name":"all","version":"9.0.0"}',
      "app/package.json": '{"name":"web","version":"1.2.3"}',
    },
    { "service.name": "web", "service.version": "1.2.3" },
  ],
  ["a package.json that is no JSON says nothing", { "app/package.json": "{" }, {}],
  ["a detached head is the commit", { ".git/HEAD": `${commit}\n` }, { "vcs.ref.head.revision": commit }],
  [
    "a branch is followed to its commit",
    { ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": `${commit}\n` },
    { "vcs.ref.head.revision": commit },
  ],
  [
    "a packed branch is found",
    { ".git/HEAD": "ref: refs/heads/wt/x\n", ".git/packed-refs": `# pack-refs\n${commit} refs/heads/wt/x\n` },
    { "vcs.ref.head.revision": commit },
  ],
  [
    "a work tree is followed to its repository",
    {
      "app/.git": "gitdir: ../repo/worktrees/app\n",
      "repo/worktrees/app/HEAD": "ref: refs/heads/main\n",
      "repo/worktrees/app/commondir": "../..\n",
      "repo/refs/heads/main": `${commit}\n`,
    },
    { "vcs.ref.head.revision": commit },
  ],
  ["a head that leads out of the repository is not followed", { ".git/HEAD": "ref: ../../etc/passwd\n" }, {}],
])("%s", async (_, contents, expected) => {
  expect(releaseOf({}, await files(contents))).toEqual(expected);
});

test("what the build left in the environment goes before the repository", async () => {
  const main = await files({ ".git/HEAD": commit });
  expect(releaseOf({ GIT_COMMIT: "fedcba9" }, main)).toEqual({ "vcs.ref.head.revision": "fedcba9" });
  expect(releaseOf({ GIT_COMMIT: "main" }, main)).toEqual({ "vcs.ref.head.revision": commit });
});
