import type { ApiResource, Extension, Extensions } from "../api/extension.ts";
import type { User } from "../authorization/rbac.ts";
import type { Client } from "../controllers/client.ts";
import type { Clock } from "../controllers/clock.ts";
import { withCondition } from "../controllers/conditions.ts";
import { type Controller, keyOf } from "../controllers/controller.ts";
import { type Condition, endpointSlices, type Service, services } from "../controllers/kinds.ts";
import type { Identity } from "@naru/certificates";
import type { Network } from "../network/index.ts";
import { equal } from "../patch/json.ts";
import { ApiError } from "../status.ts";
import { Backend, reasonOf } from "./backend.ts";
import { type ApiService, apiServices } from "./kinds.ts";

export interface AggregationOptions {
  readonly client: Client;
  readonly network: Network;
  readonly clock: Clock;
  readonly frontProxy: Identity;
  /** Answered in this process. */
  readonly own: readonly Extension[];
}

interface Remote extends Extension {
  readonly spec: ApiService["spec"];
  readonly backend: Backend;
  resources: readonly ApiResource[] | undefined;
}

type Verdict = Pick<Condition, "status"> & { readonly reason: string; readonly message: string };

const checkEveryMs = 30_000;
const checkAgainMs = 2_000;
const serviceLabel = "kubernetes.io/service-name";

/** Groups of the API that others answer for, as APIServices name them. */
export class Aggregation implements Extensions {
  readonly #options: AggregationOptions;
  /** By name of the APIService. */
  readonly #remotes = new Map<string, Remote>();

  constructor(options: AggregationOptions) {
    this.#options = options;
  }

  *all(): Iterable<Extension> {
    yield* this.#options.own;
    yield* this.#remotes.values();
  }

  find(group: string, version: string): Extension | undefined {
    const own = this.#options.own.find((one) => one.group === group && one.version === version);
    return own ?? this.#remotes.get(`${version}.${group}`);
  }

  /** What an API server behind this one answers, to somebody of the cluster itself; undefined while none serves the group's version.
   *  @throws Error when it does not answer, or with what it says against it */
  document(group: string, version: string, path: string, user: User): Promise<unknown> | undefined {
    const remote = this.#remotes.get(`${version}.${group}`);
    return remote?.resources && remote.backend.document(`/apis/${group}/${version}${path}`, user);
  }

  /** Looks whether they answer, and says so in their status. */
  controller(): Controller {
    const { client } = this.#options;
    const behind = (namespace: string | undefined, name: string | undefined) =>
      client
        .list(apiServices)
        .filter(({ spec: { service } }) => service?.namespace === namespace && service?.name === name)
        .map(keyOf);
    return {
      name: "api-service",
      watches: [
        { kind: apiServices, keys: ({ object }) => [keyOf(object)] },
        { kind: services, keys: ({ object: { metadata } }) => behind(metadata.namespace, metadata.name) },
        {
          kind: endpointSlices,
          keys: ({ object: { metadata } }) => behind(metadata.namespace, metadata.labels?.[serviceLabel]),
        },
      ],
      reconcile: (name) => this.#reconcile(name),
    };
  }

  stop(): void {
    for (const { backend } of this.#remotes.values()) backend.close();
    this.#remotes.clear();
  }

  async #reconcile(name: string): Promise<number | void> {
    const { client, clock } = this.#options;
    const found = client.get(apiServices, "", name);
    const isRemote = found?.spec.service !== undefined;
    if (!isRemote) this.#drop(name);
    if (!found) return;
    const verdict = isRemote ? await this.#looked(name, found) : local;
    const conditions = withCondition(
      found.status?.conditions ?? [],
      { type: "Available", ...verdict },
      clock.now(),
    );
    if (!equal(conditions, found.status?.conditions)) {
      await client.change(
        apiServices,
        found,
        (copy) => void (copy.status = { ...copy.status, conditions }),
        "status",
      );
    }
    if (isRemote) return verdict.status === "True" ? checkEveryMs : checkAgainMs;
  }

  /** What it served goes on while it is looked whether it still does. */
  async #looked(name: string, { spec }: ApiService): Promise<Verdict> {
    const remote = this.#remote(name, spec);
    const verdict = await this.#check(remote);
    if (verdict.status === "False") remote.resources = undefined;
    return verdict;
  }

  async #check(remote: Remote): Promise<Verdict> {
    const { client, network } = this.#options;
    const { spec } = remote;
    const { namespace = "", name: serviceName = "", port: number = 443 } = spec.service ?? {};
    const key = `${namespace}/${serviceName}`;
    const service = client.get(services, namespace, serviceName);
    const port = portOf(service, number);
    const where = `service/${serviceName} in ${JSON.stringify(namespace)}`;
    if (!service) return away("ServiceNotFound", `${where} is not present`);
    if (!port) return away("ServicePortError", `${where} is not listening on port ${number}`);
    if (network.backends.of(key, port.name ?? "").length === 0) {
      return away(
        "MissingEndpoints",
        `endpoints for ${where} have no addresses with port name ${JSON.stringify(port.name ?? "")}`,
      );
    }
    try {
      remote.resources = await remote.backend.resources();
      return { status: "True", reason: "Passed", message: "all checks passed" };
    } catch (error) {
      const address = `https://${serviceName}.${namespace}.svc:${number}/apis/${spec.group}/${spec.version}`;
      return away("FailedDiscoveryCheck", `failing or missing response from ${address}: ${reasonOf(error)}`);
    }
  }

  #remote(name: string, spec: ApiService["spec"]): Remote {
    const known = this.#remotes.get(name);
    if (known && equal(known.spec, spec)) return known;
    this.#drop(name);
    const { client, network, frontProxy } = this.#options;
    const { namespace = "", name: serviceName = "", port: number = 443 } = spec.service ?? {};
    const endpoints = () => {
      const port = portOf(client.get(services, namespace, serviceName), number);
      return port ? network.backends.of(`${namespace}/${serviceName}`, port.name ?? "") : [];
    };
    const backend = new Backend(spec, { network, frontProxy, endpoints });
    const remote: Remote = {
      spec,
      backend,
      group: spec.group ?? "",
      version: spec.version ?? "",
      resources: undefined,
      serve: (call) => (remote.resources ? backend.serve(call) : Promise.reject(isAway())),
    };
    this.#remotes.set(name, remote);
    return remote;
  }

  #drop(name: string): void {
    this.#remotes.get(name)?.backend.close();
    this.#remotes.delete(name);
  }
}

const local: Verdict = { status: "True", reason: "Local", message: "Local APIServices are always available" };

const away = (reason: string, message: string): Verdict => ({ status: "False", reason, message });

const portOf = (service: Service | undefined, number: number) =>
  service?.spec.ports?.find(({ port }) => port === number);

const isAway = () =>
  new ApiError(
    "ServiceUnavailable",
    "the server is currently unable to handle the request: see kubectl get apiservices",
  );
