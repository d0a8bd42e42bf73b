import { randomUUID, X509Certificate } from "node:crypto";
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Identity, issue, makeAuthority } from "@naru/certificates";
import { NaruError } from "#kernel/errors.ts";
import { serverNames } from "./objects.ts";

interface Kept {
  /** By which objects in clusters are known to be of this Naru; it outlives the authority. */
  readonly owner: string;
  readonly authority: Identity;
}

export interface Credentials extends Kept {
  /** What it shows to API servers. */
  readonly own: Identity;
}

const dayMs = 86_400_000;
/** An authority lasts ten years, what it issues one. */
const authorityLeftMs = 400 * dayMs;
const ownLeftMs = 120 * dayMs;

const fileName = "autoscaling-authority.json";

/** Opens what is kept in a folder, or makes it; renews what ends before long.
 *  @param known  what was opened before
 *  @throws NaruError START_FAILED where others may read the key, or the file is something else */
export async function credentialsIn(folder: string, now: number, known?: Credentials): Promise<Credentials> {
  const file = join(folder, fileName);
  const kept = known ?? (await keptIn(file)) ?? { owner: randomUUID(), authority: undefined };
  const isLasting = kept.authority !== undefined && lasts(kept.authority, now, authorityLeftMs);
  if (known && isLasting && lasts(known.own, now, ownLeftMs)) return known;
  const authority =
    isLasting && kept.authority ? kept.authority : await makeAuthority("naru-autoscaling-ca", now);
  if (!isLasting) await write(file, { owner: kept.owner, authority });
  const own = await issue(authority, { subject: "CN=naru-autoscaling", names: serverNames }, now);
  return { owner: kept.owner, authority, own };
}

const lasts = ({ certificate }: Identity, now: number, leastMs: number) =>
  new X509Certificate(certificate).validToDate.getTime() - now >= leastMs;

async function keptIn(file: string): Promise<Kept | undefined> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { mode } = await stat(file);
  if (mode & 0o077) {
    throw new NaruError("START_FAILED", `Other users of this machine may read ${file}.`, {
      help: `Run: chmod 600 ${file}. If somebody may have seen it, delete it and start again: a new one is made.`,
    });
  }
  try {
    return JSON.parse(text) as Kept;
  } catch (cause) {
    throw new NaruError("START_FAILED", `${file} holds no key.`, {
      help: "Delete it and start again.",
      cause,
    });
  }
}

/** It is there as a whole or not at all. */
async function write(file: string, kept: Kept): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(kept), { mode: 0o600 });
  await rename(draft, file);
}
