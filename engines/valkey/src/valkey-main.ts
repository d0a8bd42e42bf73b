import { serveParent } from "@naru/supervise/child";
import { startValkey, type ValkeyOptions } from "./valkey.ts";

/* The embedded Valkey's own process. */

await serveParent(async (options, log) => {
  const server = await startValkey({ ...(options as ValkeyOptions), log });
  return { told: { host: server.host, port: server.port }, stop: () => server.stop() };
});
