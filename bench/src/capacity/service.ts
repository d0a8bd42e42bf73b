import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/* A service that answers after 20 ms; the agent that it is started with tells of it. */

const { PORT = "8080", HOST = "127.0.0.1" } = process.env;
const answerMs = 20;

const server = createServer((_request, response) => {
  void pause(answerMs).then(() => response.end("ok"));
});
server.listen(Number(PORT), HOST);
process.once("SIGTERM", () => server.close(() => process.exit(0)));
