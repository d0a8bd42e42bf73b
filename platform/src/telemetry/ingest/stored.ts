import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { eventually, type Platform } from "@naru/testkit";

/** Waits until everything that was acknowledged is in the store. */
export const stored = (platform: Platform): Promise<void> =>
  eventually(async () => {
    const { log } = await platform.call<{ log: { bytes: number } }>("/api/ingest");
    const segments = await walFiles(platform.dataFolder);
    if (log.bytes > 0 || segments > 0) throw new Error(`${segments} log segments are not stored yet`);
  }, 30_000);

async function walFiles(dataFolder: string): Promise<number> {
  const names = await readdir(join(dataFolder, "wal"), { recursive: true });
  return names.filter((name) => name.endsWith(".wal")).length;
}
