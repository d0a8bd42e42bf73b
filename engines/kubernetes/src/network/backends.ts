import type { Client } from "../controllers/client.ts";
import { type Controller, keyOf, partsOf } from "../controllers/controller.ts";
import { type EndpointSlice, endpointSlices } from "../controllers/kinds.ts";
import type { Address } from "./ports.ts";

const serviceLabel = "kubernetes.io/service-name";

/** Where services answer now, by their EndpointSlices, whoever made those. */
export class Backends {
  /** By service, then by slice. */
  readonly #slices = new Map<string, Map<string, EndpointSlice>>();
  readonly #serviceOf = new Map<string, string>();
  readonly #known = new Map<string, Answering>();
  readonly #followers = new Set<(service: string) => void>();

  /** @param service  `namespace/name`
   *  @param port     its name; "" for one without
   *  @returns        those that are ready; when there is none, those that end but still serve
   *  Source: https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-to-terminating-endpoints */
  of(service: string, port: string): readonly Address[] {
    return this.#answering(service, port).addresses;
  }

  /** Whether one is ready: those that end answer only for lack of others. */
  isReady(service: string, port: string): boolean {
    return this.#answering(service, port).areReady;
  }

  /** @param changed  told of each service whose endpoints may be others now
   *  @returns        what ends that */
  follow(changed: (service: string) => void): () => void {
    this.#followers.add(changed);
    return () => void this.#followers.delete(changed);
  }

  /** Keeps them up to date. */
  controller(client: Client): Controller {
    return {
      name: "backends",
      watches: [{ kind: endpointSlices, keys: ({ object }) => [keyOf(object)] }],
      reconcile: (key) => {
        const { namespace, name } = partsOf(key);
        this.#put(key, client.get(endpointSlices, namespace, name));
        return Promise.resolve();
      },
    };
  }

  #answering(service: string, port: string): Answering {
    const key = `${service} ${port}`;
    const known = this.#known.get(key);
    if (known) return known;
    const slices = this.#slices.get(service);
    if (!slices) return nobody;
    const found = answering([...slices.values()], port);
    this.#known.set(key, found);
    return found;
  }

  #put(key: string, slice: EndpointSlice | undefined): void {
    this.#drop(key);
    const name = slice?.metadata.labels?.[serviceLabel];
    if (!slice || name === undefined) return;
    const service = `${slice.metadata.namespace}/${name}`;
    this.#serviceOf.set(key, service);
    this.#slices.set(
      service,
      (this.#slices.get(service) ?? new Map<string, EndpointSlice>()).set(key, slice),
    );
    this.#forget(service);
  }

  #drop(key: string): void {
    const service = this.#serviceOf.get(key);
    if (service === undefined) return;
    this.#serviceOf.delete(key);
    const slices = this.#slices.get(service);
    slices?.delete(key);
    if (slices?.size === 0) this.#slices.delete(service);
    this.#forget(service);
  }

  #forget(service: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${service} `)) this.#known.delete(key);
    for (const changed of this.#followers) changed(service);
  }
}

interface Answering {
  readonly addresses: readonly Address[];
  readonly areReady: boolean;
}

const nobody: Answering = { addresses: [], areReady: false };

interface Found extends Address {
  readonly isReady: boolean;
}

function answering(slices: readonly EndpointSlice[], port: string): Answering {
  const found = slices.flatMap((slice) => foundIn(slice, port));
  const ready = found.filter(({ isReady }) => isReady);
  const areReady = ready.length > 0;
  const addresses = (areReady ? ready : found).map((one) => ({ host: one.host, port: one.port }));
  return { addresses, areReady };
}

/** Conditions that somebody left out are as for one that is well. */
function foundIn({ endpoints = [], ports = [] }: EndpointSlice, name: string): Found[] {
  const number = ports.find((port) => (port.name ?? "") === name && (port.protocol ?? "TCP") === "TCP")?.port;
  if (number === undefined) return [];
  return endpoints.flatMap(({ addresses: [host], conditions }): Found[] => {
    const { ready, serving, terminating }: Partial<typeof conditions> = conditions ?? {};
    const isReady = ready ?? true;
    if (host === undefined || !(isReady || ((serving ?? isReady) && terminating))) return [];
    return [{ host, port: number, isReady }];
  });
}
