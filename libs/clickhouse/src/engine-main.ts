import { once } from "node:events";
import { rm } from "node:fs/promises";
import { serveParent } from "@naru/supervise/child";
import { openChdb } from "./chdb.ts";
import { serveHttp } from "./server.ts";

export interface EngineProgram {
  readonly folder: string;
  readonly socketPath: string;
  readonly memoryLimitBytes: number;
}

/* The embedded engine's own process. */

await serveParent(async (options) => {
  const { folder, socketPath, memoryLimitBytes } = options as EngineProgram;
  const chdb = openChdb({ path: folder, memoryLimitBytes });
  const server = serveHttp(chdb, folder);
  await rm(socketPath, { force: true });
  await once(server.listen(socketPath), "listening");
  return {
    told: undefined,
    async stop() {
      server.close();
      await chdb.close();
    },
  };
});
