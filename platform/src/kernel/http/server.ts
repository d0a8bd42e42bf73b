import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";

export interface Listening {
  readonly port: number;
  /** Answers what is under way, refuses what is new, and cuts off what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** @param address port 0 takes any free one
 *  @throws Error with `code` EADDRINUSE, EACCES or EADDRNOTAVAIL */
export async function listen(app: Hono, address: { host: string; port: number }): Promise<Listening> {
  const respond = getRequestListener(app.fetch);
  const server = createServer((request, response) => void respond(request, response));
  server.listen(address.port, address.host);
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: (graceMs) => close(server, graceMs) };
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}
