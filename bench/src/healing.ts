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
const warmMs = minute;
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
    const outMs: number[] = [];
    const newMs: number[] = [];
    for (let trial = 1; trial <= trials; trial++) {
      if (trial > 1) await sleep(trial % inARow === 1 ? restMs : apartMs);
      const { out, again } = await healed(platform, laboratory);
      say(`${trial} of ${trials}: out after ${out} ms, replaced after ${again} ms`);
      outMs.push(out);
      newMs.push(again);
    }
    if (trials > 0 && minutes > 0) await sleep(apartMs);
    say(`${minutes} minutes of ordinary traffic …`);
    const noise = await quiet(platform, minutes);
    say(`${noise.length} steps with pods that are well`);
    return {
      healingNoiseMinutes: minutes,
      healingWronglyConfirmed: noise.filter(({ step }) => step === "confirmed").length,
      healingWronglyEvicted: noise.filter(({ step }) => step === "evicted").length,
      ...(trials > 0 && {
        healingTrials: trials,
        healingOutP50Ms: quantile(outMs, 0.5),
        healingOutMaxMs: Math.max(...outMs),
        healingReplacedP50Ms: quantile(newMs, 0.5),
        healingReplacedMaxMs: Math.max(...newMs),
      }),
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

/** One pod of three gets the processor for a tenth of the time only.
 *  @returns when it was asked to leave and when there were three again, in milliseconds since it became sick */
async function healed(platform: Platform, laboratory: Laboratory): Promise<{ out: number; again: number }> {
  const since = Date.now();
  await laboratory.start("bad-pod");
  try {
    while (Date.now() - since < healedWithinMs) {
      await sleep(500);
      const steps = await stepsSince(platform, since);
      const at = (kind: HealingStep["step"]) => steps.find(({ step }) => step === kind)?.at;
      const [out, again] = [at("evicted"), at("replaced")];
      if (out !== undefined && again !== undefined) return { out: out - since, again: again - since };
    }
    throw new Error(`the sick pod was not replaced within ${healedWithinMs / 1000} s`);
  } finally {
    await laboratory.stop();
  }
}

const stepsSince = async (platform: Platform, since: number): Promise<readonly HealingStep[]> =>
  (await platform.call<{ steps: HealingStep[] }>(`/api/healing/steps?from=${since}&to=now`)).steps;
