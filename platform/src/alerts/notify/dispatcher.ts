import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import { gauge, type MetricFamily } from "#kernel/metrics.ts";
import type { StoredAlert, StoredNotification } from "../history/store.ts";
import type { Config } from "../routing/config.ts";
import { inhibitorOf } from "../routing/inhibit.ts";
import { contains } from "../routing/interval.ts";
import type { Integration } from "../routing/receiver.ts";
import { type Route, routesOf } from "../routing/route.ts";
import type { LabelSet } from "../rules/rule.ts";
import { decide, episodeOf, type Known } from "./decision.ts";
import { type Group, Groups } from "./groups.ts";
import { messageOf } from "./message.ts";
import type { Outbox } from "./outbox.ts";

export interface DispatcherOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly outbox: Outbox;
  /** Silences that keep an alert quiet now. */
  readonly silencesOf: (labels: LabelSet) => readonly string[];
  readonly externalUrl: string;
}

interface Turn {
  readonly done: Promise<unknown>;
  /** Somebody waits to be next. */
  isAwaited: boolean;
}

export interface Muting {
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: readonly string[];
}

/** After the store did not take what was to be sent. */
const storePauseMs = 5000;
/** A message is tried again for so long at least, under its key, however soon its group would be told of anew. */
const leastTryingMs = 60_000;

/** Who is told of which alerts, and when. Levels, not edges: each turn looks at what is, so that what could not be done
 *  now is done at the next one. A receiver that takes long holds up nobody else. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #groups = new Groups();
  readonly #known = new Map<string, Known>();
  /** Receivers that are being told of a group. */
  readonly #turns = new Map<string, Turn>();
  readonly #working = new Set<Promise<void>>();
  #unfinished: readonly StoredNotification[] = [];
  #isOpen = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** What was known when the process ended.
   *  @param alerts     that fire, or are resolved and may not have been told
   *  @param sent       what each receiver was told last of each group
   *  @param unfinished what was begun and has no end */
  restore(
    alerts: readonly StoredAlert[],
    sent: readonly StoredNotification[],
    unfinished: readonly StoredNotification[],
  ): void {
    for (const { groupKey: group, integration, firing, time } of sent) {
      this.#known.set(knownKey(group, integration), { open: new Set(firing), at: time });
    }
    const open = new Set(
      [...this.#known.values(), ...unfinished.map(({ firing }) => ({ open: firing }))].flatMap((each) => [
        ...each.open,
      ]),
    );
    for (const alert of alerts) {
      if (alert.state === "firing" || open.has(episodeOf(alert))) this.#groups.restore(alert);
    }
    this.#unfinished = unfinished;
  }

  /** Routes and receivers as they are now. What was begun before the process ended is ended as soon as the receivers of
   *  its cluster are known.
   *  @param isKnown whether those of a cluster are */
  use(configs: readonly Config[], isKnown: (cluster: string) => boolean): void {
    this.#groups.use(configs);
    const { ready = [], waiting = [] } = Object.groupBy(this.#unfinished, ({ groupKey }) =>
      isKnown(groupKey.slice(0, groupKey.indexOf("/"))) ? "ready" : "waiting",
    );
    this.#unfinished = waiting;
    this.#finish(ready);
    this.#isOpen = true;
  }

  /** Alerts that fire or are resolved, once that is stored. */
  update(alerts: readonly StoredAlert[]): void {
    for (const alert of alerts) this.#groups.put(alert);
  }

  /** Tells what is due; does not wait for receivers. */
  tick(): void {
    if (!this.#isOpen) return;
    const now = this.#options.clock.now();
    for (const group of this.#groups.all()) {
      if (group.nextFlush <= now) this.#work(this.#flush(group, now));
    }
  }

  /** Waits for what is under way. */
  async settle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  mutingOf(alert: Pick<StoredAlert, "fingerprint" | "cluster" | "labels">): Muting {
    const rules = this.#groups.configs
      .filter(({ cluster }) => cluster === alert.cluster)
      .flatMap((each) => each.inhibitRules);
    const firing = rules.length === 0 ? [] : this.#groups.firingIn(alert.cluster);
    const inhibitor = inhibitorOf(rules, alert, firing);
    return {
      silencedBy: this.#options.silencesOf(alert.labels),
      inhibitedBy: inhibitor === undefined ? [] : [inhibitor],
    };
  }

  /** The receivers of an alert, by name. */
  receiversOf({ cluster, labels }: Pick<StoredAlert, "cluster" | "labels">): string[] {
    return this.#groups.configs
      .filter((config) => config.cluster === cluster)
      .flatMap((config) =>
        routesOf(config.route, labels).map((route) => `${config.namespace}/${config.name}/${route.receiver}`),
      );
  }

  metrics(): readonly MetricFamily[] {
    return [
      gauge(
        { name: "naru_alerts_groups", help: "Groups of alerts that receivers are told of." },
        this.#groups.size,
      ),
    ];
  }

  #work(work: Promise<void>): void {
    const done = work
      .catch((err: unknown) => this.#options.log.error({ err }, "receivers could not be told"))
      .finally(() => this.#working.delete(done));
    this.#working.add(done);
  }

  async #flush(group: Group, now: number): Promise<void> {
    const { route, config } = group;
    group.nextFlush = now + route.groupIntervalMs;
    if (isMute(route, config, now)) return;
    const alerts = [...group.alerts.values()];
    const outcomes = await Promise.all(
      (config.receivers.get(route.receiver) ?? []).map((integration) =>
        this.#inTurn(knownKey(group.key, integration.key), () => this.#tellNow(group, integration)),
      ),
    );
    if (outcomes.every((outcome) => outcome === "done"))
      this.#forget(this.#groups.get(group.key) ?? group, alerts);
  }

  /** While a receiver is being told of a group, nothing else is said to it of that: what comes meanwhile is said
   *  afterwards, all at once. */
  async #inTurn<T>(id: string, work: () => Promise<T>): Promise<T | "busy"> {
    const before = this.#turns.get(id);
    if (before?.isAwaited) return "busy";
    if (before) {
      before.isAwaited = true;
      await before.done.catch(() => undefined);
    }
    const done = work();
    const turn: Turn = { done, isAwaited: false };
    this.#turns.set(id, turn);
    try {
      return await done;
    } finally {
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    }
  }

  async #tellNow(group: Group, integration: Integration): Promise<"done" | "failed"> {
    const now = this.#options.clock.now();
    const current = this.#groups.get(group.key);
    if (!current) return "done";
    try {
      return await this.#tell(current, integration, [...current.alerts.values()], now);
    } catch (err) {
      this.#options.log.warn({ err, integration: integration.key }, "an alert waits to be told");
      current.nextFlush = now + storePauseMs;
      return "failed";
    }
  }

  async #tell(
    group: Group,
    integration: Integration,
    alerts: readonly StoredAlert[],
    now: number,
  ): Promise<"done" | "failed"> {
    const { route, key, labels } = group;
    const id = knownKey(key, integration.key);
    const firing = alerts.filter(({ state }) => state === "firing");
    const isMuted = (alert: StoredAlert) => {
      const { silencedBy, inhibitedBy } = this.mutingOf(alert);
      return silencedBy.length + inhibitedBy.length > 0;
    };
    const muted = firing.filter(isMuted);
    const loud = firing.filter((alert) => !muted.includes(alert));
    const resolved = alerts.filter(({ state }) => state === "resolved");
    const decision = decide(
      this.#known.get(id),
      {
        firing: loud.map(episodeOf),
        muted: muted.map(episodeOf),
        resolved: resolved.map(episodeOf),
        sendResolved: integration.sendResolved,
        repeatIntervalMs: route.repeatIntervalMs,
      },
      now,
    );
    if (!decision) return "done";
    const over = new Set(decision.resolved);
    const told = [...loud, ...resolved.filter((alert) => over.has(episodeOf(alert)))];
    const message = messageOf(told, {
      groupKey: key,
      groupLabels: labels,
      receiver: integration.receiver,
      externalUrl: this.#options.externalUrl,
    });
    const isSent = await this.#options.outbox.send(
      integration,
      message,
      decision,
      now + Math.max(route.groupIntervalMs, leastTryingMs),
    );
    if (!isSent) return "failed";
    this.#known.set(id, { open: new Set(decision.open), at: this.#options.clock.now() });
    return "done";
  }

  #forget(group: Group, told: readonly StoredAlert[]): void {
    if (!this.#groups.forget(group, told)) return;
    for (const integration of group.config.receivers.get(group.route.receiver) ?? [])
      this.#known.delete(knownKey(group.key, integration.key));
  }

  /** Ends what was begun, each before anything else is said of its group to its receiver. */
  #finish(begun: readonly StoredNotification[]): void {
    const integrations = new Map(
      this.#groups.configs
        .flatMap((config) => [...config.receivers.values()].flat())
        .map((each) => [each.key, each]),
    );
    for (const [id, intents] of Map.groupBy(begun, (each) => knownKey(each.groupKey, each.integration))) {
      const finish = async () => {
        for (const intent of intents) await this.#end(intent, integrations.get(intent.integration), id);
      };
      this.#work(this.#inTurn(id, finish).then(() => undefined));
    }
  }

  async #end(intent: StoredNotification, integration: Integration | undefined, id: string): Promise<void> {
    const { outbox, clock } = this.#options;
    if (!integration) return outbox.abandon(intent);
    if (await outbox.resume(integration, intent, clock.now() + 300_000))
      this.#known.set(id, { open: new Set(intent.firing), at: clock.now() });
  }
}

const knownKey = (group: string, integration: string): string => `${group}\u0000${integration}`;

function isMute({ mute, active }: Route, { intervals }: Config, now: number): boolean {
  const isIn = (name: string) => intervals.get(name)?.some((each) => contains(each, now)) ?? false;
  return mute.some(isIn) || (active.length > 0 && !active.some(isIn));
}
