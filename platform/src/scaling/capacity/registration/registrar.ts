import type { KubeObject } from "@naru/kubernetes";
import { NaruError } from "#kernel/errors.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import { type FrontProxy, frontProxyOf } from "../adapter/front-proxy.ts";
import type { ServedApi } from "../api.ts";
import type { Credentials } from "./authority.ts";
import {
  type Address,
  apiOf,
  apisOf,
  isAsWanted,
  ownerAnnotation,
  placeOf,
  type Wanted,
  wayOf,
} from "./objects.ts";

interface RegistrarOptions {
  readonly objects: Pick<ObjectAccess, "get" | "apply" | "delete">;
  /** Of the server, from now on: who is believed. */
  readonly trust: (proxies: readonly FrontProxy[]) => void;
}

const extensionAuthentication = {
  apiVersion: "v1",
  kind: "ConfigMap",
  namespace: "kube-system",
  name: "extension-apiserver-authentication",
};

interface ApiService extends KubeObject {
  readonly spec?: { readonly service?: { readonly namespace: string; readonly name: string } };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

type State = Pick<ServedApi, "state" | "problem">;

/** Lets clusters know that Naru answers what their autoscalers ask; what somebody else answers stays theirs. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #proxies = new Map<string, FrontProxy>();

  constructor(options: RegistrarOptions) {
    this.#options = options;
  }

  /** @param address  at which the cluster reaches Naru; undefined: at none */
  async register(
    cluster: string,
    credentials: Credentials,
    address: Address | undefined,
    signal: AbortSignal,
  ): Promise<ServedApi[]> {
    const { owner, authority } = credentials;
    const apis = apisOf({ owner, authority: authority.certificate });
    const all = (state: State) => apis.map((api) => ({ cluster, api: apiOf(api), ...state }));
    if (!address) return all(failed(nowhere));
    try {
      const proxy = await this.#frontProxy(cluster, signal);
      if (!proxy) return all(failed(`${cluster} has no aggregation layer: it publishes no front proxy.`));
      this.#believe(proxy);
      for (const wanted of wayOf({ owner, address })) {
        const { state, problem } = await this.#put(cluster, wanted, owner, signal);
        if (state === "taken") return all({ state, problem });
      }
    } catch (error) {
      return all(failed(wordsOf(error)));
    }
    const states = apis.map(async (api) => ({
      cluster,
      api: apiOf(api),
      ...(await this.#put(cluster, api, owner, signal).catch((error: unknown) => failed(wordsOf(error)))),
    }));
    return Promise.all(states);
  }

  /** Takes back what was registered when this cluster was among those that ask. */
  async leave(cluster: string, { owner, authority }: Credentials, signal: AbortSignal): Promise<void> {
    const apis = apisOf({ owner, authority: authority.certificate });
    const way = wayOf({ owner, address: { host: "", port: 0 } });
    for (const place of [...apis, ...way].map(placeOf)) {
      const found = await this.#get(cluster, place, signal);
      if (found?.metadata.annotations?.[ownerAnnotation] !== owner) continue;
      await this.#options.objects.delete(
        cluster,
        place,
        act(signal, "metrics for autoscalers are not served any more"),
      );
    }
  }

  async #frontProxy(cluster: string, signal: AbortSignal): Promise<FrontProxy | undefined> {
    const found = await this.#get<KubeObject & { data?: Record<string, string> }>(
      cluster,
      extensionAuthentication,
      signal,
    );
    return frontProxyOf(cluster, found?.data ?? {});
  }

  #believe(proxy: FrontProxy): void {
    if (isAsWanted(this.#proxies.get(proxy.cluster), proxy)) return;
    this.#proxies.set(proxy.cluster, proxy);
    this.#options.trust([...this.#proxies.values()]);
  }

  /** Writes only where something differs: each write is a line of history. */
  async #put(cluster: string, wanted: Wanted, owner: string, signal: AbortSignal): Promise<State> {
    const { objects } = this.#options;
    const place = placeOf(wanted);
    const found = await this.#get<ApiService>(cluster, place, signal);
    if (found && found.metadata.annotations?.[ownerAnnotation] !== owner) return taken(place.kind, found);
    if (found && isAsWanted(found, wanted)) return stateOf(found);
    return stateOf(
      await objects.apply<ApiService>(
        cluster,
        place,
        wanted,
        act(signal, "metrics for autoscalers are served"),
      ),
    );
  }

  async #get<T extends KubeObject>(
    cluster: string,
    place: Parameters<ObjectAccess["get"]>[1],
    signal: AbortSignal,
  ): Promise<T | undefined> {
    return this.#options.objects.get<T>(cluster, place, signal).catch((error: unknown) => {
      if (error instanceof NaruError && error.code === "NOT_FOUND") return undefined;
      throw error;
    });
  }
}

const act = (signal: AbortSignal, summary: string) => ({ signal, user: "", summary });

const nowhere =
  "Its API server does not reach Naru: set NARU_AUTOSCALING_ADDRESS to an IP address and port that it does.";

const failed = (problem: string): State => ({ state: "failed", problem });

function taken(kind: string, { metadata, spec }: ApiService): State {
  const { namespace, name } = metadata;
  const answering =
    spec?.service === undefined ? "somebody else" : `${spec.service.namespace}/${spec.service.name}`;
  const whose =
    metadata.annotations?.[ownerAnnotation] === undefined ? answering : "another Naru, or an earlier one";
  const where = namespace === undefined ? "" : ` -n ${namespace}`;
  return {
    state: "taken",
    problem: `The ${kind} ${name} belongs to ${whose}. To have this Naru answer: kubectl delete ${kind.toLowerCase()} ${name}${where}`,
  };
}

function stateOf({ status }: ApiService): State {
  const available = status?.conditions?.find(({ type }) => type === "Available");
  return available?.status === "False"
    ? { state: "waiting", problem: available.message ?? "" }
    : { state: "served", problem: "" };
}

const wordsOf = (error: unknown) => (error as Error).message;
