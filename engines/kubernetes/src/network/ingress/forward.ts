import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as send,
  type ServerResponse,
} from "node:http";
import type { Network } from "../proxy.ts";
import type { Address } from "../ports.ts";
import { endToEnd, hasBody, type Headers } from "./headers.ts";
import { type Refusal, refuse } from "./page.ts";

export interface Forwarded {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly endpoints: readonly Address[];
  /** `namespace/name` of the service, for people. */
  readonly service: string;
  readonly path: string;
  readonly headers: Headers;
}

export interface Limits {
  /** Milliseconds until an endpoint has taken the connection. */
  readonly connectMs: number;
  /** Milliseconds in which nothing is heard. */
  readonly silenceMs: number;
}

/** Of RFC 9110, 9.2.2, those that can be sent again as they have no body to lose. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "DELETE"]);

/** Nothing has been answered yet. */
type Failure = "refused" | "lost" | "silent" | "gone";

/** Sends requests to endpoints, over kept connections where a lost one does no harm. */
export class Forwarder {
  readonly #network: Network;
  readonly #limits: Limits;
  readonly #kept = new Agent({ keepAlive: true, maxFreeSockets: 256, scheduling: "lifo" });
  readonly #fresh = new Agent({ keepAlive: false });

  constructor(network: Network, limits: Limits) {
    this.#network = network;
    this.#limits = limits;
  }

  close(): void {
    this.#kept.destroy();
    this.#fresh.destroy();
  }

  /** Tries one endpoint after the other while nothing of the request is lost by it. */
  async forward(of: Forwarded): Promise<void> {
    const { request, response, service } = of;
    const isRepeatable = repeatable.has(request.method ?? "") && !hasBody(request);
    let failure: Failure = "refused";
    for (const endpoint of this.#network.balance.order(of.endpoints)) {
      const failed = await this.#attempt(of, endpoint, isRepeatable);
      if (failed === undefined || failed === "gone") return;
      failure = failed;
      if (failed === "silent" || (failed === "lost" && !isRepeatable)) break;
    }
    refuse(request, response, refusals[failure](service));
  }

  /** @returns why nothing came of it; undefined when it was answered, or is being answered until the end */
  async #attempt(of: Forwarded, endpoint: Address, isRepeatable: boolean): Promise<Failure | undefined> {
    const { balance, locate } = this.#network;
    const release = balance.hold(endpoint);
    try {
      // A kept connection may close just now: what can't be sent again takes a new one.
      const failed = await this.#send(of, locate(endpoint), isRepeatable ? this.#kept : this.#fresh);
      if (failed !== "stale") return failed;
      const again = await this.#send(of, locate(endpoint), this.#fresh);
      return again === "stale" ? "lost" : again;
    } finally {
      release();
    }
  }

  #send(
    { request, response, path, headers }: Forwarded,
    to: Address,
    agent: Agent,
  ): Promise<Failure | "stale" | undefined> {
    const { promise, resolve } = Promise.withResolvers<Failure | "stale" | undefined>();
    const upstream = send({ ...to, agent, path, headers, method: request.method, setHost: false });
    const state = { isConnected: false, isSilent: false };
    const leave = () => void upstream.destroy();
    response.once("close", leave);
    const settle = (outcome: Failure | "stale" | undefined) => {
      response.off("close", leave);
      resolve(outcome);
    };
    this.#onConnection(upstream, () => {
      state.isConnected = true;
      if (hasBody(request)) request.pipe(upstream);
      else upstream.end();
    });
    upstream.once("timeout", () => {
      state.isSilent = state.isConnected;
      upstream.destroy(new Error("it is silent"));
    });
    upstream.once("response", (answer) => {
      answer.once("close", () => settle(undefined));
      relay(answer, response, request);
    });
    upstream.on("error", () => {
      request.unpipe(upstream);
      if (response.destroyed) settle("gone");
      else if (!state.isConnected) settle("refused");
      else if (state.isSilent) settle("silent");
      else settle(upstream.reusedSocket ? "stale" : "lost");
    });
    return promise;
  }

  /** No byte of a body is taken before somebody is there for it. */
  #onConnection(upstream: ClientRequest, begin: () => void): void {
    const { connectMs, silenceMs } = this.#limits;
    upstream.once("socket", (socket) => {
      const connected = () => {
        upstream.setTimeout(silenceMs);
        begin();
      };
      if (!socket.connecting) return connected();
      upstream.setTimeout(connectMs);
      socket.once("connect", connected);
    });
  }
}

function relay(answer: IncomingMessage, response: ServerResponse, request: IncomingMessage): void {
  if (response.destroyed) return void answer.destroy();
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer));
  // The head goes with what follows it at once, or else alone: events may be long in coming.
  setImmediate(() => response.flushHeaders());
  answer.pipe(response);
  answer
    .on("error", () => {})
    .once("close", () => {
      // Half an answer must not look like a whole one.
      if (!answer.complete) response.destroy();
      // Whoever was answered early may still be sending.
      if (!request.complete) request.resume();
    });
}

const look = (service: string) => {
  const [namespace, name] = service.split("/");
  return `See what its pods say: kubectl logs -n ${namespace} service/${name}`;
};

const refusals: Readonly<Record<Exclude<Failure, "gone">, (service: string) => Refusal>> = {
  refused: (service) => ({
    status: 502,
    message: `no endpoint of the service ${service} takes connections`,
    wayOut: `${look(service)}; a program must listen on the port that PORT names`,
  }),
  lost: (service) => ({
    status: 502,
    message: `the endpoint of the service ${service} closed the connection before it answered`,
    wayOut: look(service),
  }),
  silent: (service) => ({
    status: 504,
    message: `the endpoint of the service ${service} did not answer in time`,
    wayOut: look(service),
  }),
};
