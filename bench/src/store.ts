import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "@naru/platform/telemetry/store/index.ts";

const week = 7 * 24 * 3600;

export interface TemporaryStore extends Store {
  /** Stops it and removes all that is in it. */
  readonly discard: () => Promise<void>;
}

/** An empty store with the real schema on the embedded engine, in a folder of its own. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const dataFolder = await mkdtemp(join(tmpdir(), "naru-bench-"));
  const store = await openStore({
    dataFolder,
    memoryLimitBytes: 2 ** 30,
    retention: {
      tracesSeconds: week,
      logsSeconds: week,
      metricsSeconds: week,
      profilesSeconds: week,
      incidentsSeconds: week,
    },
  });
  return {
    ...store,
    async discard() {
      await store.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
