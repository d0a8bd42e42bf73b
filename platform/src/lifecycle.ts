import type { Feature } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";

/** Something that was started and has to be stopped. */
export interface Running {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** Starts features in order. When one fails, those before it are stopped again and the error goes on. */
export async function startAll(features: readonly Feature[], log: Logger): Promise<Running[]> {
  const running: Running[] = [];
  try {
    for (const feature of features) {
      await feature.start?.();
      running.push({ name: feature.name, stop: async () => feature.stop?.() });
    }
  } catch (error) {
    await stopAll(running, log);
    throw error;
  }
  return running;
}

/** Stops in reverse order; one that fails does not keep the others from stopping. */
export async function stopAll(running: readonly Running[], log: Logger): Promise<void> {
  for (const { name, stop } of running.toReversed()) {
    try {
      await stop();
      log.debug({ feature: name }, "stopped");
    } catch (err) {
      log.error({ err, feature: name }, "did not stop cleanly");
    }
  }
}
