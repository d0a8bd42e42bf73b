import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Logger } from "#kernel/log.ts";
import { status } from "./answers.ts";
import { type Asked, askedOf } from "./paths.ts";

/** Whom to believe: who shows a certificate of this authority, by one of these names. */
export interface FrontProxy {
  readonly authority: string;
  /** Empty: any. */
  readonly names: readonly string[];
}

/** What is answered, or why not. */
export interface AdapterAnswer {
  readonly code: number;
  readonly body: object;
}

interface AdapterOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly key: string;
  readonly certificate: string;
  /** Of all clusters that ask. */
  readonly frontProxies: () => readonly FrontProxy[];
  readonly answer: (asked: Asked, signal: AbortSignal) => Promise<AdapterAnswer>;
  readonly log: Logger;
}

const requestMs = 10_000;

/** Serves the metrics that autoscalers measure by, to the API servers of clusters and to nobody else: they have asked already who may
 *  see them. */
export class Adapter {
  readonly #options: AdapterOptions;
  readonly #server: Server;

  constructor(options: AdapterOptions) {
    this.#options = options;
    const { key, certificate } = options;
    this.#server = createServer({
      key,
      cert: certificate,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
      requestTimeout: requestMs,
    });
    this.#server.on("request", (request, response) => void this.#serve(request, response));
    this.trust();
  }

  /** Believes the clusters that there are now. */
  trust(): void {
    const { key, certificate, frontProxies } = this.#options;
    const ca = frontProxies().map(({ authority }) => authority);
    this.#server.setSecureContext({ key, cert: certificate, ca: ca.length > 0 ? ca : undefined });
  }

  /** @returns the port */
  async listen(): Promise<number> {
    const { host, port } = this.#options;
    this.#server.listen(port, host);
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const left = new AbortController();
    response.once("close", () => left.abort());
    const { code, body } = await this.#answer(request, left.signal);
    response.writeHead(code, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }

  async #answer(request: IncomingMessage, signal: AbortSignal): Promise<AdapterAnswer> {
    if (!this.#isTrusted(request.socket as TLSSocket)) {
      return refused(401, "Unauthorized", "only the API server of a cluster may ask");
    }
    if (request.method !== "GET") return refused(405, "MethodNotAllowed", "these metrics can only be read");
    const asked = askedOf(new URL(request.url ?? "/", "https://naru"));
    if (asked === undefined) return refused(404, "NotFound", "nothing is served here");
    try {
      return await this.#options.answer(asked, signal);
    } catch (error) {
      const why = (error as Error).message;
      if (!signal.aborted)
        this.#options.log.warn({ why, asked: asked.what }, "an autoscaler was not answered");
      return refused(503, "ServiceUnavailable", why);
    }
  }

  #isTrusted(socket: TLSSocket): boolean {
    if (!socket.authorized) return false;
    const { CN: name } = socket.getPeerCertificate().subject;
    const names = this.#options
      .frontProxies()
      .flatMap((proxy) => (proxy.names.length > 0 ? proxy.names : [name]));
    return names.includes(name);
  }
}

export const refused = (code: number, reason: string, message: string): AdapterAnswer => ({
  code,
  body: status(code, reason, message),
});
