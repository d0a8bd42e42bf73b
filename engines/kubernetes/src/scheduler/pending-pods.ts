import type { PodInfo } from "./node-info.ts";

const firstBackOffMs = 1_000;
const longestBackOffMs = 10_000;

interface Pending {
  readonly info: PodInfo;
  /** The state of the cluster in which it was tried last. */
  triedAt: number | undefined;
  attempts: number;
  notBefore: number;
}

/** The pods that wait for a node. Those that found none wait until something changes, and then a little.
 *  Source: k8s.io/kubernetes/pkg/scheduler/backend/queue */
export class PendingPods {
  readonly #pods = new Map<string, Pending>();
  #state = 0;

  /** @param isNews  whether what it asks for has changed: it is tried at once */
  put(info: PodInfo, isNews: boolean): void {
    const { uid } = info.pod.metadata;
    const before = this.#pods.get(uid);
    const kept = isNews ? undefined : before;
    this.#pods.set(uid, {
      info,
      triedAt: kept?.triedAt,
      attempts: before?.attempts ?? 0,
      notBefore: kept?.notBefore ?? 0,
    });
  }

  remove(uid: string): void {
    this.#pods.delete(uid);
  }

  uids(): string[] {
    return [...this.#pods.keys()];
  }

  get(uid: string): PodInfo | undefined {
    return this.#pods.get(uid)?.info;
  }

  /** Something has changed that may help those that found no node. */
  stir(): void {
    this.#state++;
  }

  /** @returns those to be tried now, the most important first, of equals the oldest */
  ready(now: number): PodInfo[] {
    return [...this.#pods.values()]
      .filter((pending) => this.#mayHelp(pending) && pending.notBefore <= now)
      .map(({ info }) => info)
      .toSorted((a, b) => b.priority - a.priority || bornAt(a) - bornAt(b));
  }

  /** @returns milliseconds until the next one may be tried again */
  waitMs(now: number): number | undefined {
    const waits = [...this.#pods.values()]
      .filter((pending) => this.#mayHelp(pending))
      .map(({ notBefore }) => Math.max(0, notBefore - now));
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** Found no node in the cluster as it is; the more often, the longer it waits. */
  failed(uid: string, now: number): void {
    const pending = this.#pods.get(uid);
    if (!pending) return;
    pending.triedAt = this.#state;
    pending.attempts++;
    pending.notBefore = now + Math.min(firstBackOffMs * 2 ** (pending.attempts - 1), longestBackOffMs);
  }

  #mayHelp({ triedAt }: Pending): boolean {
    return triedAt === undefined || triedAt < this.#state;
  }
}

const bornAt = ({ pod }: PodInfo) => Date.parse(pod.metadata.creationTimestamp);
