import type { Client } from "../controllers/client.ts";
import { type Clock, systemClock } from "../controllers/clock.ts";
import type { Controller } from "../controllers/controller.ts";
import { recorder } from "../controllers/events.ts";
import { Backends } from "./backends.ts";
import { Balance } from "./balance.ts";
import { type IngressAddress, openIngress } from "./ingress/index.ts";
import { type Network, ServiceProxy } from "./proxy.ts";
import { Waker } from "./waking/waker.ts";

export type { IngressAddress } from "./ingress/index.ts";
export type { Address } from "./ports.ts";
export type { Network } from "./proxy.ts";

export interface ServicesOptions {
  readonly client: Client;
  readonly network: Network;
  /** None serves no Ingresses. */
  readonly ingress?: IngressAddress | undefined;
  readonly clock?: Clock;
}

/** How connections find their endpoints.
 *  @param locate  where the program behind an endpoint really listens */
export const networkWith = (locate: Network["locate"] = (endpoint) => endpoint): Network => ({
  backends: new Backends(),
  balance: new Balance(),
  locate,
});

export interface RunningServices {
  readonly controllers: readonly Controller[];
  /** Ports of the ingress, when there is one. */
  readonly ingress?: { readonly port: number; readonly securePort?: number };
  stop(): Promise<void>;
}

/** Services and Ingresses, served while its controllers run.
 *  @throws Error when the ingress can't listen */
export async function startServices({
  client,
  network,
  ingress: at,
  clock = systemClock,
}: ServicesOptions): Promise<RunningServices> {
  const waker = new Waker({
    client,
    backends: network.backends,
    record: recorder(client, clock, "waker"),
    clock,
  });
  const record = recorder(client, clock, "service-proxy");
  const proxy = new ServiceProxy({ network, client, record, waker });
  const ingress = at && (await openIngress({ client, network, waker }, at));
  return {
    controllers: [proxy.controller(), ...(ingress ? [ingress.controller] : [])],
    ...(ingress && { ingress }),
    stop: async () => {
      waker.stop();
      await ingress?.stop();
      proxy.stop();
    },
  };
}
