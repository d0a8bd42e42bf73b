import { connectSessions } from "@naru/shop/sessions";
import express from "express";
import session from "express-session";

/* An application with a login and a counter in the session, kept as the demo shop keeps its own: what a visitor was told is what the
 * next answer has to know. Nothing is kept in the process. */

interface Kept {
  readonly user?: { readonly id: string };
  visits?: number;
}

const { PORT = "8080", HOST = "127.0.0.1" } = process.env;
const { store } = await connectSessions();

const app = express();
app.use((_request, response, next) => {
  response.setTimeout(5_000);
  next();
});
app.get("/readyz", (_request, response) => void response.send("ok"));
app.use(
  session({
    secret: "of-the-bench",
    store,
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
    (error?: unknown) =>
      void response
        .status(error ? 503 : 200)
        .json({ user: user.id, visits: visits + 1, isConfirmed: store.isConfirmed }),
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
