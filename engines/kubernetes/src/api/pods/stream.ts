import type { IncomingMessage } from "node:http";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { ApiError } from "../../status.ts";
import { statusOf } from "../respond.ts";
import type { Session } from "./access.ts";

/* Programs and people, over one WebSocket: the first byte of a message says which stream it is of.
 * Source: https://kubernetes.io/docs/reference/using-api/websockets/ and k8s.io/apimachinery/pkg/util/remotecommand */

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io", "channel.k8s.io"];
const logProtocol = "binary.k8s.io";
const mostWaiting = 1 << 20;
const pingEveryMs = 30_000;

const server = new WebSocketServer({
  noServer: true,
  maxPayload: 1 << 22,
  handleProtocols: (offered) =>
    [...protocols, logProtocol].find((protocol) => offered.has(protocol)) ?? false,
});

/** Whether a client speaks what is spoken here; older ones speak SPDY, which is not. */
export const speaks = ({ headers }: IncomingMessage) =>
  (headers["sec-websocket-protocol"] ?? "").split(",").some((one) => protocols.includes(one.trim()));

/** Joins a client to a program until one of them leaves. What keeps the program from starting is told on the way that
 *  its exit code would have taken. */
export function joinStreams(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  open: () => Promise<Session>,
): void {
  server.handleUpgrade(request, socket, head, (client) => {
    client.on("error", () => client.terminate());
    // What a client says before its program runs waits for it.
    client.pause();
    void begin(client, open);
  });
}

/** Sends what a container printed, a piece a message, and closes. */
export function sendPieces(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  pieces: (signal: AbortSignal) => AsyncIterable<Buffer>,
): void {
  server.handleUpgrade(request, socket, head, (client) => {
    const left = new AbortController();
    client.on("error", () => client.terminate()).once("close", () => left.abort());
    void sendAll(client, pieces(left.signal));
  });
}

async function sendAll(client: WebSocket, pieces: AsyncIterable<Buffer>): Promise<void> {
  try {
    for await (const piece of pieces) {
      await new Promise<void>((resolve, reject) =>
        client.send(piece, (error) => (error ? reject(error) : resolve())),
      );
    }
    client.close(1000);
  } catch {
    // What can't be read, and who has left.
    client.close(1011);
  }
}

async function begin(client: WebSocket, open: () => Promise<Session>): Promise<void> {
  try {
    join(client, await open());
  } catch (error) {
    tell(client, statusOf(asApiError(error)));
    client.close(1000);
  } finally {
    client.resume();
  }
}

/** Why a program can't be started is the caller's to know. */
const asApiError = (error: unknown) =>
  error instanceof ApiError ? error : new ApiError("InternalError", (error as Error).message);

const tell = (client: WebSocket, status: object) =>
  client.send(Buffer.concat([Buffer.from([channels.error]), Buffer.from(JSON.stringify(status))]));

function join(client: WebSocket, session: Session): void {
  client.binaryType = "nodebuffer";
  const pings = setInterval(() => client.ping(), pingEveryMs);
  const sent = [send(client, channels.stdout, session.stdout), send(client, channels.stderr, session.stderr)];
  client.on("message", (message: Buffer) => take(session, message));
  client.once("close", () => {
    clearInterval(pings);
    session.close();
  });
  session.stdin?.on("error", () => {});
  void untilOver(client, session, sent);
}

async function untilOver(
  client: WebSocket,
  { ended }: Session,
  sent: readonly Promise<void>[],
): Promise<void> {
  const exit = await ended;
  await Promise.all(sent);
  if (exit) tell(client, exitStatus(exit.exitCode));
  client.close(1000);
}

/** A client that is slow slows the program. */
async function send(
  client: WebSocket,
  channel: number,
  stream: NodeJS.ReadableStream | undefined,
): Promise<void> {
  if (!stream) return;
  stream.on("data", (data: Buffer) => {
    if (client.readyState !== WebSocket.OPEN) return;
    client.send(Buffer.concat([Buffer.from([channel]), data]), () => {
      if (client.bufferedAmount < mostWaiting) stream.resume();
    });
    if (client.bufferedAmount >= mostWaiting) stream.pause();
  });
  await once(stream, "close").catch(() => undefined);
}

function take(session: Session, message: Buffer): void {
  const [channel, ...[first]] = message;
  if (channel === channels.stdin) session.stdin?.write(message.subarray(1));
  else if (channel === channels.close && first === channels.stdin) session.stdin?.end();
  else if (channel === channels.resize) resize(session, message.subarray(1).toString());
}

function resize(session: Session, text: string): void {
  try {
    const { Width, Height } = JSON.parse(text) as { Width?: number; Height?: number };
    if (Number.isInteger(Width) && Number.isInteger(Height)) {
      session.resize({ columns: Number(Width), rows: Number(Height) });
    }
  } catch {
    // A size that can't be read is no size.
  }
}

function exitStatus(exitCode: number): object {
  if (exitCode === 0) return { metadata: {}, status: "Success" };
  return {
    metadata: {},
    status: "Failure",
    reason: "NonZeroExitCode",
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
  };
}

/** Refuses an upgrade in plain HTTP. */
export function refuseUpgrade(socket: Duplex, error: unknown): void {
  const code = error instanceof ApiError ? error.code : 500;
  const body = JSON.stringify(statusOf(error));
  socket.end(
    `HTTP/1.1 ${code} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
