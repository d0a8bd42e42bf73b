import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { Address } from "../../network/index.ts";
import { SpdyConnection, type SpdyStream } from "./spdy-connection.ts";

/* `kubectl port-forward`: SPDY/3.1 in the messages of a WebSocket. Each connection is a pair of streams with one
 * `requestid`: one for data, one for what went wrong.
 * Source: https://github.com/kubernetes/enhancements/blob/master/keps/sig-api-machinery/4006-transition-spdy-to-websockets/README.md */

const protocol = "SPDY/3.1+portforward.k8s.io";
const mostWaiting = 1 << 20;
const connectLimitMs = 10_000;

/** The protocol's name has a slash, which WebSockets don't allow: it is agreed on beside the library, which insists. */
const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 22 }).on("headers", (headers) => {
  headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
});

export const speaksPortForward = ({ headers }: IncomingMessage) =>
  (headers["sec-websocket-protocol"] ?? "").split(",").some((one) => one.trim() === protocol);

/** Joins a client to the ports of a pod until it leaves.
 *  @param locate  where a port of the pod is reached */
export function forwardPorts(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  locate: (port: number) => Address,
): void {
  delete request.headers["sec-websocket-protocol"];
  server.handleUpgrade(request, socket, head, (client) => {
    client.binaryType = "nodebuffer";
    client.on("error", () => client.terminate());
    const pairs = new Map<string, SpdyStream>();
    const connection = new SpdyConnection({
      send: (bytes) => send(client, bytes),
      onStream: (stream) => paired(pairs, stream, locate),
      onFlow: (mayCome) => (mayCome ? client.resume() : client.pause()),
    });
    let taking = Promise.resolve();
    client.on("message", (message: Buffer) => {
      taking = taking.then(() => connection.take(message)).catch(() => client.close(1002));
    });
    client.once("close", () => connection.close());
  });
}

function send(client: WebSocket, bytes: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (client.readyState !== WebSocket.OPEN) return Promise.reject(new Error("the client has left"));
  const isFull = client.bufferedAmount >= mostWaiting;
  client.send(bytes, (error) => (error ? reject(error) : resolve()));
  return isFull ? promise : Promise.resolve();
}

/** The stream for errors comes first; with the one for data the connection begins. */
function paired(pairs: Map<string, SpdyStream>, stream: SpdyStream, locate: (port: number) => Address): void {
  const id = stream.headers.get("requestid") ?? "";
  stream.on("error", () => stream.destroy());
  if (stream.headers.get("streamtype") === "error") {
    pairs.set(id, stream);
    stream.once("close", () => pairs.delete(id)).resume();
    return;
  }
  const errors = pairs.get(id);
  pairs.delete(id);
  if (errors) void join(stream, errors, locate);
  else stream.destroy();
}

async function join(data: SpdyStream, errors: SpdyStream, locate: (port: number) => Address): Promise<void> {
  const port = Number(data.headers.get("port"));
  const upstream = connect({ ...locate(port), allowHalfOpen: true, timeout: connectLimitMs });
  upstream.once("timeout", () => upstream.destroy(new Error("it does not answer")));
  try {
    await once(upstream, "connect");
    upstream.setTimeout(0);
    upstream.on("error", () => data.destroy());
    data.once("close", () => upstream.destroy());
    data.pipe(upstream).pipe(data);
    errors.end();
  } catch (error) {
    errors.end(`error forwarding port ${port} to the pod: ${(error as Error).message}`);
    data.end();
    data.resume();
  }
}
