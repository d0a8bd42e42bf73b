import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import { request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type Access, readCredentials } from "./credentials.ts";
import { errorOf, KubernetesError } from "./errors.ts";
import type { Credentials } from "./kubeconfig.ts";

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
  /** Until the whole answer is there; of a stream, until it begins. */
  readonly timeoutMs?: number | undefined;
}

const defaultTimeoutMs = 30_000;

/** One cluster's API server over kept-alive connections: plain HTTPS, since that is all that the API is. */
export class Connection {
  readonly #access: Access;
  #known: Promise<Credentials> | undefined;
  readonly #agent = new Agent({ keepAlive: true, keepAliveMsecs: 15_000, maxSockets: 64 });

  constructor(access: Access) {
    this.#access = access;
  }

  /** @returns the parsed answer
   *  @throws KubernetesError; the signal's own reason when it fires */
  async json<T>(call: Call): Promise<T> {
    const signal = AbortSignal.any([
      AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs),
      ...(call.signal ? [call.signal] : []),
    ]);
    const answer = await this.#head({ ...call, signal });
    const body = await text(answer).catch((error: unknown) => {
      throw failureOf(error, signal);
    });
    return JSON.parse(body) as T;
  }

  /** @returns the body as it comes, until the server ends it or the signal fires */
  async stream(call: Call): Promise<IncomingMessage> {
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new DOMException("late", "TimeoutError")),
      call.timeoutMs ?? defaultTimeoutMs,
    );
    try {
      return await this.#head({
        ...call,
        signal: AbortSignal.any([late.signal, ...(call.signal ? [call.signal] : [])]),
      });
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #head(call: Call): Promise<IncomingMessage> {
    const answer = await this.#send(call).catch((error: unknown) => {
      throw failureOf(error, call.signal);
    });
    const code = answer.statusCode ?? 0;
    if (code >= 200 && code < 300) return answer;
    if (code === 401) this.#known = undefined;
    throw errorOf(code, await text(answer).catch(() => ""));
  }

  async #send(call: Call): Promise<IncomingMessage> {
    const credentials = await this.#credentials();
    const { server } = credentials;
    const options = await this.#options(call, credentials);
    const body = call.body === undefined ? undefined : bodyOf(call.body);
    const send = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const request: ClientRequest =
          server.protocol === "http:" ? httpRequest(options) : httpsRequest(options);
        const failed = (error: Error) => (isStale(request, error) ? resolve(send()) : reject(error));
        request.on("response", resolve).on("error", failed).end(body);
        request.on("socket", (socket) => socket.setKeepAlive(true, 15_000));
      });
    return send();
  }

  /** The kubeconfig is read again after it could not be, or was not accepted: somebody may have renewed it. */
  #credentials(): Promise<Credentials> {
    this.#known ??= readCredentials(this.#access).catch((error: unknown) => {
      this.#known = undefined;
      throw error;
    });
    return this.#known;
  }

  async #options(
    { method = "GET", path, query = {}, ...call }: Call,
    { server, isProxied, options: own }: Credentials,
  ): Promise<RequestOptions> {
    const options = await own();
    return {
      ...options,
      ...(!isProxied && server.protocol === "https:" && { agent: this.#agent }),
      method,
      host: server.hostname.replace(/^\[|\]$/g, ""),
      port: server.port,
      path: `${server.pathname.replace(/\/$/, "")}${path}${queryText(query)}`,
      headers: {
        ...(options.headers as Record<string, string> | undefined),
        accept: call.accept ?? "application/json",
        "user-agent": "naru",
        ...(call.body !== undefined && { "content-type": call.contentType ?? "application/json" }),
      },
      ...(call.signal && { signal: call.signal }),
    };
  }
}

/** A kept connection that the server has closed meanwhile: what only reads is asked again on another. */
const isStale = ({ reusedSocket, method }: ClientRequest, error: NodeJS.ErrnoException) =>
  reusedSocket && method === "GET" && ["ECONNRESET", "EPIPE"].includes(error.code ?? "");

function failureOf(error: unknown, signal: AbortSignal | undefined): unknown {
  if (error instanceof KubernetesError) return error;
  const reason: unknown = signal?.reason;
  if (reason instanceof DOMException && reason.name === "TimeoutError") {
    return new KubernetesError({
      code: 0,
      reason: "NoAnswer",
      message: "the API server did not answer in time",
    });
  }
  if (signal?.aborted) return reason;
  const { code, message } = error as NodeJS.ErrnoException;
  const text = `the API server can't be reached: ${message || code || "unknown"}`;
  return new KubernetesError({ code: 0, reason: "Unreachable", message: text });
}

const bodyOf = (body: unknown) => (typeof body === "string" ? body : JSON.stringify(body));

function queryText(query: NonNullable<Call["query"]>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}
