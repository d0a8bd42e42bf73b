/** Writes under load to the store in the folder of its first argument, and prints what was acknowledged, a line each:
 *  `revision name value`. It goes on until it is killed, or the disk refuses. */
import { writeSync } from "node:fs";
import { objectOf, pod, valueOf } from "./fixture.ts";
import { openStore } from "./store.ts";

const [folder = "", round = ""] = process.argv.slice(2);
const writers = 20;
const padding = "x".repeat(2000);

// A file that may not grow fails like a full disk.
process.on("SIGXFSZ", () => {});
const store = await openStore({ folder, retention: { ageMs: 60_000, changes: 2000 }, tidyEveryMs: 20 });
writeSync(1, `${store.revision} opened\n`);

async function write(writer: number): Promise<never> {
  for (let turn = 0; ; turn++) {
    const key = pod(`p-${writer}-${turn % 10}`);
    const entry = await store.update(key, (current) =>
      current && turn % 7 === 6 ? undefined : { ...objectOf(key, `${round}-${turn}`), padding },
    );
    if (entry) writeSync(1, `${entry.revision} ${key.name} ${String(valueOf(entry.object))}\n`);
  }
}

try {
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
} catch (error) {
  // What is there can still be read, and what was refused has left nothing behind.
  const { entries, revision } = store.list("pods");
  writeSync(1, `${revision} refused ${(error as Error).message}; ${entries.length} objects\n`);
  await store.close();
}
