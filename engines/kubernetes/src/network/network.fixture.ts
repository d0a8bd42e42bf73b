import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { openCluster, run, type TestCluster } from "../controllers/cluster.fixture.ts";
import { systemClock } from "../controllers/clock.ts";
import { recorder } from "../controllers/events.ts";
import { endpointSlices, services } from "../controllers/kinds.ts";
import { Backends } from "./backends.ts";
import { Balance } from "./balance.ts";
import { type Network, ServiceProxy } from "./proxy.ts";
import { Waker, type WakerLimits } from "./waking/waker.ts";

export interface TestNetwork extends Network {
  readonly cluster: TestCluster;
  readonly waker: Waker;
}

/** Backends and service proxy on a store of their own, until the test is over.
 *  @param limits  of waiting for what sleeps */
export async function openNetwork(limits: Partial<WakerLimits> = {}): Promise<TestNetwork> {
  const cluster = await openCluster();
  const { client } = cluster;
  const network = {
    backends: new Backends(),
    balance: new Balance(),
    locate: (address: { host: string; port: number }) => address,
  };
  const record = recorder(client, systemClock, "service-proxy");
  const waker = new Waker({ client, backends: network.backends, record, clock: systemClock, limits });
  const proxy = new ServiceProxy({ network, client, record, waker });
  onTestFinished(() => {
    waker.stop();
    proxy.stop();
  });
  run(cluster, network.backends.controller(client), proxy.controller());
  return { ...network, cluster, waker };
}

/** A program that serves a connection as it is told to. */
export async function serve(host: string, port: number, talk: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    talk(socket);
  });
  server.listen(port, host);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return server;
}

type State = "ready" | "serving" | "unready" | "ending";

export const conditions: Readonly<Record<State, { ready: boolean; serving: boolean; terminating: boolean }>> =
  {
    ready: { ready: true, serving: true, terminating: false },
    serving: { ready: false, serving: true, terminating: true },
    unready: { ready: false, serving: false, terminating: false },
    ending: { ready: false, serving: false, terminating: true },
  };

export const makeService = ({ client }: TestCluster, name: string, spec: object) =>
  client.create(services, "default", { apiVersion: "v1", kind: "Service", metadata: { name }, spec });

export const makeSlice = (
  { client }: TestCluster,
  service: string,
  name: string,
  port: number,
  at: Readonly<Record<string, State>>,
) =>
  client.create(endpointSlices, "default", {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, labels: { "kubernetes.io/service-name": service } },
    addressType: "IPv4",
    ports: [{ name: "", port, protocol: "TCP" }],
    endpoints: Object.entries(at).map(([address, state]) => ({
      addresses: [address],
      conditions: conditions[state],
    })),
  });
