import { rm } from "node:fs/promises";
import { openChdb } from "./chdb.ts";
import { serveHttp } from "./server.ts";

/* The embedded engine's own process: `node engine-main.ts FOLDER SOCKET MEMORY_BYTES`. It lives as long as the
 * channel to its parent, so it can't be left behind when the parent is killed. */
const [folder, socket, memory] = process.argv.slice(2);
if (!folder || !socket || !memory) throw new Error("usage: engine-main.ts FOLDER SOCKET MEMORY_BYTES");

const chdb = openChdb({ path: folder, memoryLimitBytes: Number(memory) });
const server = serveHttp(chdb, folder);
await rm(socket, { force: true });
server.listen(socket, () => process.send?.("ready"));

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  server.close();
  await chdb.close();
  process.exit(0);
}
process.on("disconnect", () => void stop());
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => undefined);
