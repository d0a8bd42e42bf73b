import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CacheStatus, Client, KubernetesError, kinds, type KubeObject } from "@naru/kubernetes";
import type { Logger } from "#kernel/log.ts";
import type { ClusterSource } from "#kubernetes/index.ts";
import { DeliveryError, type ReadSecret } from "../receivers/delivery.ts";
import { type Config, type ConfigObject, readConfig } from "../routing/config.ts";
import { type ReadRules, readRules, type RuleObject } from "../rules/rule.ts";
import { configKind, declareKinds, ruleKind, writeDefaultRules } from "./definitions.ts";
import type { Known, Reading } from "./known.ts";
import { KnownObjects } from "./objects.ts";

/** What is wrong with an object, in its own words. */
export interface ObjectProblem {
  readonly cluster: string;
  readonly kind: "PrometheusRule" | "AlertmanagerConfig";
  readonly namespace: string;
  readonly name: string;
  readonly problem: string;
  /** What the object said before is used. */
  readonly isEarlierUsed: boolean;
}

export interface AlertClusterOptions {
  readonly source: ClusterSource;
  /** What the cluster said last is kept here. */
  readonly folder: string;
  readonly log: Logger;
  /** Told when rules, or routes and receivers, may have changed. */
  readonly onChange: () => void;
}

const firstPauseMs = 250;
const longestPauseMs = 10_000;
const mostSecrets = 1000;

/** Rules, routes and receivers as one cluster has them, or had them last. */
export class AlertCluster {
  readonly name: string;
  readonly #client: Client;
  readonly #isEmbedded: boolean;
  readonly #log: Logger;
  readonly #rules: KnownObjects<RuleObject, ReadRules>;
  readonly #configs: KnownObjects<ConfigObject, Config>;
  readonly #secrets = new Map<string, string>();
  readonly #stopped = new AbortController();
  #declaring: Promise<void> | undefined;

  constructor({ source, folder, log, onChange }: AlertClusterOptions) {
    this.name = source.name;
    this.#client = new Client(source.access);
    this.#isEmbedded = source.isEmbedded ?? false;
    this.#log = log;
    const of = (plural: string) => ({
      client: this.#client,
      path: join(folder, `${encodeURIComponent(source.name)}.${plural}.json`),
      onChange,
    });
    this.#rules = new KnownObjects({
      ...of(ruleKind.plural),
      kind: ruleKind,
      read: (object: RuleObject) => rulesOf(source.name, object),
    });
    this.#configs = new KnownObjects({
      ...of(configKind.plural),
      kind: configKind,
      read: (object: ConfigObject) => configOf(source.name, object),
    });
  }

  start(): void {
    this.#declaring = this.#begin();
  }

  async #begin(): Promise<void> {
    await Promise.all([this.#rules.open(), this.#configs.open()]);
    if (this.#isEmbedded) await this.#declare();
    if (this.#stopped.signal.aborted) return;
    this.#rules.start();
    this.#configs.start();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#declaring;
    await Promise.all([this.#rules.stop(), this.#configs.stop()]);
    this.#client.close();
  }

  /** Whether a rule that is in none of the groups is there no more: everything was seen, and it does not stand in a part of
   *  its object that can't be read.
   *  @param key of the rule */
  isGone(key: string): boolean {
    if (!this.#rules.isSeen) return false;
    return !this.rules().some(
      ({ value, object: { metadata } }) =>
        value !== undefined &&
        value.problems.length > 0 &&
        key.startsWith(`${[this.name, metadata.namespace ?? "", metadata.name].join("/")}/`),
    );
  }

  /** Whether its rules are evaluated, by what it said last when it is away. */
  get knowsRules(): boolean {
    return this.#rules.isKnown;
  }

  get knowsConfigs(): boolean {
    return this.#configs.isKnown;
  }

  /** Goes by what was known last when the cluster does not answer after a start. */
  look(): void {
    this.#rules.look();
    this.#configs.look();
  }

  rules(): readonly Known<RuleObject, ReadRules>[] {
    return this.#rules.list();
  }

  configs(): readonly Known<ConfigObject, Config>[] {
    return this.#configs.list();
  }

  /** Keeps what is used for a later start. What can't be kept is only logged. */
  async keep(): Promise<void> {
    await Promise.all([this.#rules.keep(), this.#configs.keep()]).catch((err: unknown) =>
      this.#log.warn({ err, cluster: this.name }, "rules and receivers could not be kept for a later start"),
    );
  }

  problems(): ObjectProblem[] {
    return [
      ...problemsOf(this.name, "PrometheusRule", this.rules()),
      ...problemsOf(this.name, "AlertmanagerConfig", this.configs()),
    ];
  }

  status(): CacheStatus {
    const [rules, configs] = [this.#rules.status(), this.#configs.status()];
    return rules.state === "live" ? configs : rules;
  }

  /** What a Secret said last is used while the cluster is away. */
  secretReader(namespace: string): ReadSecret {
    return async ({ name, key }) => {
      const place = JSON.stringify([namespace, name, key]);
      const value = await this.#secret(namespace, name, key).catch((cause: unknown) => {
        if (cause instanceof DeliveryError) throw cause;
        const earlier = this.#secrets.get(place);
        const isAway = cause instanceof KubernetesError && cause.isTransient;
        if (earlier !== undefined && isAway) return earlier;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new DeliveryError(`Secret ${namespace}/${name} can't be read: ${reason}`, {
          isTransient: true,
          cause,
        });
      });
      if (this.#secrets.size >= mostSecrets) this.#secrets.clear();
      this.#secrets.set(place, value);
      return value;
    };
  }

  /** @throws KubernetesError, DeliveryError */
  async #secret(namespace: string, name: string, key: string): Promise<string> {
    const { data } = await this.#client.get<KubeObject & { data?: Record<string, string> }>(
      kinds.secrets,
      { namespace, name },
      { timeoutMs: 5000 },
    );
    const value = data?.[key];
    if (value !== undefined) return Buffer.from(value, "base64").toString("utf8");
    throw new DeliveryError(`Secret ${namespace}/${name} has no key ${key}`, { isTransient: true });
  }

  /** Until it succeeds: the cluster may come up after us. */
  async #declare(): Promise<void> {
    const { signal } = this.#stopped;
    let isFirst = false;
    for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        isFirst = (await declareKinds(this.#client, signal)) || isFirst;
        await writeDefaultRules(this.#client, isFirst, signal);
        return;
      } catch (err) {
        this.#log.debug({ err, cluster: this.name }, "kinds of alerts can't be declared yet");
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

function rulesOf(cluster: string, object: RuleObject): Reading<ReadRules> {
  const value = readRules(cluster, object);
  const unread = value.groups.flatMap(({ rules }) =>
    rules.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`])),
  );
  const problems = [...value.problems, ...unread];
  return { value, isWhole: problems.length === 0, problems };
}

function configOf(cluster: string, object: ConfigObject): Reading<Config> {
  const read = readConfig(cluster, object);
  if (typeof read === "string") return { value: undefined, isWhole: false, problems: [read] };
  return { value: read, isWhole: true, problems: read.problems };
}

const problemsOf = (
  cluster: string,
  kind: ObjectProblem["kind"],
  known: readonly Known<KubeObject, unknown>[],
): ObjectProblem[] =>
  known.flatMap(({ object: { metadata }, problems, isEarlier }) =>
    problems.map((problem) => ({
      cluster,
      kind,
      namespace: metadata.namespace ?? "",
      name: metadata.name,
      problem,
      isEarlierUsed: isEarlier,
    })),
  );
