import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { splice } from "./splice.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface DeclaredPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly protocol?: string;
}

/** The ports of one container while it runs. */
export interface PortLease {
  /** `PORT`, `PORT_METRICS`, …: where the program is asked to listen. */
  readonly env: Readonly<Record<string, string>>;
  release(): void;
}

/** Below what the system gives to outgoing connections, and below the node ports of services. */
const firstPort = 20_000;
const lastPort = 29_999;
const loopback = "127.0.0.1";
const slowestLookMs = 500;

/** Which port of the machine stands for which port of a pod: see README.md, "The contract of PORT". */
export class Ports {
  readonly #leased = new Set<number>();
  readonly #stands = new Map<string, number>();
  #next = firstPort + Math.floor(Math.random() * (lastPort - firstPort));

  /** Where the program behind a pod's port really listens. */
  readonly locate = ({ host, port }: Address): Address => {
    const stands = this.#stands.get(`${host}:${port}`);
    return stands === undefined ? { host, port } : { host: loopback, port: stands };
  };

  /** @param podIP     of the pod
   *  @param hostIP    of its node, for ports that are to be reached there
   *  @param declared  by the container
   *  @throws Error when the machine has no free port left */
  async lease(podIP: string, hostIP: string, declared: readonly DeclaredPort[]): Promise<PortLease> {
    const ended = new AbortController();
    const env: Record<string, string> = {};
    const mine: number[] = [];
    const release = () => {
      ended.abort();
      for (const port of mine) this.#leased.delete(port);
    };
    try {
      for (const { name, containerPort, hostPort, protocol = "TCP" } of declared) {
        if (protocol !== "TCP") continue;
        const port = await this.#free();
        mine.push(port);
        env["PORT"] ??= String(port);
        if (name) env[`PORT_${name.toUpperCase().replaceAll("-", "_")}`] = String(port);
        const fronts = [{ host: podIP, port: containerPort }];
        if (hostPort) fronts.push({ host: hostIP, port: hostPort });
        void this.#open(port, fronts, ended.signal);
      }
    } catch (error) {
      release();
      throw error;
    }
    return { env, release };
  }

  /** Waits for the program to listen, then leads to it what comes to the pod. */
  async #open(port: number, fronts: readonly Address[], signal: AbortSignal): Promise<void> {
    for (let wait = 20; !(await isListening(port)); wait = Math.min(slowestLookMs, wait * 1.5)) {
      await pause(wait, undefined, { ref: false });
      if (signal.aborted) return;
    }
    for (const front of fronts) {
      const key = `${front.host}:${front.port}`;
      if (signal.aborted) return;
      this.#stands.set(key, port);
      const server = listenAt(front, port);
      signal.addEventListener("abort", () => {
        server.close();
        if (this.#stands.get(key) === port) this.#stands.delete(key);
      });
    }
  }

  async #free(): Promise<number> {
    for (let tried = firstPort; tried <= lastPort; tried++) {
      const port = this.#next;
      this.#next = port >= lastPort ? firstPort : port + 1;
      if (this.#leased.has(port)) continue;
      this.#leased.add(port);
      if (await canListen(port)) return port;
      this.#leased.delete(port);
    }
    throw new Error(`no port between ${firstPort} and ${lastPort} is free`);
  }
}

/** A front that can't be opened is missed by whoever connects to it from outside the cluster's own proxies alone. */
function listenAt({ host, port }: Address, to: number): Server {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const upstream = connect({ host: loopback, port: to, allowHalfOpen: true });
    splice(socket, upstream);
  });
  server.on("error", () => server.close());
  server.listen({ host, port });
  return server.unref();
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: "0.0.0.0" });
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket: Socket = connect({ host: loopback, port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
