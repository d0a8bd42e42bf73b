import { once } from "node:events";
import type { Found } from "./discover.ts";
import { onlyWindow, replay } from "./replay.ts";

/** Replays one case into a platform that stays up, for looking at what an engine sees, until SIGINT or SIGTERM. */
export async function keep(found: Found, say: (line: string) => void): Promise<void> {
  const replayed = await replay(found.load);
  const { platform, laterMs } = replayed;
  try {
    const { name } = found;
    const window = onlyWindow(replayed);
    say(
      `${name} is replayed, ${Math.round(laterMs / 1000)} s later than recorded. Ctrl+C stops the platform.`,
    );
    const engine = `${platform.dataFolder}/clickhouse/engine.sock`;
    process.stdout.write(
      `${JSON.stringify({ case: name, url: platform.url, token: platform.token, window, laterMs, engine }, null, 2)}\n`,
    );
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  } finally {
    await platform.stop();
  }
}
