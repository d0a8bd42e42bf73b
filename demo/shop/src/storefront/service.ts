import { fileURLToPath } from "node:url";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import type { Pool } from "pg";
import { rememberCaller } from "../chassis/caller.ts";
import { env } from "../chassis/env.ts";
import { log } from "../chassis/log.ts";
import { asProblem, logProblem } from "../chassis/problem.ts";
import type { Service } from "../chassis/serve.ts";
import type { connectSessions } from "../chassis/session-store.ts";
import { problemPage } from "./pages/visit.ts";
import type { accounts } from "./accounts.ts";
import { rememberedCategories } from "./categories.ts";
import { browsing, buying, signingIn, type Upstreams } from "./routes.ts";
import { sessionOf, withSession } from "./session.ts";

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
  // What could not be kept when the page had been sent already is told in the log.
  if (!session || response.headersSent) return next(error);
  const problem = asProblem(error);
  logProblem(problem, request.method, request.path);
  return response.status(problem.status).send(problemPage(session, problem.code));
};

interface Surroundings {
  readonly database: Pool;
  readonly sessions: Awaited<ReturnType<typeof connectSessions>>;
  readonly upstreams: Upstreams;
  readonly accounts: typeof accounts;
  readonly categories?: ReturnType<typeof rememberedCategories>;
}

export const storefrontService = ({
  database,
  sessions,
  upstreams,
  accounts,
  categories = rememberedCategories(upstreams.catalog),
}: Surroundings): Service => ({
  routes(app) {
    app.use("/assets", express.static(fileURLToPath(new URL("assets", import.meta.url)), { maxAge: "1h" }));
    app.use(express.urlencoded({ extended: false }));
    // The caller is remembered anew: only now does the edge know who it is.
    app.use(withSession(sessions.store, env("SESSION_SECRET")), rememberCaller, logVisit);
    browsing(app, upstreams, categories);
    buying(app, upstreams);
    signingIn(app, database, accounts);
    app.use(renderProblemPage);
  },
  ready: () => database.query("SELECT 1"),
  close: () => Promise.all([database.end(), sessions.close()]),
});
