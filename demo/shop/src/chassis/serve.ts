import { setTimeout as sleep } from "node:timers/promises";
import express, { type Express } from "express";
import { rememberCaller } from "./caller.ts";
import { env, envInteger } from "./env.ts";
import { log } from "./log.ts";
import { renderProblem } from "./problem.ts";

export interface Service {
  routes(app: Express): void;
  /** Rejects while something that every request needs is away. */
  ready?: () => Promise<unknown>;
  /** Upkeep that runs again and again, never twice at a time. */
  upkeep?: readonly Upkeep[];
  /** Called after the last request has been answered. */
  close?: () => Promise<unknown>;
}

interface Upkeep {
  what: string;
  everyMs: number;
  run: () => Promise<unknown>;
}

/** Serves on HOST and PORT until SIGTERM, then answers what is under way and lets the process end. */
export function serve(service: Service): void {
  const stopping = new AbortController();
  const app = express().disable("x-powered-by").disable("etag");
  app.get("/healthz", (_request, response) => response.send("ok"));
  const isReady = saidOnce(service.ready);
  app.get("/readyz", async (_request, response) => {
    const ready = !stopping.signal.aborted && (await isReady());
    response.status(ready ? 200 : 503).send(ready ? "ok" : "not ready");
  });
  app.use(rememberCaller, express.json());
  service.routes(app);
  app.use(renderProblem);

  const port = envInteger("PORT", 8080);
  const server = app.listen(port, env("HOST", "0.0.0.0"), () => log.info({ port }, "listening"));
  // Longer than any client keeps an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 65_000;
  for (const upkeep of service.upkeep ?? []) void repeat(upkeep, stopping.signal);
  process.once("SIGTERM", () => void drain());

  async function drain(): Promise<void> {
    log.info("draining");
    stopping.abort();
    // Endpoints are withdrawn from load balancers some time after SIGTERM; until then requests still arrive.
    await sleep(envInteger("DRAIN_DELAY_MS", 0));
    setTimeout(() => process.exit(1), 10_000).unref();
    await new Promise((closed) => server.close(closed));
    await service.close?.();
  }
}

async function repeat({ what, everyMs, run }: Upkeep, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    await run().catch((err: unknown) => log.error({ err, upkeep: what }, "upkeep failed"));
  }
}

/** Whether the check passes. Why it does not is said when that begins, not at every probe. */
function saidOnce(check: (() => Promise<unknown>) | undefined): () => Promise<boolean> {
  let wasReady = true;
  return async () => {
    try {
      await check?.();
      wasReady = true;
    } catch (err) {
      if (wasReady) log.warn({ err }, "not ready");
      wasReady = false;
    }
    return wasReady;
  };
}
