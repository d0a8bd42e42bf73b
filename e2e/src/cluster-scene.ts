import { readFile } from "node:fs/promises";
import { eventually, type Platform } from "@naru/testkit";

/** Name of the cluster that the tests look at. */
export const clusterName = "local";

const settledWithinMs = 90_000;

/** Fills the cluster through the platform with workloads that are well and others that are not; resolves when each
 *  has become what it is meant to be. */
export async function fillHarbour(platform: Platform): Promise<void> {
  for (const file of ["well", "piers", "ill"]) {
    const yaml = await readFile(new URL(`harbour/${file}.yaml`, import.meta.url), "utf8");
    await eventually(() => apply(platform, yaml), settledWithinMs, 500);
  }
  await eventually(() => requireStates(platform), settledWithinMs, 500);
}

async function apply(platform: Platform, yaml: string): Promise<void> {
  const { objects } = await platform.call<{ objects: { name: string; error: string | null }[] }>(
    `/api/kubernetes/${clusterName}/apply`,
    { method: "POST", body: JSON.stringify({ yaml }) },
  );
  const failed = objects.find(({ error }) => error !== null);
  if (failed) throw new Error(`${failed.name}: ${failed.error}`);
}

const states: Readonly<Record<string, string>> = {
  ferry: "ready",
  ledger: "ready",
  lookout: "ready",
  survey: "complete",
  leaking: "CrashLoopBackOff",
  unbuilt: "ImagePullBackOff",
  oversized: "Unschedulable",
};

async function requireStates(platform: Platform): Promise<void> {
  const { workloads } = await platform.call<{
    workloads: { name: string; state: string; reason: string }[];
  }>("/api/kubernetes/workloads");
  for (const [name, wanted] of Object.entries(states)) {
    const found = workloads.find((workload) => workload.name === name);
    if (found?.state !== wanted && found?.reason !== wanted) {
      throw new Error(`${name} is ${found?.state} (${found?.reason}), not ${wanted}.`);
    }
  }
}
