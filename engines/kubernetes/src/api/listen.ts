import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type Identity, issue } from "@naru/certificates";
import type { Authentication } from "./authenticate.ts";
import type { Cluster } from "./handlers.ts";
import { kubernetesServer } from "./server.ts";

export interface ListenOptions {
  readonly cluster: Cluster;
  readonly authentication: Authentication;
  readonly authority: Identity;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Of the service `kubernetes`, by which programs in the cluster find it. */
  readonly serviceAddress: string;
}

export interface Listening {
  readonly port: number;
  /** Ends every connection too. */
  close(): Promise<void>;
}

const ownNames = [
  "localhost",
  "127.0.0.1",
  "::1",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];

/** Serves the API with a certificate made for this start. */
export async function listenApi(options: ListenOptions): Promise<Listening> {
  const { cluster, authentication, authority, host, port, serviceAddress } = options;
  const names = [...new Set([...ownNames, host, serviceAddress])];
  const identity = await issue(authority, { subject: "CN=kube-apiserver", names }, Date.now());
  const { certificate } = authority;
  const server = kubernetesServer({ cluster, authentication, server: identity, authority: certificate });
  // Those too that have not finished their handshake, which the server itself doesn't count.
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server.close(), "close");
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
