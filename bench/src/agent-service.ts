import { createServer } from "node:http";
import express from "express";

/* A small web service as people write it: an order is fetched from another service and shown. `agent.ts` starts it with and
 * without an agent; as `backend` it is the other service, as `receiver` it takes what agents send. */

const listen = (server: ReturnType<typeof createServer>) =>
  server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as { port: number }).port }));

const order = JSON.stringify({
  id: 7,
  lines: Array.from({ length: 20 }, (_, i) => ({ sku: `sku-${i}`, price: i * 10 })),
});

interface Order {
  readonly id: number;
  readonly lines: readonly { readonly sku: string; readonly price: number }[];
}

function serveOrders(backend: string): void {
  const app = express();
  app.get("/orders/:id", async function showOrder(request, response) {
    const answer = await fetch(`${backend}/orders/${request.params.id}`);
    const { id, lines } = (await answer.json()) as Order;
    response.json({ id, total: lines.reduce((sum, { price }) => sum + price, 0), lines });
  });
  listen(createServer(app));
}

const [role, backend = ""] = process.argv.slice(2);
if (role === "service") serveOrders(backend);
if (role === "backend") listen(createServer((_request, response) => void response.end(order)));
if (role === "receiver") {
  listen(createServer((request, response) => void request.resume().on("end", () => response.end())));
}
