import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

export interface Identity {
  uid: number;
  gid: number;
}

/** Postgres refuses to run as root: then it runs as `nobody`; as anyone else it simply runs. */
export async function unprivilegedIdentity(): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = await readFile("/etc/passwd", "utf8");
  const [, , uid, gid] = users.match(/^nobody:.*$/m)?.[0].split(":") ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error("Postgres needs a user that is not root: add one named nobody");
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/** Gives a folder with all that is in it to the user that Postgres runs as. */
export async function handOver(folder: string, identity: Identity | undefined): Promise<void> {
  if (identity) await promisify(execFile)("chown", ["-R", `${identity.uid}:${identity.gid}`, folder]);
}
