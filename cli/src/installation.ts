import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

type Environment = Readonly<Record<string, string | undefined>>;

export const platformProgram = fileURLToPath(new URL("../../platform/bin/naru-platform", import.meta.url));

/** The data folder that a start with these arguments uses. */
export function dataFolderOf(argv: readonly string[], env: Environment): string {
  const flag = argv.findIndex((argument) => argument === "--data" || argument.startsWith("--data="));
  const given = flag === -1 ? env["NARU_DATA"] : (argv[flag]?.split("=")[1] ?? argv[flag + 1]);
  return resolve((given ?? join(homedir(), ".naru")).replace(/^~(?=\/|$)/, homedir()));
}

/** The process that holds the folder; undefined when none does. */
export function holderOf(dataFolder: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(dataFolder, "lock"), "utf8"), 10);
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}
