import { randomBytes } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { NaruError } from "#kernel/errors.ts";

/** Reads a secret that only its owner may read; makes it, 32 random bytes in base64url, on the first start.
 *  @throws NaruError START_FAILED when other users may read or write the file, or when it is empty */
export async function secretIn(file: string): Promise<string> {
  const fresh = randomBytes(32).toString("base64url");
  try {
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: "wx" });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const { mode } = await stat(file);
  if (mode & 0o077) {
    throw new NaruError("START_FAILED", `Other users of this machine may read ${file}.`, {
      help: `Run: chmod 600 ${file}. If somebody may have seen it, delete it and start again: a new one is made.`,
    });
  }
  const secret = (await readFile(file, "utf8")).trim();
  if (secret.length >= 16) return secret;
  throw new NaruError("START_FAILED", `${file} holds no secret.`, { help: "Delete it and start again." });
}
