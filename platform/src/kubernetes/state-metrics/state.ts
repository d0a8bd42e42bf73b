import type { CacheStatus, KubeObject, WatchCache } from "@naru/kubernetes";
import type { WriteSeries } from "@naru/remote-write";
import type { Cluster } from "../clusters/cluster.ts";
import { autoscalerSamples } from "./autoscalers.ts";
import { budgetSamples } from "./budgets.ts";
import { claimSamples } from "./claims.ts";
import { cronJobSamples, jobSamples } from "./jobs.ts";
import { namespaceSamples } from "./namespaces.ts";
import { nodeSamples } from "./nodes.ts";
import { podSamples } from "./pods.ts";
import { quotaSamples } from "./quotas.ts";
import type { Labels, Sample } from "./sample.ts";
import { pointOf, type Series, seriesOf } from "./series.ts";
import { serviceSamples } from "./services.ts";
import { daemonSetSamples, deploymentSamples, replicaSetSamples, statefulSetSamples } from "./workloads.ts";

/** Objects of one kind, and what is told of each. */
export interface Source {
  status(): Pick<CacheStatus, "state" | "since">;
  list(): readonly KubeObject[];
  samplesOf(object: KubeObject): Sample[];
}

const sourceOf = <T extends KubeObject>(
  cache: WatchCache<T>,
  samplesOf: (object: T) => Sample[],
): Source => ({
  status: () => cache.status(),
  list: () => cache.list(),
  samplesOf: (object) => samplesOf(object as T),
});

/** What there is most of comes last: when there is too much, it is left out first. */
export const sourcesOf = ({ caches }: Cluster): Source[] => [
  sourceOf(caches.nodes, nodeSamples),
  sourceOf(caches.namespaces, namespaceSamples),
  sourceOf(caches.deployments, deploymentSamples),
  sourceOf(caches.statefulSets, statefulSetSamples),
  sourceOf(caches.daemonSets, daemonSetSamples),
  sourceOf(caches.autoscalers, autoscalerSamples),
  sourceOf(caches.budgets, budgetSamples),
  sourceOf(caches.quotas, quotaSamples),
  sourceOf(caches.claims, claimSamples),
  sourceOf(caches.services, serviceSamples),
  sourceOf(caches.cronJobs, cronJobSamples),
  sourceOf(caches.jobs, jobSamples),
  sourceOf(caches.pods, podSamples),
  sourceOf(caches.replicaSets, replicaSetSamples),
];

interface Told {
  readonly source: Source;
  /** As it was when it was told last. */
  readonly object: KubeObject;
  readonly count: number;
  readonly toldAt: number;
  seenAt: number;
}

/** What does not change is told again this often: well within the five minutes that a query looks back. */
export const repeatMs = 60_000;
/** What is known of a cluster that does not answer is told for so long, as long as a watch may take to come back. */
const keptMs = 60_000;
const mostSeries = 200_000;

/** Series of a cluster's objects: told when an object changes and now and then between, ended when it is gone. Nothing but
 *  the objects is kept; what was told of one is found by telling it again. */
export class StateSeries {
  readonly #sources: readonly Source[];
  readonly #common: Labels;
  readonly #most: number;
  readonly #told = new Map<string, Told>();
  /** Series that there were at the last turn, and that were too many. */
  counts = { series: 0, leftOut: 0 };
  #counting = this.counts;

  constructor(sources: readonly Source[], common: Labels, most = mostSeries) {
    this.#sources = sources;
    this.#common = common;
    this.#most = most;
  }

  /** One by one, since there may be many; a turn begins when the one before is over.
   *  @param now  milliseconds since 1970
   *  @returns what is to be written */
  *next(now: number): Generator<WriteSeries> {
    this.#counting = { series: 0, leftOut: 0 };
    for (const [kind, source] of this.#sources.entries()) {
      const { state, since } = source.status();
      if (state === "away" && now - since > keptMs) continue;
      for (const object of source.list()) yield* this.#take(`${kind}/${nameOf(object)}`, object, source, now);
    }
    for (const [key, told] of this.#told) {
      if (told.seenAt === now) continue;
      this.#told.delete(key);
      yield* this.#end(told, [], now);
    }
    this.counts = this.#counting;
  }

  *#take(key: string, object: KubeObject, source: Source, now: number): Generator<WriteSeries> {
    const before = this.#told.get(key);
    if (before?.object === object && now - before.toldAt < repeatMs) {
      if (this.#hasRoom(before.count)) before.seenAt = now;
      return;
    }
    const series = this.#seriesOf(source, object);
    if (!this.#hasRoom(series.length)) return;
    if (before && before.object !== object) yield* this.#end(before, series, now);
    for (const each of series) yield pointOf(each, now, each.value);
    // The first time decides the turn of each, so that not all are told again at once.
    const toldAt = before ? now : now - (this.#told.size % 4) * (repeatMs / 4);
    this.#told.set(key, { source, object, count: series.length, toldAt, seenAt: now });
  }

  /** Ends what was told, but for what is still there. */
  *#end({ source, object }: Told, still: readonly Series[], now: number): Generator<WriteSeries> {
    const kept = new Set(still.map(({ key }) => key));
    for (const each of this.#seriesOf(source, object))
      if (!kept.has(each.key)) yield pointOf(each, now, "stale");
  }

  #hasRoom(count: number): boolean {
    const hasRoom = this.#counting.series + count <= this.#most;
    if (hasRoom) this.#counting.series += count;
    else this.#counting.leftOut += count;
    return hasRoom;
  }

  #seriesOf(source: Source, object: KubeObject): (Series & { readonly value: number })[] {
    return source
      .samplesOf(object)
      .map((sample) => ({ ...seriesOf(sample, this.#common), value: sample.value }));
  }
}

/** One that was deleted and made anew goes on under its name. */
const nameOf = ({ metadata: { namespace = "", name } }: KubeObject) => `${namespace}/${name}`;
