import { eventually } from "@naru/testkit";
import { call } from "./call.ts";
import { clusterName } from "./cluster-scene.ts";

/** Asks about the clusters.
 *  @param path from `/api/kubernetes` on */
export const ask = <T>(path: string, body?: object): Promise<T> => call<T>(`/api/kubernetes${path}`, body);

/** @throws Error naming the first object that was refused */
export async function apply(yaml: string): Promise<void> {
  const { objects } = await ask<{ objects: { name: string; error: string | null }[] }>(
    `/${clusterName}/apply`,
    { yaml, force: true },
  );
  const failed = objects.find(({ error }) => error !== null);
  if (failed) throw new Error(`${failed.name}: ${failed.error}`);
}

/** Name of the first pod whose name begins so. */
export async function podNamed(namespace: string, prefix: string): Promise<string> {
  const { pods } = await ask<{ pods: { name: string; namespace: string; status: string }[] }>("/pods");
  const found = pods.find((pod) => pod.namespace === namespace && pod.name.startsWith(prefix));
  if (!found) throw new Error(`There is no pod ${namespace}/${prefix}….`);
  return found.name;
}

/** A Deployment of its own for a test that changes it; resolves when it is ready. */
export async function makeBoat(name: string, sails = "1"): Promise<void> {
  await apply(boat(name, sails));
  await eventually(async () => {
    const { workload } = await ask<{ workload: { state: string } }>(
      `/${clusterName}/workloads/Deployment/harbour/${name}`,
    );
    if (workload.state !== "ready") throw new Error(`${name} is ${workload.state}.`);
  }, 30_000);
}

const boat = (name: string, sails: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: harbour }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: boat
          image: busybox
          command: [sh, -c, "exec sleep 100000"]
          env: [{ name: SAILS, value: "${sails}" }]
`;
