import { type IncomingMessage, request as send, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Network } from "../proxy.ts";
import type { Address } from "../ports.ts";
import { splice } from "../splice.ts";
import { endToEnd, type Headers } from "./headers.ts";

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What the client has sent already. */
  readonly head: Buffer;
  readonly endpoints: readonly Address[];
  readonly path: string;
  readonly headers: Headers;
}

/** Joins a client to an endpoint that speaks WebSocket with it, until one of them leaves.
 *  @returns whether anybody answered */
export async function upgradeTo(network: Network, of: Upgrade, connectMs: number): Promise<boolean> {
  for (const endpoint of network.balance.order(of.endpoints)) {
    const release = network.balance.hold(endpoint);
    if (await attempt(of, network.locate(endpoint), connectMs, release)) return true;
    release();
    if (of.socket.destroyed) return true;
  }
  return false;
}

function attempt(of: Upgrade, to: Address, connectMs: number, onEnd: () => void): Promise<boolean> {
  const { socket, request } = of;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const { "content-length": _, "transfer-encoding": __, ...passed } = of.headers;
  const headers = { ...passed, connection: "Upgrade", upgrade: "websocket" };
  const upstream = send({
    ...to,
    agent: false,
    path: of.path,
    headers,
    method: request.method,
    setHost: false,
    timeout: connectMs,
  });
  upstream.once("timeout", () => upstream.destroy(new Error("it is silent")));
  upstream.once("upgrade", (answer, program, begun) => {
    socket.write(headOf(answer, { connection: "Upgrade", upgrade: "websocket" }));
    socket.write(begun);
    program.write(of.head);
    program.setTimeout(0);
    program.once("close", onEnd);
    splice(socket, program);
    resolve(true);
  });
  upstream.once("response", (answer) => {
    socket.write(headOf(answer, { connection: "close" }));
    answer.pipe(socket);
    answer.once("close", onEnd).on("error", () => socket.destroy());
    resolve(true);
  });
  upstream.on("error", () => resolve(false));
  upstream.end();
  return promise;
}

function headOf(answer: IncomingMessage, own: Headers): string {
  const { statusCode = 502, statusMessage } = answer;
  const lines = Object.entries({ ...endToEnd(answer), ...own }).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  );
  return `HTTP/1.1 ${statusCode} ${statusMessage ?? STATUS_CODES[statusCode]}\r\n${lines.join("")}\r\n`;
}
