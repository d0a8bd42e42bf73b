import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gunzip, inflate, zstdDecompress } from "node:zlib";
import {
  type Encoding,
  failureAnswer,
  httpPaths,
  type Rejection,
  rejectionMessages,
  type Signal,
  signals,
  successAnswer,
} from "@naru/otlp";
import type { Guard } from "./guard.ts";
import { type Door, Refusal, refusals } from "./door.ts";
import { refuseRemoteWrite, remoteWritePath, takeRemoteWrite } from "./remote-write.ts";
import { partsOf, readPush, requestOf } from "./pushed-profile.ts";
import type { Tally } from "./tally.ts";
import { Turns } from "./turns.ts";

export interface ReceiverOptions {
  readonly door: Door;
  readonly guard: Guard;
  readonly tally: Tally;
  readonly requestLimitBytes: number;
  readonly decompressedLimitBytes: number;
}

const signalOfPath: ReadonlyMap<string, Signal> = new Map(
  signals.map((signal) => [httpPaths[signal], signal]),
);
/** Where profilers push pprof, as to Pyroscope. */
const pushPath = "/ingest";
const paths = [...signalOfPath.keys(), pushPath, remoteWritePath].join(", ");
const encodingOfType: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ["application/x-protobuf", "protobuf"],
  ["application/json", "json"],
]);
type Decompress = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
const decompressors: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ["gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["zstd", promisify(zstdDecompress)],
]);

/** Bodies being read at once may take this much memory together, and so may those being decompressed. */
const mostReadingBytes = 256 * 1024 * 1024;

/** How a request is answered. */
interface Answering {
  readonly type: string;
  readonly failure: (grpcCode: number, message: string) => Buffer;
}
const answering: Readonly<Record<Encoding | "text", Answering>> = {
  protobuf: {
    type: "application/x-protobuf",
    failure: (code, message) => failureAnswer(code, message, "protobuf"),
  },
  json: { type: "application/json", failure: (code, message) => failureAnswer(code, message, "json") },
  text: { type: "text/plain", failure: (_, message) => Buffer.from(`${message}\n`) },
};

/** OTLP/HTTP; beside it Prometheus remote write, and pprof as it is pushed to Pyroscope. Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function otlpHttpServer(options: ReceiverOptions): Server {
  let reading = 0;
  const decompressing = new Turns(Math.ceil(mostReadingBytes / options.decompressedLimitBytes));
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    if (path === remoteWritePath) return answerRemoteWrite(request, response);
    const signal = signalOfPath.get(path);
    const encoding = encodingOfType.get(mediaType(request)) ?? "protobuf";
    const how = answering[path === pushPath ? "text" : encoding];
    try {
      if (signal === undefined && path !== pushPath) {
        end(response, 404, "text/plain", Buffer.from(`There are ${paths}.\n`));
        return;
      }
      if (request.method !== "POST") {
        response.setHeader("Allow", "POST");
        end(response, 405, "text/plain", Buffer.from("Send a POST.\n"));
        return;
      }
      if (signal === undefined) {
        await receivePush(request, new URLSearchParams(query));
        end(response, 200, how.type, Buffer.alloc(0));
      } else {
        const found = await receive(request, signal);
        end(response, 200, how.type, successAnswer(signal, found, encoding));
      }
    } catch (error) {
      refuse(response, error, how);
    } finally {
      if (!request.complete) request.resume();
    }
  }

  async function receive(request: IncomingMessage, signal: Signal) {
    options.guard.check(request.headers.authorization);
    const encoding = encodingOfType.get(mediaType(request));
    if (!encoding) {
      throw new Refusal("unsupported", "Send Content-Type application/x-protobuf or application/json.");
    }
    return withBody(request, (body) =>
      encoding === "protobuf"
        ? options.door.accept(signal, body)
        : options.door.acceptJson(signal, body.toString("utf8")),
    );
  }

  /** A part that can't be stored, as OTLP could tell, refuses a push as a whole: it is one profile. */
  async function receivePush(request: IncomingMessage, query: URLSearchParams): Promise<void> {
    options.guard.check(request.headers.authorization);
    const push = readPush(query, Date.now());
    await withBody(request, async (body) => {
      const { profile, typeNames } = await partsOf(body, request.headers["content-type"] ?? "");
      const plain = isGzip(profile) ? await decompress("gzip", profile) : profile;
      const { items, reasons } = await options.door.accept("profiles", requestOf(plain, push, typeNames));
      const [reason] = Object.keys(reasons) as Rejection[];
      if (items > 0 && reason !== undefined) throw new Refusal("malformed", `${rejectionMessages[reason]}.`);
    });
  }

  /** Takes a body in while there is room for it. */
  async function reserved<T>(request: IncomingMessage, take: () => Promise<T>): Promise<T> {
    options.door.enter();
    if (reading > mostReadingBytes)
      throw new Refusal("queue_full", "Too many requests are being read at once.");
    const declared = Number(request.headers["content-length"] ?? 0);
    reading += declared;
    try {
      return await take();
    } finally {
      reading -= declared;
    }
  }

  function withBody<T>(request: IncomingMessage, use: (body: Buffer) => Promise<T>): Promise<T> {
    const name = (request.headers["content-encoding"] ?? "identity").toLowerCase();
    return reserved(request, async () =>
      use(await decompress(name, await readBody(request, options.requestLimitBytes))),
    );
  }

  async function answerRemoteWrite(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method !== "POST") {
        response.setHeader("Allow", "POST");
        end(response, 405, "text/plain", Buffer.from("Send a POST.\n"));
        return;
      }
      options.guard.check(request.headers.authorization);
      const { status, headers, text } = await reserved(request, async () => {
        const body = await readBody(request, options.requestLimitBytes);
        const { door, decompressedLimitBytes } = options;
        return decompressing.take(() => takeRemoteWrite(request, body, door, decompressedLimitBytes));
      });
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      end(response, status, "text/plain", Buffer.from(text));
    } catch (error) {
      if (response.destroyed) return;
      const refusal = error instanceof Refusal ? error : undefined;
      const { status, retrySeconds } = refuseRemoteWrite(refusal?.reason);
      prepareRefusal(response, refusal, status, retrySeconds);
      const message = refusal?.message ?? "Something went wrong inside Naru.";
      end(response, status, "text/plain", Buffer.from(`${message}\n`));
    } finally {
      if (!request.complete) request.resume();
    }
  }

  function prepareRefusal(
    response: ServerResponse,
    refusal: Refusal | undefined,
    status: number,
    retrySeconds: number | undefined,
  ): void {
    if (refusal) options.tally.refused(refusal.reason);
    if (retrySeconds !== undefined) response.setHeader("Retry-After", String(retrySeconds));
    if (refusal?.reason === "stopping") response.setHeader("Connection", "close");
    if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
  }

  async function decompress(name: string, body: Buffer): Promise<Buffer> {
    if (name === "identity") return body;
    const run = decompressors.get(name);
    if (!run) throw new Refusal("unsupported", "Content-Encoding may be gzip, deflate or zstd.");
    try {
      const maxOutputLength = options.decompressedLimitBytes;
      return await decompressing.take(() => run(body, { maxOutputLength }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
        throw new Refusal(
          "too_large",
          `Decompressed, a request may have ${options.decompressedLimitBytes} bytes.`,
        );
      }
      throw new Refusal("malformed", `The body is not ${name}: ${(error as Error).message}.`);
    }
  }

  function refuse(response: ServerResponse, error: unknown, how: Answering): void {
    if (response.destroyed) return;
    const refusal = error instanceof Refusal ? error : undefined;
    const { http, grpc, retrySeconds } = refusal
      ? refusals[refusal.reason]
      : { http: 500, grpc: 13, retrySeconds: undefined };
    prepareRefusal(response, refusal, http, retrySeconds);
    const message = refusal?.message ?? "Something went wrong inside Naru.";
    end(response, http, how.type, how.failure(grpc, message));
  }

  return server;
}

const mediaType = (request: IncomingMessage) =>
  (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
const isGzip = (body: Buffer) => body[0] === 0x1f && body[1] === 0x8b;

function end(response: ServerResponse, status: number, type: string, body: Buffer): void {
  response.writeHead(status, { "Content-Type": type, "Content-Length": body.length });
  response.end(body);
}

/** @throws Refusal when the body is longer than `limit`, without reading the rest into memory */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(request.headers["content-length"] ?? -1);
  if (declared > limit) throw new Refusal("too_large", `A request may have ${limit} bytes.`);
  const chunks: Buffer[] = [];
  let length = 0;
  // A request that is given up half-way must not be destroyed: its connection would answer nobody any more.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new Refusal("too_large", `A request may have ${limit} bytes.`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length);
}
