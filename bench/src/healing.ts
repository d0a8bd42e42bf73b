import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, kinds } from "@naru/kubernetes";
import type { HealingStep } from "@naru/platform/scaling/api.ts";
import { deployShop, untilOpen, writeImages } from "@naru/shop";
import { Laboratory } from "@naru/shop/chaos";
import { type Platform, startPlatform } from "@naru/testkit";
import { quantile } from "./frames.ts";

interface HealingBenchOptions {
  /** Of ordinary traffic, in which nothing is to be touched. */
  readonly minutes: number;
  /** Pods that are made sick, one after the other. */
  readonly trials: number;
  /** Of the shop, at the same time. */
  readonly users: number;
  readonly say: (line: string) => void;
}

const minute = 60_000;
const openWithinMs = 3 * minute;
/** A pod that is new is not sick for being slow. */
const warmMs = 6 * minute;
/** Replacements have to lie apart, and after three the platform says for half an hour that they don't help. */
const apartMs = 2 * minute;
const inARow = 3;
const restMs = 30 * minute;
const healedWithinMs = 2 * minute;
const sick = { namespace: "shop", name: "cart" };

/** How soon a pod that has become slow is out of service, and how often one that is well is taken for sick. */
export async function benchHealing({
  minutes,
  trials,
  users,
  say,
}: HealingBenchOptions): Promise<Record<string, number>> {
  const platform = await startPlatform({ nodes: 1 });
  const client = new Client({ kubeconfig: platform.kubernetes.kubeconfig });
  try {
    await writeImages(platform.kubernetes.images, join(platform.dataFolder, "shop"));
    await deployShop({ client, otlpEndpoint: platform.otlpHttp, shoppers: users });
    await untilOpen(client, openWithinMs);
    const act = { metadata: { annotations: { "naru.dev/healing": "act" } } };
    await client.patch(kinds.deployments, sick, "merge", act);
    await sleep(warmMs);
    const laboratory = new Laboratory({ client, folder: join(platform.dataFolder, "chaos") });
    const healed: Healed[] = [];
    for (let trial = 1; trial <= trials; trial++) {
      if (trial > 1) await sleep(trial % inARow === 1 ? restMs : apartMs);
      const found = await oneSick(platform, laboratory);
      say(`${trial} of ${trials}: ${tellingOf(found)}`);
      healed.push(found);
    }
    if (trials > 0 && minutes > 0) await sleep(apartMs);
    say(`${minutes} minutes of ordinary traffic …`);
    const noise = await quiet(platform, minutes);
    say(`${noise.length} steps with pods that are well`);
    return {
      healingNoiseMinutes: minutes,
      healingWronglyConfirmed: noise.filter(({ step }) => step === "confirmed").length,
      healingWronglyEvicted: noise.filter(({ step }) => step === "evicted").length,
      ...figuresOf(healed),
    };
  } finally {
    client.close();
    await platform.stop();
  }
}

async function quiet(platform: Platform, minutes: number): Promise<readonly HealingStep[]> {
  const since = Date.now();
  await sleep(minutes * minute);
  return stepsSince(platform, since);
}

/** Milliseconds since the pod became sick; undefined where that did not happen. */
interface Healed {
  /** When it was asked to leave. */
  readonly out: number | undefined;
  /** When there were three again. */
  readonly again: number | undefined;
  /** What it answered meanwhile: a pod that is asked for nothing can't be told from its siblings. */
  readonly requests: number;
}

/** One pod of three gets the processor for a tenth of the time only. */
async function oneSick(platform: Platform, laboratory: Laboratory): Promise<Healed> {
  const since = Date.now();
  const { expected } = await laboratory.start("bad-pod");
  const pod = expected?.inside[0] ?? "";
  try {
    for (;;) {
      await sleep(500);
      const steps = await stepsSince(platform, since);
      const after = (kind: HealingStep["step"]) => {
        const at = steps.find(({ step }) => step === kind)?.at;
        return at === undefined ? undefined : at - since;
      };
      const [out, again] = [after("evicted"), after("replaced")];
      if (again === undefined && Date.now() - since < healedWithinMs) continue;
      return {
        out,
        again,
        requests: await requestsTo(platform, pod, since, since + (out ?? healedWithinMs)),
      };
    }
  } finally {
    await laboratory.stop();
  }
}

const tellingOf = ({ out, again, requests }: Healed): string =>
  `${out === undefined ? "not found" : `out after ${out} ms`}, ${again === undefined ? "not replaced" : `replaced after ${again} ms`}, ${requests} requests to the sick pod`;

function figuresOf(healed: readonly Healed[]): Record<string, number> {
  const [out = [], again = []] = [healed.map((each) => each.out), healed.map((each) => each.again)].map(
    (all) => all.filter((ms) => ms !== undefined),
  );
  return {
    ...(healed.length > 0 && { healingTrials: healed.length, healingNotFound: healed.length - out.length }),
    ...(out.length > 0 && { healingOutP50Ms: quantile(out, 0.5), healingOutMaxMs: Math.max(...out) }),
    ...(again.length > 0 && {
      healingReplacedP50Ms: quantile(again, 0.5),
      healingReplacedMaxMs: Math.max(...again),
    }),
  };
}

async function requestsTo(platform: Platform, pod: string, from: number, to: number): Promise<number> {
  const filter = encodeURIComponent(`k8s.pod.name=${pod} kind=server`);
  const { buckets } = await platform.call<{ buckets: { ok: number; error: number }[] }>(
    `/api/traces/histogram?from=${from}&to=${to}&filter=${filter}`,
  );
  return buckets.reduce((sum, { ok, error }) => sum + ok + error, 0);
}

const stepsSince = async (platform: Platform, since: number): Promise<readonly HealingStep[]> =>
  (await platform.call<{ steps: HealingStep[] }>(`/api/healing/steps?from=${since}&to=now`)).steps;
