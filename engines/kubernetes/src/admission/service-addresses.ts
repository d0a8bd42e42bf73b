import { AddressPool } from "../network/addresses.ts";
import type { KubeObject } from "../object.ts";
import { ApiError } from "../status.ts";
import type { Store } from "../store/store.ts";

/** The first ones are kept for the cluster's own. */
const firstAddress = 10;
/** Of the service by which programs find the API. */
export const apiAddressIn = (prefix: string) => `${prefix}.0.1`;
const firstNodePort = 30_000;
const lastNodePort = 32_767;
/** As often what is held is compared with what is there. */
const tidyAfter = 256;

interface Spec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ports?: { nodePort?: number }[];
  [field: string]: unknown;
}

/** Gives every service an address, and ports of the node to those that are reached from outside.
 *  Source: https://kubernetes.io/docs/reference/networking/virtual-ips/#ip-address-objects */
export class ServiceAddresses {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #pool: AddressPool;
  readonly #nodePorts = new Map<number, string>();
  /** In which round a service last asked for something. */
  readonly #asked = new Map<string, number>();
  #round = 0;
  #left = tidyAfter;

  /** @param prefix  `127.16`: all addresses begin so */
  constructor(store: Store, prefix: string) {
    this.#store = store;
    this.#prefix = prefix;
    this.#pool = new AddressPool(prefix, firstAddress);
    for (const { object } of store.list("services").entries) this.#hold(object);
  }

  /** @throws ApiError Invalid when what is asked for is taken or none of ours */
  assign(service: KubeObject): void {
    if (this.#left-- === 0) this.#tidy();
    this.#asked.set(service.metadata.uid, this.#round);
    const spec = service["spec"] as Spec;
    if (spec.type === "ExternalName") return;
    if (spec.clusterIP !== "None") this.#assignAddress(service, spec);
    spec.clusterIPs = [spec.clusterIP ?? ""];
    spec["ipFamilies"] ??= ["IPv4"];
    spec["ipFamilyPolicy"] ??= "SingleStack";
    const isPublished = spec.type === "NodePort" || spec.type === "LoadBalancer";
    for (const port of spec.ports ?? []) {
      if (isPublished && spec["allocateLoadBalancerNodePorts"] !== false) this.#assignPort(service, port);
      else if (!isPublished) delete port.nodePort;
    }
  }

  #assignAddress(service: KubeObject, spec: Spec): void {
    const { uid } = service.metadata;
    const wanted = spec.clusterIP || undefined;
    const given = wanted === apiAddressIn(this.#prefix) ? wanted : this.#pool.hold(uid, wanted);
    if (wanted !== undefined && given !== wanted) {
      this.#pool.release(uid);
      const why = this.#pool.contains(wanted)
        ? "failed to allocate IP: provided IP is already allocated"
        : `provided IP is not in the valid range. The range of valid IPs is ${this.#prefix}.0.0/16`;
      throw refused(service, "spec.clusterIPs", [wanted], why);
    }
    spec.clusterIP = given;
  }

  #assignPort(service: KubeObject, port: { nodePort?: number }): void {
    const { uid } = service.metadata;
    if (port.nodePort === undefined || port.nodePort === 0) port.nodePort = this.#freePort(uid);
    const holder = this.#nodePorts.get(port.nodePort);
    if (holder !== undefined && holder !== uid) {
      throw refused(service, "spec.ports[0].nodePort", port.nodePort, "provided port is already allocated");
    }
    this.#nodePorts.set(port.nodePort, uid);
  }

  #freePort(uid: string): number {
    for (let port = firstNodePort; port <= lastNodePort; port++) {
      if (!this.#nodePorts.has(port)) {
        this.#nodePorts.set(port, uid);
        return port;
      }
    }
    throw new ApiError("InternalError", "no node port is left");
  }

  #hold({ spec, metadata: { uid } }: KubeObject): void {
    const { clusterIP, ports = [] } = spec as Spec;
    this.#asked.set(uid, this.#round);
    if (clusterIP && clusterIP !== "None") this.#pool.hold(uid, clusterIP);
    for (const { nodePort } of ports) if (nodePort) this.#nodePorts.set(nodePort, uid);
  }

  /** What deleted services held, and refused ones, is free again; who asked lately may not be stored yet. */
  #tidy(): void {
    this.#left = tidyAfter;
    const present = new Set(this.#store.list("services").entries.map(({ object }) => object.metadata.uid));
    const gone = [...this.#asked].filter(([uid, round]) => round < this.#round && !present.has(uid));
    for (const [uid] of gone) {
      this.#asked.delete(uid);
      this.#pool.release(uid);
      for (const [port, holder] of this.#nodePorts) if (holder === uid) this.#nodePorts.delete(port);
    }
    this.#round++;
  }
}

function refused(service: KubeObject, field: string, value: unknown, why: string): ApiError {
  const { name } = service.metadata;
  const message = `Invalid value: ${JSON.stringify(value)}: ${why}`;
  return new ApiError("Invalid", `Service ${JSON.stringify(name)} is invalid: ${field}: ${message}`, {
    name,
    kind: "Service",
    causes: [{ reason: "FieldValueInvalid", message, field }],
  });
}
