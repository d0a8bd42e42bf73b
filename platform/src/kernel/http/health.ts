import type { Hono } from "hono";
import type { Feature, Readiness } from "../feature.ts";
import type { Logger } from "../log.ts";

/** `/healthz` answers while the process lives; `/readyz` only when every feature can work. */
export function health(app: Hono, features: readonly Feature[], log: Logger): void {
  app.get("/healthz", (c) => c.text("ok\n"));
  app.get("/readyz", async (c) => {
    const states = await Promise.all(features.map((feature) => stateOf(feature, log)));
    const ready = states.every((state) => state.ready);
    return c.json({ ready, features: states }, ready ? 200 : 503, { "cache-control": "no-store" });
  });
}

async function stateOf(feature: Feature, log: Logger): Promise<Readiness & { name: string }> {
  try {
    return { name: feature.name, ...((await feature.readiness?.()) ?? { ready: true }) };
  } catch (err) {
    log.warn({ err, feature: feature.name }, "readiness check failed");
    return { name: feature.name, ready: false, reason: "The check itself failed; see the log." };
  }
}
