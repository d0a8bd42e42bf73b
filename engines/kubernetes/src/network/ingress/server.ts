import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { SecureContext } from "node:tls";
import type { Client } from "../../controllers/client.ts";
import type { Network } from "../proxy.ts";
import type { Held, Waker } from "../waking/waker.ts";
import { Forwarder, type Limits } from "./forward.ts";
import { forwarded } from "./headers.ts";
import { type Refusal, refusalText, refuse } from "./page.ts";
import { type Backend, nobodyReady, resolve } from "./resolve.ts";
import { type Route, routeFor } from "./rules.ts";
import { upgradeTo } from "./upgrade.ts";

export interface IngressOptions {
  readonly client: Client;
  readonly network: Network;
  readonly waker: Waker;
  readonly routes: () => readonly Route[];
  /** By server name; undefined when there is none for it. */
  readonly certificate: (name: string) => SecureContext | undefined;
  readonly limits?: Partial<Limits>;
  /** Milliseconds that requests may take to finish when it stops. */
  readonly drainMs?: number;
}

const longestPath = 16_384;
const usualLimits: Limits = { connectMs: 5_000, silenceMs: 60_000 };
const serverLimits: ServerOptions = {
  maxHeaderSize: 32_768,
  headersTimeout: 30_000,
  // An upload takes as long as it takes, while it goes on.
  requestTimeout: 0,
  keepAliveTimeout: 75_000,
  noDelay: true,
  insecureHTTPParser: false,
  shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
};
const uploadSilenceMs = 120_000;

/** Brings requests from outside to the services that the cluster's Ingresses name. */
export class IngressServer {
  readonly #options: IngressOptions;
  readonly #limits: Limits;
  readonly #forwarder: Forwarder;
  readonly #servers: Server[] = [];
  readonly #upgraded = new Set<Duplex>();
  #isStopping = false;

  constructor(options: IngressOptions) {
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
    this.#forwarder = new Forwarder(options.network, this.#limits);
  }

  /** @returns the port, which is another one when it was 0
   *  @throws Error when it can't be opened */
  async listen(host: string, port: number, proto: "http" | "https"): Promise<number> {
    const server = proto === "http" ? createServer(serverLimits) : this.#secureServer();
    server.on("request", (request, response) => void this.#handle(request, response, proto));
    server.on("upgrade", (request, socket, head) => void this.#upgrade(request, socket, head, proto));
    server.setTimeout(Math.max(uploadSilenceMs, this.#limits.silenceMs));
    server.listen(port, host);
    await once(server, "listening");
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  /** Takes nobody new, and lets requests finish for a while. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const closed = this.#servers.map((server) => once(server.close(), "close"));
    for (const socket of this.#upgraded) socket.end();
    await Promise.race([
      Promise.all(closed),
      pause(this.#options.drainMs ?? 5_000, undefined, { ref: false }),
    ]);
    for (const server of this.#servers) server.closeAllConnections();
    for (const socket of this.#upgraded) socket.destroy();
    this.#forwarder.close();
    await Promise.all(closed);
  }

  #secureServer(): Server {
    const { certificate } = this.#options;
    return createSecureServer({
      ...serverLimits,
      minVersion: "TLSv1.2",
      SNICallback: (name, done) => {
        const context = certificate(name.toLowerCase());
        if (context) done(null, context);
        else done(new Error(`no Ingress has a certificate for ${name}`));
      },
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse, proto: string): Promise<void> {
    response.on("error", () => {});
    if (this.#isStopping) response.setHeader("connection", "close");
    const found = await this.#reach(request, response);
    if ("refusal" in found) {
      refuse(request, response, found.refusal);
      return void request.resume();
    }
    const { endpoints, service, host, path } = found;
    await this.#forwarder.forward({
      request,
      response,
      endpoints,
      service,
      path,
      headers: forwarded(request, host, proto),
    });
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, proto: string): Promise<void> {
    this.#upgraded.add(socket);
    socket.on("error", () => socket.destroy()).once("close", () => this.#upgraded.delete(socket));
    const found = await this.#reach(request, socket);
    if ("refusal" in found) return void socket.end(refusalText(request, found.refusal));
    const { endpoints, service, host, path } = found;
    const headers = forwarded(request, host, proto);
    if (
      await upgradeTo(
        this.#options.network,
        { request, socket, head, endpoints, path, headers },
        this.#limits.connectMs,
      )
    )
      return;
    socket.end(refusalText(request, unanswered(service)));
  }

  /** Waits for what only sleeps. Nothing of the request's body is read before somebody is there for it.
   *  @param client  closes when who asks has left */
  async #reach(request: IncomingMessage, client: Writable): Promise<Found> {
    const found = this.#find(request);
    if ("refusal" in found || found.areReady) return found;
    const left = new AbortController();
    const leave = () => left.abort();
    client.once("close", leave);
    const held = await this.#options.waker.hold(found.service, found.port, left.signal);
    client.off("close", leave);
    if (held !== "awake" && held !== "not asleep") return { refusal: stillAsleep(found, held) };
    const now = held === "awake" ? this.#find(request) : found;
    return "refusal" in now || now.endpoints.length > 0 ? now : { refusal: nobodyReady(now) };
  }

  #find(request: IncomingMessage): Found {
    const asked = askedBy(request);
    if ("refusal" in asked) return asked;
    const { client, network, routes } = this.#options;
    const [path = "/"] = asked.path.split("?");
    const host = asked.host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
    const route = routeFor(routes(), { host, path });
    if (!route) return { refusal: noRule(host, path) };
    const resolved = resolve(client, network.backends, route.namespace, route.backend);
    return "refusal" in resolved ? resolved : { ...resolved, ...asked };
  }
}

type Found = (Backend & Asked) | { readonly refusal: Refusal };

interface Asked {
  /** As the client wrote it, with its port. */
  readonly host: string;
  /** With the query. */
  readonly path: string;
}

/** A proxy is asked with a whole URL, a server with a path. */
function askedBy({ url = "/", headers: { host = "" } }: IncomingMessage): Asked | { refusal: Refusal } {
  if (url.length > longestPath) return { refusal: tooLong };
  if (url.startsWith("/")) return { host, path: url };
  const whole = URL.parse(url);
  if (whole?.protocol !== "http:" && whole?.protocol !== "https:") return { refusal: unreadable };
  return { host: whole.host, path: whole.pathname + whole.search };
}

const tooLong: Refusal = {
  status: 414,
  message: `the URL is longer than ${longestPath} characters`,
  wayOut: "Send what is long in the body",
};

const unreadable: Refusal = {
  status: 400,
  message: "the request names no path",
  wayOut: "Ask for a path that begins with a slash",
};

const noRule = (host: string, path: string): Refusal => ({
  status: 404,
  message: `no Ingress has a rule for ${host || "a request without a host"} and ${path}`,
  wayOut: "See which there are: kubectl get ingress -A",
});

const stillAsleep = ({ service }: Backend, held: Held): Refusal => ({
  status: 503,
  message:
    held === "full"
      ? `too many wait for pods of the service ${service}, which had none while nobody asked for any`
      : `the service ${service} had no pods while nobody asked for any, and none was ready in time`,
  wayOut: `Ask again in a few seconds; kubectl get pods -n ${service.split("/")[0]} shows how far they are`,
  retryAfterSeconds: 5,
});

const unanswered = (service: string): Refusal => ({
  status: 502,
  message: `no endpoint of the service ${service} takes connections`,
  wayOut: "See whether its pods run and listen on the port that PORT names",
});
