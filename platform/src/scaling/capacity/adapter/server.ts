import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Identity } from "@naru/certificates";
import type { Logger } from "#kernel/log.ts";
import { status } from "./answers.ts";
import { clusterShowing, type FrontProxy } from "./front-proxy.ts";
import { type Asked, askedOf } from "./paths.ts";

/** What is answered, or why not. */
export interface AdapterAnswer {
  readonly code: number;
  readonly body: object;
}

interface AdapterOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** @param cluster  who asks */
  readonly answer: (cluster: string, asked: Asked) => Promise<AdapterAnswer>;
  readonly log: Logger;
}

const requestMs = 10_000;

/** Serves the metrics that autoscalers measure by, to the API servers of clusters and to nobody else: they have asked already who may
 *  see them. */
export class Adapter {
  readonly #options: AdapterOptions;
  readonly #server: Server;
  #proxies: readonly FrontProxy[] = [];

  constructor(options: AdapterOptions, own: Identity) {
    this.#options = options;
    this.#server = createServer({
      ...contextOf(own, []),
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
      requestTimeout: requestMs,
    });
    this.#server.on("request", (request, response) => void this.#serve(request, response));
  }

  /** Shows itself as this from now on, and believes these clusters. */
  trust(own: Identity, proxies: readonly FrontProxy[]): void {
    this.#proxies = proxies;
    this.#server.setSecureContext(contextOf(own, proxies));
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
    const { code, body } = await this.#answer(request);
    // Whom a connection belongs to was found out when it began: who is believed by now has to begin another.
    const connection = code === 401 ? { connection: "close" } : {};
    response.writeHead(code, { "content-type": "application/json", ...connection });
    response.end(JSON.stringify(body));
  }

  async #answer(request: IncomingMessage): Promise<AdapterAnswer> {
    const cluster = this.#clusterOf(request.socket as TLSSocket);
    if (cluster === undefined)
      return refused(401, "Unauthorized", "only the API server of a cluster may ask");
    if (request.method !== "GET") return refused(405, "MethodNotAllowed", "these metrics can only be read");
    const asked = askedOf(new URL(request.url ?? "/", "https://naru"));
    if (asked === undefined) return refused(404, "NotFound", "nothing is served here");
    try {
      return await this.#options.answer(cluster, asked);
    } catch (error) {
      const why = (error as Error).message;
      this.#options.log.warn({ why, cluster, asked: asked.what }, "an autoscaler was not answered");
      return refused(503, "ServiceUnavailable", why);
    }
  }

  #clusterOf(socket: TLSSocket): string | undefined {
    if (!socket.authorized) return undefined;
    const { raw } = socket.getPeerCertificate();
    return raw && clusterShowing(new X509Certificate(raw), this.#proxies);
  }
}

/** With no authority at all the usual ones would be believed: then it believes itself, which nobody else can show. */
const contextOf = ({ key, certificate }: Identity, proxies: readonly FrontProxy[]) => ({
  key,
  cert: certificate,
  ca: proxies.length > 0 ? proxies.map(({ authority }) => authority) : [certificate],
});

export const refused = (code: number, reason: string, message: string): AdapterAnswer => ({
  code,
  body: status(code, reason, message),
});
