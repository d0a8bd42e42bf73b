import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { NaruError } from "./errors.ts";
import type { Feature } from "./feature.ts";
import { compression } from "./http/compression.ts";
import { consolePages } from "./http/console.ts";
import { renderFailure } from "./http/failures.ts";
import { knownHosts, sameOriginWrites, securityHeaders } from "./http/guards.ts";
import { health } from "./http/health.ts";
import { type Authorize, foreignRoutes, type Guard, guardWith, operationRoutes } from "./http/operations.ts";
import { requestTelemetry } from "./http/telemetry.ts";
import type { Logger } from "./log.ts";
import { type MetricFamily, renderPrometheus } from "./metrics.ts";
import { openApiDocument } from "./openapi.ts";

export { type Listening, listen } from "./http/server.ts";
export type { Authorize, Caller } from "./http/operations.ts";

export interface HttpOptions {
  readonly features: readonly Feature[];
  readonly authorize: Authorize;
  /** Host names served; undefined serves every name. */
  readonly hostNames: ReadonlySet<string> | undefined;
  readonly consoleFolder: string;
  readonly version: string;
  readonly log: Logger;
}

const bodyBytes = 1024 * 1024;

/** The whole HTTP side: guards, health, operations, foreign protocols, own telemetry, and the console's pages for
 *  every path that is left. */
export function httpApplication(options: HttpOptions): Hono {
  const { features, log } = options;
  const app = new Hono({ strict: false });
  const telemetry = requestTelemetry();
  const guard = guardWith(options.authorize);

  app.onError(renderFailure(log));
  app.use(telemetry.middleware, compression(), securityHeaders());
  health(app, features, log);
  app.use(knownHosts(options.hostNames), sameOriginWrites());
  app.use(
    bodyLimit({
      maxSize: bodyBytes,
      onError: () => {
        throw new NaruError("BODY_TOO_LARGE");
      },
    }),
  );

  const handlers = features.flatMap((feature) => feature.operations ?? []);
  operationRoutes(app, handlers, guard);
  foreignRoutes(app, features, guard);
  describe(app, options, guard);
  refuseUnknown(app);
  scrape(app, () => [...telemetry.metrics(), ...features.flatMap((each) => each.metrics?.() ?? [])], guard);
  consolePages(app, options.consoleFolder);
  return app;
}

function describe(app: Hono, { features, version }: HttpOptions, guard: Guard): void {
  const operations = features.flatMap((feature) => feature.operations ?? []).map((each) => each.operation);
  const document = openApiDocument(operations, version);
  app.get(
    "/api/openapi.json",
    guard("platform:read", "openapi", (c) => c.json(document)),
  );
}

/** A browser that asks for a page at the same path gets the console's. */
function scrape(app: Hono, families: () => readonly MetricFamily[], guard: Guard): void {
  const type = { "content-type": "text/plain; version=0.0.4" };
  const answer = guard("platform:read", "scrape", (c) => c.text(renderPrometheus(families()), 200, type));
  app.get("/metrics", (c, next) =>
    c.req.header("accept")?.includes("text/html") ? next() : answer(c, next),
  );
}

/** Below the first segment of a route that exists, an unknown path is a mistake and not a page of the console. */
function refuseUnknown(app: Hono): void {
  const segments = new Set(
    app.routes.map((route) => route.path.split("/")[1]).filter((part) => part && part !== "*"),
  );
  for (const segment of segments) {
    app.all(`/${segment}/*`, () => {
      throw new NaruError("NOT_FOUND");
    });
  }
}
