import { RedisStore } from "connect-redis";
import express from "express";
import session from "express-session";
import { createClient } from "redis";

/* An application with a login and a counter in the session: what a visitor was told is what the next answer has to know. Nothing
 * is kept in the process. */

interface Kept {
  readonly user?: { readonly id: string };
  visits?: number;
}

const mostMs = 1_000;
const { SESSIONS_URI = "", SESSIONS_MASTER = "", SESSIONS_NODES = "", SESSIONS_PREFIX = "" } = process.env;
const { PORT = "8080", HOST = "127.0.0.1", SESSIONS_USERNAME = "", SESSIONS_PASSWORD = "" } = process.env;

const bounds = {
  disableOfflineQueue: true,
  pingInterval: 1_000,
  commandOptions: { timeout: mostMs },
  socket: { connectTimeout: mostMs, socketTimeout: 3_000, reconnectStrategy: () => 100 },
};
const client = SESSIONS_NODES === "" ? createClient({ ...bounds, url: SESSIONS_URI }) : await ofSentinels();
client.on("error", () => undefined);
await client.connect();

async function ofSentinels() {
  const { createSentinel } = await import("redis");
  const nodes = SESSIONS_NODES.split(",").map((node) => {
    const [host = "", port] = node.split(":");
    return { host, port: Number(port) };
  });
  return createSentinel({
    name: SESSIONS_MASTER,
    sentinelRootNodes: nodes,
    scanInterval: 500,
    nodeClientOptions: { ...bounds, username: SESSIONS_USERNAME, password: SESSIONS_PASSWORD },
    sentinelClientOptions: { socket: { connectTimeout: mostMs } },
  });
}

const app = express();
app.use((_request, response, next) => {
  response.setTimeout(5_000);
  next();
});
app.get("/readyz", (_request, response) => void response.send("ok"));
app.use(
  session({
    secret: "of-the-bench",
    store: new RedisStore({ client, prefix: SESSIONS_PREFIX }),
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 3_600_000 },
  }),
);
app.post("/sign-in/:user", (request, response) => {
  Object.assign(request.session, { user: { id: request.params.user }, visits: 0 });
  request.session.save((error?: unknown) => void response.status(error ? 503 : 200).json({ visits: 0 }));
});
app.get("/visit", (request, response) => {
  const kept = request.session as Kept;
  const { user, visits = 0 } = kept;
  if (!user) return void response.status(401).json({});
  kept.visits = visits + 1;
  return request.session.save(
    (error?: unknown) => void response.status(error ? 503 : 200).json({ user: user.id, visits: visits + 1 }),
  );
});
app.use(((_error, _request, response, _next) => {
  if (!response.headersSent) response.status(503).json({});
}) satisfies express.ErrorRequestHandler);

const server = app.listen(Number(PORT), HOST);
server.keepAliveTimeout = 65_000;
process.once("SIGTERM", () => {
  setTimeout(() => server.close(() => process.exit(0)), 1_000);
});
