import type { ClickHouse } from "@naru/clickhouse";
import type { Change, KubeObject, Synced } from "@naru/kubernetes";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import type { MetricFamily } from "#kernel/metrics.ts";
import { type KubeEvent, timeOf } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";
import { refOf } from "../pods/owner.ts";
import { changesBetween, differencesOf, type Snapshot } from "./changes.ts";
import { eventRowOf } from "./events.ts";
import { factsOf } from "./facts.ts";
import { Outbox } from "./outbox.ts";
import { lasting, stamped } from "./stamp.ts";
import { type StoredState, statesOf } from "./store.ts";
import { wiring } from "./wiring.ts";

interface Options {
  readonly clickhouse: ClickHouse;
  readonly clock: Clock;
  readonly log: Logger;
  readonly workloadOf: (cluster: string, object: KubeObject) => ObjectRef;
}

const recorded = new Set([
  ..."Pod Node Deployment StatefulSet DaemonSet Job CronJob ReplicaSet ConfigMap Secret".split(" "),
  ...Object.keys(wiring),
]);
const dayMs = 86_400_000;

/** Writes down what happens in clusters, live and, by comparing with the last that was seen, what happened while nobody
 *  looked. */
export class Recorder {
  readonly #options: Options;
  readonly #outbox: Outbox;
  /** What was seen before this process began, until it is seen again. */
  readonly #known = new Map<string, Map<string, StoredState>>();
  readonly #lastSeen = new Map<string, number>();
  readonly #synced = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
    this.#outbox = new Outbox(options.clickhouse, options.log);
  }

  /** Has to be done before the cluster is watched. Without it nothing late is found, nothing false told. */
  async recall(cluster: string): Promise<void> {
    const states = await statesOf(this.#options.clickhouse, cluster).catch((err: unknown) => {
      this.#options.log.warn({ err, cluster }, "what was last seen of the cluster can't be read");
      return [];
    });
    for (const [kind, of] of Map.groupBy(states, (state) => state.kind)) {
      this.#known.set(`${cluster}/${kind}`, new Map(of.map((state) => [placeOf(state), state])));
    }
    if (states.length > 0) {
      this.#lastSeen.set(
        cluster,
        states.reduce((last, { seenAt }) => Math.max(last, seenAt), 0),
      );
    }
  }

  metrics(): readonly MetricFamily[] {
    return this.#outbox.metrics();
  }

  start(): void {
    this.#outbox.start();
  }

  stop(): Promise<void> {
    return this.#outbox.stop();
  }

  saw(cluster: string, kind: string, change: Change | Synced): void {
    if (kind === "Event") return this.#sawEvent(cluster, change);
    if (!recorded.has(kind)) return;
    if (change.type === "synced") return this.#sawAll(cluster, kind, change);
    const { object } = change;
    if (isSomebodysPart(object)) return;
    if (change.type === "deleted")
      return this.#tell(cluster, this.#snapshot(cluster, object), undefined, object);
    const after = this.#snapshot(cluster, object);
    if (change.type === "changed")
      return this.#tell(cluster, this.#snapshot(cluster, change.before), after, object);
    this.#sawNew(cluster, kind, after, object);
  }

  /** Somebody did something through Naru. */
  acted(cluster: string, object: ObjectRef, summary: string, actor: string): void {
    const time = this.#options.clock.now();
    this.#outbox.put({
      changes: [
        {
          id: crypto.randomUUID(),
          cluster,
          uid: "",
          time,
          type: "acted",
          object,
          workload: object,
          summary,
          differences: [],
          reason: "",
          exitCode: null,
          actor,
          isLate: false,
        },
      ],
    });
  }

  #snapshot(cluster: string, object: KubeObject): Snapshot {
    return {
      object: refOf(object),
      uid: object.metadata.uid ?? "",
      workload: this.#options.workloadOf(cluster, object),
      facts: factsOf(object),
    };
  }

  #tell(
    cluster: string,
    before: Snapshot | undefined,
    after: Snapshot | undefined,
    object: KubeObject,
  ): void {
    if (before && after && differencesOf(before.facts, after.facts).length === 0) return;
    this.#write(cluster, before, after, object, false);
  }

  /** Seen for the first time by this process: new, or known from before, or simply there when all this began. */
  #sawNew(cluster: string, kind: string, after: Snapshot, object: KubeObject): void {
    const known = this.#known.get(`${cluster}/${kind}`);
    const state = known?.get(placeOf(after.object));
    known?.delete(placeOf(after.object));
    if (state) return this.#compare(cluster, kind, state, after, object);
    const isSynced = this.#synced.has(`${cluster}/${kind}`);
    const lastSeen = this.#lastSeen.get(cluster);
    const madeSince =
      (timeOf(object.metadata.creationTimestamp) ?? 0) > (lastSeen ?? Number.POSITIVE_INFINITY);
    if (isSynced || madeSince) return this.#write(cluster, undefined, after, object, !isSynced);
    this.#outbox.put({ states: [this.#stateOf(cluster, after)] });
  }

  #compare(cluster: string, kind: string, state: StoredState, after: Snapshot, object: KubeObject): void {
    const now = { ...after, facts: lasting(kind, after.facts) };
    const before = snapshotOf(state);
    const isSame = state.uid === after.uid && differencesOf(before.facts, now.facts).length === 0;
    if (!isSame) return this.#write(cluster, before, now, object, true);
    if (this.#options.clock.now() - state.seenAt > dayMs)
      this.#outbox.put({ states: [this.#stateOf(cluster, after)] });
  }

  #write(
    cluster: string,
    before: Snapshot | undefined,
    after: Snapshot | undefined,
    object: KubeObject | undefined,
    isLate: boolean,
  ): void {
    const now = this.#options.clock.now();
    const last = after ?? before;
    if (!last) return;
    const changes = changesBetween(before, after).map((happening) =>
      stamped(cluster, happening.type === "deleted" && before ? before : last, happening, {
        object,
        now,
        isLate,
      }),
    );
    this.#outbox.put({ changes, states: [{ ...this.#stateOf(cluster, last), isGone: !after }] });
  }

  #stateOf(cluster: string, { object, uid, workload, facts }: Snapshot): StoredState {
    return {
      cluster,
      ...object,
      uid,
      workloadKind: workload.kind,
      workloadName: workload.name,
      facts: lasting(object.kind, facts),
      seenAt: this.#options.clock.now(),
      isGone: false,
    };
  }

  /** What was known and is not among all that is there has gone meanwhile. */
  #sawAll(cluster: string, kind: string, { isPartial }: Synced): void {
    const key = `${cluster}/${kind}`;
    this.#synced.add(key);
    const gone = isPartial ? [] : [...(this.#known.get(key)?.values() ?? [])];
    this.#known.delete(key);
    for (const state of gone) this.#write(cluster, snapshotOf(state), undefined, undefined, true);
  }

  #sawEvent(cluster: string, change: Change | Synced): void {
    if (change.type === "synced" || change.type === "deleted") return;
    const event = change.object as KubeEvent;
    this.#outbox.put({ events: [{ ...eventRowOf(cluster, event), uid: event.metadata.uid ?? "" }] });
  }
}

/** A ReplicaSet of a Deployment, a Job of a CronJob: their owner's changes tell. Nor is every namespace's certificate
 *  bundle a matter of anybody. */
function isSomebodysPart({ kind, metadata }: KubeObject): boolean {
  const isOwned = metadata.ownerReferences?.some(({ controller }) => controller) ?? false;
  if (kind === "ReplicaSet" || kind === "Job") return isOwned;
  return kind === "ConfigMap" && metadata.name === "kube-root-ca.crt";
}

const placeOf = ({ namespace, name }: Pick<ObjectRef, "namespace" | "name">) => `${namespace}/${name}`;

const snapshotOf = ({
  kind,
  namespace,
  name,
  uid,
  workloadKind,
  workloadName,
  facts,
}: StoredState): Snapshot => ({
  object: { kind, namespace, name },
  uid,
  workload: { kind: workloadKind, namespace, name: workloadName },
  facts,
});
