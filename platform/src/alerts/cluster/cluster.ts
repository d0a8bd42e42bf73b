import { setTimeout as sleep } from "node:timers/promises";
import { type CacheStatus, Client, kinds, type KubeObject, WatchCache } from "@naru/kubernetes";
import type { Logger } from "#kernel/log.ts";
import type { ClusterSource } from "#kubernetes/index.ts";
import { DeliveryError, type ReadSecret } from "../receivers/delivery.ts";
import { type Config, type ConfigObject, readConfig } from "../routing/config.ts";
import { type ReadRules, readRules, type RuleObject } from "../rules/rule.ts";
import { configKind, declareKinds, ruleKind, writeDefaultRules } from "./definitions.ts";

/** What is wrong with an object, in its own words. */
export interface ObjectProblem {
  readonly cluster: string;
  readonly kind: "PrometheusRule" | "AlertmanagerConfig";
  readonly namespace: string;
  readonly name: string;
  readonly problem: string;
}

const mostObjects = 5000;
const firstPauseMs = 250;
const longestPauseMs = 10_000;

/** Rules, routes and receivers as one cluster has them. */
export class AlertCluster {
  readonly name: string;
  readonly #client: Client;
  readonly #isEmbedded: boolean;
  readonly #log: Logger;
  readonly #rules: WatchCache<RuleObject>;
  readonly #configs: WatchCache<ConfigObject>;
  readonly #stopped = new AbortController();
  readonly #seen = { rules: false, configs: false };
  #declaring: Promise<void> | undefined;

  /** @param onChange told when rules, or routes and receivers, may have changed */
  constructor({ name, access, isEmbedded = false }: ClusterSource, log: Logger, onChange: () => void) {
    this.name = name;
    this.#client = new Client(access);
    this.#isEmbedded = isEmbedded;
    this.#log = log;
    const cache = <T extends KubeObject>(kind: typeof ruleKind, which: "rules" | "configs") =>
      new WatchCache<T>({
        client: this.#client,
        kind,
        most: mostObjects,
        onChange: (change) => {
          if (change.type === "synced") this.#seen[which] = true;
          onChange();
        },
      });
    this.#rules = cache<RuleObject>(ruleKind, "rules");
    this.#configs = cache<ConfigObject>(configKind, "configs");
  }

  start(): void {
    this.#declaring = this.#begin();
  }

  async #begin(): Promise<void> {
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

  /** Whether every rule was seen: what is missing then is not there. */
  get knowsRules(): boolean {
    return this.#seen.rules;
  }

  get knowsConfigs(): boolean {
    return this.#seen.configs;
  }

  rules(): (ReadRules & { readonly object: RuleObject })[] {
    return this.#rules.list().map((object) => ({ object, ...readRules(this.name, object) }));
  }

  configs(): { readonly object: ConfigObject; readonly read: Config | string }[] {
    return this.#configs.list().map((object) => ({ object, read: readConfig(this.name, object) }));
  }

  status(): CacheStatus {
    const [rules, configs] = [this.#rules.status(), this.#configs.status()];
    return rules.state === "live" ? configs : rules;
  }

  secretReader(namespace: string): ReadSecret {
    return async ({ name, key }) => {
      const secret = await this.#client
        .get<KubeObject & { data?: Record<string, string> }>(
          kinds.secrets,
          { namespace, name },
          { timeoutMs: 5000 },
        )
        .catch((cause: unknown) => {
          const reason = cause instanceof Error ? cause.message : String(cause);
          throw new DeliveryError(`Secret ${namespace}/${name} can't be read: ${reason}`, {
            isTransient: true,
            cause,
          });
        });
      const value = secret.data?.[key];
      if (value !== undefined) return Buffer.from(value, "base64").toString("utf8");
      throw new DeliveryError(`Secret ${namespace}/${name} has no key ${key}`, { isTransient: true });
    };
  }

  /** Until it succeeds: the cluster may come up after us. */
  async #declare(): Promise<void> {
    const { signal } = this.#stopped;
    let isFirst = false;
    for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        isFirst = (await declareKinds(this.#client, signal)) || isFirst;
        if (isFirst) await writeDefaultRules(this.#client, signal);
        return;
      } catch (err) {
        this.#log.debug({ err, cluster: this.name }, "kinds of alerts can't be declared yet");
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
