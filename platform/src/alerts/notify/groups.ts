import type { StoredAlert } from "../history/store.ts";
import type { Config } from "../routing/config.ts";
import { groupKey, groupLabels, type Route, routesOf } from "../routing/route.ts";
import type { LabelSet } from "../rules/rule.ts";

/** Alerts that one route puts together. */
export interface Group {
  readonly key: string;
  readonly config: Config;
  readonly route: Route;
  readonly labels: LabelSet;
  readonly alerts: Map<string, StoredAlert>;
  nextFlush: number;
}

/** More groups are a mistake of a route: alerts then stay without one, and are told of when there is room again. */
const mostGroups = 10_000;

/** Alerts that fire, or are resolved and may have to be told, as the routes of their cluster put them together. */
export class Groups {
  readonly #alerts = new Map<string, StoredAlert>();
  readonly #groups = new Map<string, Group>();
  #configs: readonly Config[] = [];

  get configs(): readonly Config[] {
    return this.#configs;
  }

  get size(): number {
    return this.#groups.size;
  }

  get(key: string): Group | undefined {
    return this.#groups.get(key);
  }

  all(): Iterable<Group> {
    return this.#groups.values();
  }

  firingIn(cluster: string): StoredAlert[] {
    return [...this.#alerts.values()].filter((each) => each.state === "firing" && each.cluster === cluster);
  }

  /** One of before this process, which has no group until there are routes. */
  restore(alert: StoredAlert): void {
    this.#alerts.set(alert.fingerprint, alert);
  }

  /** Puts everything together anew; groups that stay go on where they were. */
  use(configs: readonly Config[]): void {
    const before = new Map(this.#groups);
    this.#configs = configs;
    this.#groups.clear();
    for (const alert of this.#alerts.values()) this.#place(alert);
    for (const [key, group] of this.#groups) {
      const known = before.get(key);
      if (known) group.nextFlush = known.nextFlush;
    }
  }

  /** What is resolved and was not known to fire is no news. */
  put(alert: StoredAlert): void {
    if (alert.state === "resolved" && !this.#alerts.has(alert.fingerprint)) return;
    this.#alerts.set(alert.fingerprint, alert);
    this.#place(alert);
  }

  /** What is resolved and told is over.
   *  @returns whether nothing is left of the group */
  forget(group: Group, told: readonly StoredAlert[]): boolean {
    for (const { fingerprint, state, firedAt } of told) {
      const now = group.alerts.get(fingerprint);
      if (state === "resolved" && now?.state === "resolved" && now.firedAt === firedAt)
        group.alerts.delete(fingerprint);
    }
    if (group.alerts.size === 0) this.#groups.delete(group.key);
    const held = new Set([...this.#groups.values()].flatMap(({ alerts }) => [...alerts.keys()]));
    for (const [fingerprint, { state }] of this.#alerts)
      if (state === "resolved" && !held.has(fingerprint)) this.#alerts.delete(fingerprint);
    return group.alerts.size === 0;
  }

  #place(alert: StoredAlert): void {
    for (const config of this.#configs) {
      if (config.cluster !== alert.cluster) continue;
      for (const route of routesOf(config.route, alert.labels)) {
        const labels = groupLabels(route, alert.labels);
        const key = groupKey(route, labels);
        const group = this.#groups.get(key) ?? this.#open({ key, config, route, labels }, alert);
        group?.alerts.set(alert.fingerprint, alert);
      }
    }
  }

  #open(of: Pick<Group, "key" | "config" | "route" | "labels">, { firedAt }: StoredAlert): Group | undefined {
    if (this.#groups.size >= mostGroups) return undefined;
    const nextFlush = firedAt + of.route.groupWaitMs;
    const group: Group = { ...of, alerts: new Map(), nextFlush };
    this.#groups.set(of.key, group);
    return group;
  }
}
