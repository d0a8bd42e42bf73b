import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { launch } from "./launch.ts";

const asked = { command: ["true"], env: {}, workingDir: "/", stdin: false, tty: false };

test.each([
  [["no-such-tool"], "it ended before its program ran", 127],
  [["sh", "-c", "echo 'failed no way' >&3; exit 3"], "no way", 3],
])("%j fails with its reason", async (chain, reason, exitCode) => {
  const folder = await mkdtemp(join(tmpdir(), "naru-launch-"));
  const { started, ended } = await launch({ ...asked, chain, folder });
  expect(await started).toEqual({ is: "failed", reason });
  expect(await ended).toEqual({ exitCode });
  await rm(folder, { recursive: true });
});
