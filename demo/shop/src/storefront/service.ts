import { fileURLToPath } from "node:url";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import type { Pool } from "pg";
import { rememberCaller } from "../chassis/caller.ts";
import { env } from "../chassis/env.ts";
import { log } from "../chassis/log.ts";
import { asProblem, logProblem } from "../chassis/problem.ts";
import type { Service } from "../chassis/serve.ts";
import { problemPage } from "./pages/visit.ts";
import type { accounts } from "./accounts.ts";
import { rememberedCategories } from "./categories.ts";
import { browsing, buying, signingIn, type Upstreams } from "./routes.ts";
import { forgetExpiredSessions, sessionOf, withSession } from "./session.ts";

const logVisit: RequestHandler = (request, response, next) => {
  const started = performance.now();
  response.once("finish", () => {
    const duration_ms = Math.round(performance.now() - started);
    log.info(
      { method: request.method, path: request.path, status: response.statusCode, duration_ms },
      "served",
    );
  });
  next();
};

const renderProblemPage: ErrorRequestHandler = (error, request, response, next) => {
  const session = sessionOf(request);
  if (!session) return next(error);
  const problem = asProblem(error);
  logProblem(problem, request.method, request.path);
  return response.status(problem.status).send(problemPage(session, problem.code));
};

interface Surroundings {
  readonly database: Pool;
  readonly upstreams: Upstreams;
  readonly accounts: typeof accounts;
  readonly categories?: ReturnType<typeof rememberedCategories>;
}

export const storefrontService = ({
  database,
  upstreams,
  accounts,
  categories = rememberedCategories(upstreams.catalog),
}: Surroundings): Service => ({
  routes(app) {
    app.use("/assets", express.static(fileURLToPath(new URL("assets", import.meta.url)), { maxAge: "1h" }));
    app.use(express.urlencoded({ extended: false }));
    // The caller is remembered anew: only now does the edge know who it is.
    app.use(withSession(database, env("SESSION_SECRET")), rememberCaller, logVisit);
    browsing(app, upstreams, categories);
    buying(app, upstreams);
    signingIn(app, database, accounts);
    app.use(renderProblemPage);
  },
  upkeep: [
    {
      what: "forget expired sessions",
      everyMs: 600_000,
      run: async () =>
        log.info({ sessions: await forgetExpiredSessions(database) }, "expired sessions forgotten"),
    },
  ],
  ready: () => database.query("SELECT 1"),
  close: () => database.end(),
});
