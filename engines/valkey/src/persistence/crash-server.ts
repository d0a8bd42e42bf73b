/** A server in the folder of its first argument, with `appendfsync` of its second; prints its port, then what it says,
 *  a line each, until it is killed. */
import { writeSync } from "node:fs";
import { startValkey } from "../valkey.ts";
import type { SyncPolicy } from "../server/settings.ts";

const [folder = "", appendfsync = "always"] = process.argv.slice(2);

// A file that may not grow fails like a full disk.
process.on("SIGXFSZ", () => {});
const log = (message: string) => writeSync(1, `${message}\n`);
const { port } = await startValkey({ folder, appendfsync: appendfsync as SyncPolicy, log });
log(String(port));
