import type { AddressInfo } from "node:net";
import cookie from "@fastify/cookie";
import session from "@fastify/session";
import { RedisStore } from "connect-redis";
import fastify from "fastify";
import { createClient } from "redis";

/* Fastify with connect-redis, as docs/sessions.md has it. */

const { SESSIONS_URI = "", SESSIONS_PREFIX = "" } = process.env;

declare module "fastify" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface Session {
    userId?: string;
    visits?: number;
  }
}

const client = createClient({
  url: SESSIONS_URI,
  disableOfflineQueue: true,
  pingInterval: 2_000,
  commandOptions: { timeout: 1_000 },
  socket: { connectTimeout: 1_000, socketTimeout: 5_000 },
});
client.on("error", () => undefined);
await client.connect();

const app = fastify();
await app.register(cookie);
await app.register(session, {
  secret: "a secret of the test with at least 32 letters",
  store: new RedisStore({ client, prefix: SESSIONS_PREFIX }),
  cookie: { secure: false, maxAge: 3_600_000 },
  saveUninitialized: false,
});
app.setErrorHandler((_error, _request, reply) => void reply.status(503).send({}));
app.post<{ Params: { user: string } }>("/sign-in/:user", async (request) => {
  request.session.userId = request.params.user;
  request.session.visits = 0;
  return { visits: 0 };
});
app.get("/visit", async (request, reply) => {
  const { userId, visits = 0 } = request.session;
  if (userId === undefined) return reply.status(401).send({});
  request.session.visits = visits + 1;
  return { user: userId, visits: visits + 1 };
});
await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`port ${(app.server.address() as AddressInfo).port}\n`);
