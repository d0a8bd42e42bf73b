import type { Controller } from "../../controllers/controller.ts";
import { IngressTable } from "./controller.ts";
import { type IngressOptions, IngressServer } from "./server.ts";

export interface IngressAddress {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** HTTPS too, with the certificates that Ingresses name. */
  readonly securePort?: number;
}

export interface Ingress {
  readonly port: number;
  readonly securePort?: number;
  readonly controller: Controller;
  stop(): Promise<void>;
}

/** @throws Error when a port can't be opened */
export async function openIngress(
  of: Pick<IngressOptions, "client" | "network" | "waker">,
  { host, port, securePort }: IngressAddress,
): Promise<Ingress> {
  const table = new IngressTable(of.client);
  const server = new IngressServer({
    ...of,
    routes: () => table.routes,
    certificate: (name) => table.certificate(name),
  });
  const listened = await server.listen(host, port, "http");
  const secured = securePort === undefined ? undefined : await server.listen(host, securePort, "https");
  const ports = [listened, ...(secured === undefined ? [] : [secured])].map(
    (one) => ({ port: one, protocol: "TCP" }) as const,
  );
  return {
    port: listened,
    ...(secured !== undefined && { securePort: secured }),
    controller: table.controller(() => ({ ip: host, ports })),
    stop: () => server.stop(),
  };
}
