import { kinds, type KubeObject, type ObjectList } from "@naru/kubernetes";
import { clusterNamed, type Clusters } from "../clusters/clusters.ts";
import { toPersonsError } from "../failure.ts";
import type { Recorder } from "../history/recorder.ts";
import { fieldManager } from "./apply.ts";
import { eventAbout, type News } from "./news.ts";

/** A kind and, where one object is meant, which. */
export interface KindRef {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface ObjectPlace extends KindRef {
  readonly namespace: string;
  readonly name: string;
}

/** Who does something, and how it reads in the history. */
export interface Act {
  readonly signal: AbortSignal;
  readonly user: string;
  readonly summary: string;
}

/** What other features keep in clusters. Every write but an event leaves a line of history with who did it.
 *  @throws NaruError NOT_FOUND, KUBERNETES_REFUSED, CLUSTER_UNAVAILABLE from every call */
export interface ObjectAccess {
  clusters(): readonly string[];
  list<T extends KubeObject>(
    cluster: string,
    kind: KindRef,
    page: {
      readonly labelSelector: string;
      readonly limit: number;
      readonly continueFrom?: string | undefined;
    },
    signal: AbortSignal,
  ): Promise<ObjectList<T>>;
  get<T extends KubeObject>(cluster: string, place: ObjectPlace, signal: AbortSignal): Promise<T>;
  /** Server-side apply; fields that others own are taken over. A `metadata.resourceVersion` must still be the newest. */
  apply<T extends KubeObject>(cluster: string, place: ObjectPlace, body: object, act: Act): Promise<T>;
  /** Merge patch. */
  patch<T extends KubeObject>(cluster: string, place: ObjectPlace, body: object, act: Act): Promise<T>;
  delete(cluster: string, place: ObjectPlace, act: Act): Promise<void>;
  /** Leaves an event at an object, for people to read with `kubectl describe`. */
  tell(
    cluster: string,
    about: ObjectPlace & { readonly uid: string },
    news: News,
    signal: AbortSignal,
  ): Promise<void>;
}

async function told<T>(cluster: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toPersonsError(cluster, error);
  }
}

export function objectAccess(clusters: Clusters, recorder: Pick<Recorder, "acted">): ObjectAccess {
  const on = async (name: string, { apiVersion, kind }: KindRef) => {
    const cluster = clusterNamed(clusters, name);
    return { client: cluster.client, kind: await cluster.kindOf(apiVersion, kind) };
  };
  const writing = <T>(
    cluster: string,
    { kind, namespace, name }: ObjectPlace,
    { user, summary }: Act,
    work: () => Promise<T>,
  ) =>
    told(cluster, async () => {
      const answer = await work();
      recorder.acted(cluster, { kind, namespace, name }, summary, user);
      return answer;
    });
  return {
    clusters: () => [...clusters.keys()],
    list: (cluster, of, page, signal) =>
      told(cluster, async () => {
        const { client, kind } = await on(cluster, of);
        return client.list(kind, { ...page, signal });
      }),
    get: (cluster, { namespace, name, ...of }, signal) =>
      told(cluster, async () => {
        const { client, kind } = await on(cluster, of);
        return client.get(kind, { namespace, name }, { signal });
      }),
    apply: (cluster, place, body, act) =>
      writing(cluster, place, act, async () => {
        const { client, kind } = await on(cluster, place);
        return client.apply(kind, place, body, { signal: act.signal, fieldManager, force: true });
      }),
    patch: (cluster, place, body, act) =>
      writing(cluster, place, act, async () => {
        const { client, kind } = await on(cluster, place);
        return client.patch(kind, place, "merge", body, { signal: act.signal, fieldManager });
      }),
    delete: (cluster, place, act) =>
      writing(cluster, place, act, async () => {
        const { client, kind } = await on(cluster, place);
        await client.delete(kind, place, { signal: act.signal });
      }),
    tell: (cluster, about, news, signal) =>
      told(cluster, async () => {
        const event = eventAbout(about, news, new Date());
        const { client } = clusterNamed(clusters, cluster);
        await client.create(kinds.events, about.namespace, event, { signal });
      }),
  };
}
