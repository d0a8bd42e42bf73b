import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Client } from "../controllers/client.ts";
import { type Controller, keyOf, partsOf } from "../controllers/controller.ts";
import type { Record } from "../controllers/events.ts";
import { type Service, services } from "../controllers/kinds.ts";
import { Affinity } from "./affinity.ts";
import type { Backends } from "./backends.ts";
import type { Balance } from "./balance.ts";
import type { Address } from "./ports.ts";
import { splice } from "./splice.ts";
import type { Waker } from "./waking/waker.ts";

export interface Network {
  readonly backends: Backends;
  readonly balance: Balance;
  /** Where the program behind an endpoint really listens. */
  readonly locate: (endpoint: Address) => Address;
}

export interface ProxyOptions {
  readonly network: Network;
  readonly client: Client;
  readonly record: Record;
  readonly waker: Waker;
}

/** A port that could not be opened may be free by then. */
const retryMs = 60_000;
const connectLimitMs = 5_000;
const usualStickySeconds = 10_800;
const loopback = "127.0.0.1";

/** Listens on the ports of services, and joins who comes to an endpoint of them. */
export class ServiceProxy {
  readonly #options: ProxyOptions;
  /** By service, then by address. */
  readonly #open = new Map<string, Map<string, Server>>();
  readonly #affinity = new Map<string, Affinity>();
  readonly #clients = new Set<Socket>();

  constructor(options: ProxyOptions) {
    this.#options = options;
  }

  controller(): Controller {
    return {
      name: "service-proxy",
      watches: [{ kind: services, keys: ({ object }) => [keyOf(object)] }],
      reconcile: (key) => this.#reconcile(key),
    };
  }

  stop(): void {
    for (const servers of this.#open.values()) for (const server of servers.values()) server.close();
    this.#open.clear();
    for (const client of this.#clients) client.destroy();
  }

  async #reconcile(key: string): Promise<number | void> {
    const { namespace, name } = partsOf(key);
    const service = this.#options.client.get(services, namespace, name);
    const wanted = new Map(listens(service).map((one) => [`${one.host} ${one.port} ${one.name}`, one]));
    const open = this.#open.get(key) ?? new Map<string, Server>();
    for (const [place, server] of open) {
      if (wanted.has(place)) continue;
      server.close();
      open.delete(place);
    }
    let isWhole = true;
    for (const [place, { host, port, name: portName }] of wanted) {
      if (open.has(place) || !service) continue;
      const server = await this.#listen(service, { host, port }, (socket) => {
        void this.#serve(socket, key, portName);
      });
      if (server) open.set(place, server);
      else isWhole = false;
    }
    if (open.size > 0) this.#open.set(key, open);
    else this.#open.delete(key);
    if (service?.spec.sessionAffinity !== "ClientIP") this.#affinity.delete(key);
    return isWhole ? undefined : retryMs;
  }

  async #listen(
    service: Service,
    { host, port }: Address,
    serve: (client: Socket) => void,
  ): Promise<Server | undefined> {
    const options = { allowHalfOpen: true, pauseOnConnect: true, noDelay: true };
    const server = createServer(options, serve);
    try {
      server.listen({ host, port });
      await once(server, "listening");
      // One connection that can't be taken, for want of descriptors, ends no service.
      server.on("error", () => {});
      return server;
    } catch (error) {
      const told = whyNot(error as NodeJS.ErrnoException, `${host}:${port}`);
      await this.#options.record(service, "Warning", "FailedToListen", told);
      return undefined;
    }
  }

  /** The client's bytes wait in its socket until somebody takes them. */
  async #serve(client: Socket, key: string, portName: string): Promise<void> {
    const { balance, backends } = this.#options.network;
    const from = client.remoteAddress ?? "";
    const seconds = this.#stickySeconds(key);
    this.#clients.add(client);
    client.on("error", () => {}).once("close", () => this.#clients.delete(client));
    if (!backends.isReady(key, portName)) await this.#hold(client, key, portName);
    const order = balance.order(backends.of(key, portName));
    const affinity = seconds === undefined ? undefined : this.#affinityOf(key);
    for (const endpoint of affinity ? affinity.order(from, order, Date.now()) : order) {
      const release = balance.hold(endpoint);
      const upstream = await this.#dial(endpoint);
      if (!upstream) {
        release();
        continue;
      }
      upstream.once("close", release);
      if (seconds !== undefined) affinity?.keep(from, endpoint, seconds, Date.now());
      if (client.destroyed) return void upstream.destroy();
      return splice(client, upstream);
    }
    client.resetAndDestroy();
  }

  /** Until somebody is there for it, where the service only sleeps. */
  async #hold(client: Socket, key: string, portName: string): Promise<void> {
    const left = new AbortController();
    client.once("close", () => left.abort());
    await this.#options.waker.hold(key, portName, left.signal);
  }

  /** How long a client keeps its endpoint, if it does. */
  #stickySeconds(key: string): number | undefined {
    const { namespace, name } = partsOf(key);
    const { sessionAffinity, sessionAffinityConfig } =
      this.#options.client.get(services, namespace, name)?.spec ?? {};
    if (sessionAffinity !== "ClientIP") return undefined;
    return sessionAffinityConfig?.clientIP?.timeoutSeconds ?? usualStickySeconds;
  }

  #affinityOf(key: string): Affinity {
    const known = this.#affinity.get(key) ?? new Affinity();
    this.#affinity.set(key, known);
    return known;
  }

  async #dial(endpoint: Address): Promise<Socket | undefined> {
    const socket = connect({ ...this.#options.network.locate(endpoint), allowHalfOpen: true, noDelay: true });
    const limit = setTimeout(() => socket.destroy(new Error("it does not answer")), connectLimitMs);
    try {
      await once(socket, "connect");
      return socket;
    } catch {
      return undefined;
    } finally {
      clearTimeout(limit);
    }
  }
}

interface Listen extends Address {
  /** Of the service's port. */
  readonly name: string;
}

/** Where a service is to be reached: at its own address, and at the machine's for those with node ports. */
function listens(service: Service | undefined): Listen[] {
  if (!service || service.metadata.deletionTimestamp !== undefined || service.spec.type === "ExternalName")
    return [];
  const { clusterIP, ports = [] } = service.spec;
  return ports
    .filter(({ protocol = "TCP" }) => protocol === "TCP")
    .flatMap(({ name = "", port, nodePort }) => [
      ...(clusterIP && clusterIP !== "None" ? [{ host: clusterIP, port, name }] : []),
      ...(nodePort ? [{ host: loopback, port: nodePort, name }] : []),
    ]);
}

function whyNot({ code, message }: NodeJS.ErrnoException, place: string): string {
  if (code === "EACCES") {
    return (
      `may not listen on ${place}: ports below 1024 need a right; give the service a higher port, ` +
      "or allow them with: sysctl net.ipv4.ip_unprivileged_port_start=0"
    );
  }
  if (code === "EADDRINUSE") {
    return (
      `can't listen on ${place}: another program has this port on that address, or on all; end it ` +
      `(ss -ltnp 'sport = :${place.split(":").at(-1)}' names it), let it listen on PORT, or give the service another port`
    );
  }
  return `can't listen on ${place}: ${message}`;
}
