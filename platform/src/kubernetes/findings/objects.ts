import type { CacheStatus, KubeObject } from "@naru/kubernetes";
import type { Cluster } from "../clusters/cluster.ts";
import type { KubeEvent } from "../resources.ts";

/** What is known of a cluster's objects at one moment. Built once a look: lists are split by namespace when they are asked for. */
export class Objects {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly #caches: Caches;
  readonly #split = new Map<keyof Caches, ReadonlyMap<string, readonly KubeObject[]>>();
  #told: ReadonlyMap<string, readonly KubeEvent[]> | undefined;

  constructor(caches: Caches, now: number) {
    this.#caches = caches;
    this.now = now;
  }

  all<K extends keyof Caches>(kind: K): readonly ObjectOf<K>[] {
    return this.#caches[kind].list();
  }

  in<K extends keyof Caches>(kind: K, namespace = ""): readonly ObjectOf<K>[] {
    const before = this.#split.get(kind);
    const split = before ?? Map.groupBy<string, KubeObject>(this.#caches[kind].list(), namespaceOf);
    if (!before) this.#split.set(kind, split);
    return split.get(namespace) ?? [];
  }

  get<K extends keyof Caches>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined {
    return this.#caches[kind].get(namespace, name);
  }

  /** Whether all objects of a kind are known, as they are now: only then one that is not here is not there. */
  knows(kind: keyof Caches): boolean {
    const { state, isPartial } = this.#caches[kind].status();
    return state === "live" && !isPartial;
  }

  lacks(kind: keyof Caches, namespace: string, name: string): boolean {
    return this.knows(kind) && this.get(kind, namespace, name) === undefined;
  }

  /** Events about an object, the newest first. */
  told({ kind, metadata: { namespace = "", name } }: KubeObject): readonly KubeEvent[] {
    this.#told ??= Map.groupBy(this.all("events"), ({ involvedObject: about = {} }) =>
      [about.kind, about.namespace ?? "", about.name].join("/"),
    );
    const events = this.#told.get([kind, namespace, name].join("/")) ?? [];
    return events.toSorted((a, b) => timeText(b).localeCompare(timeText(a)));
  }
}

type Caches = {
  readonly [K in keyof Cluster["caches"]]: {
    list(): readonly KubeObject[];
    get(namespace: string | undefined, name: string): KubeObject | undefined;
    status(): Pick<CacheStatus, "state" | "isPartial">;
  };
};
type ObjectOf<K extends keyof Caches> = ReturnType<Cluster["caches"][K]["list"]>[number];

export const namespaceOf = ({ metadata }: KubeObject): string => metadata.namespace ?? "";

const timeText = ({ series, lastTimestamp, eventTime }: KubeEvent) =>
  series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? "";
