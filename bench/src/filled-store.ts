import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type ClickHouse, raw } from "@naru/clickhouse";
import { type Day, fill } from "./fill.ts";
import { type TemporaryStore, temporaryStore } from "./store.ts";

/** Of the folder while merges run, spans, rollups, logs and metrics together. */
const bytesASpan = 110;

/** Fills a store of its own, lets it come to rest, and removes it when it was used, or when the bench is interrupted.
 *  @throws Error when the disk has no room */
export async function withFilledStore<Figures>(
  day: Day,
  say: (line: string) => void,
  use: (store: TemporaryStore, fillSpansPerSecond: number) => Promise<Figures>,
): Promise<Figures> {
  await checkSpace(day.spans);
  const store = await temporaryStore();
  let leaving: Promise<never> | undefined;
  const interrupted = () => {
    leaving ??= store.discard().then(() => process.exit(130));
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    const speed = Math.round(await fill(store.clickhouse, day, say));
    say("waiting for merges …");
    await merged(store.clickhouse);
    say("asking …");
    return await use(store, speed);
  } finally {
    await leaving;
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    await store.discard();
  }
}

async function checkSpace(spans: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const needed = spans * bytesASpan + 2 ** 30;
  if (bavail * bsize >= needed) return;
  throw new Error(
    `${spans.toLocaleString("en")} spans need ${gib(needed)} GiB in ${tmpdir()}, ${gib(bavail * bsize)} GiB are free. Set TMPDIR to a larger disk, or take fewer with --spans.`,
  );
}

const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);

/** Until the engine has had nothing to merge for three seconds, at most five minutes. */
async function merged(clickhouse: ClickHouse): Promise<void> {
  let quiet = 0;
  for (let seconds = 0; seconds < 300 && quiet < 3; seconds++) {
    const [row] = await clickhouse.query<{ c: string }>(raw("SELECT count() AS c FROM system.merges"));
    quiet = row?.c === "0" ? quiet + 1 : 0;
    await sleep(1000);
  }
}
