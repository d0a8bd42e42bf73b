import { afterAll, beforeAll, expect, test } from "vitest";
import { type Fixture, now } from "#telemetry/query/fixture.ts";
import * as api from "../../api.ts";
import { cart, pictureOf } from "../../fixture.ts";
import { Filler, openPlanning } from "../fixture.ts";

const minute = 60_000;
const hour = 60 * minute;
const Mi = 2 ** 20;
const of = { cluster: "east", namespace: "shop" };
let fixture: Fixture;
let filler: Filler;
beforeAll(async () => {
  fixture = await openPlanning(pictureOf());
  filler = new Filler(fixture);
}, 60_000);
afterAll(() => fixture.close());

/** One pod that idles at a hundredth of a core and takes 0.2 in one hour of the day. */
async function use(pod: string, hours: number, mebibytes: number): Promise<void> {
  const times = Array.from({ length: hours * 60 }, (_, i) => now - hours * hour + i * minute);
  let seconds = 0;
  const grown = times.map((at) => {
    seconds += (new Date(at).getUTCHours() === 15 ? 0.2 : 0.01) * 60;
    return [at, seconds] as const;
  });
  const own = { ...of, pod, container: "main" };
  await filler.series("container_cpu_usage_seconds_total", own, grown);
  await filler.series(
    "container_memory_working_set_bytes",
    own,
    times.map((at) => [at, mebibytes * Mi]),
  );
}
const asked = () => fixture.call(api.adviseSizes, { ...cart, days: 7 });

test("without any use nothing is advised, and nobody knows when it will be", async () => {
  expect(await asked()).toMatchObject({
    containers: [{ name: "main", advised: null, cpu: null, hours: 0 }],
    enoughAt: null,
    yaml: "",
  });
});

test("after some hours it is known when there will be enough", async () => {
  await use("cart-1-a", 5, 90);
  const { containers, enoughAt } = await asked();
  expect(containers).toMatchObject([{ advised: null, hours: 6 }]);
  expect(enoughAt).toBe(now + 18 * hour);
});

test("after two days it is advised what busy minutes take, as a patch, with the saving of all replicas", async () => {
  await use("cart-1-b", 48, 200);
  const { containers, saving, yaml, enoughAt } = await asked();
  expect(enoughAt).toBeNull();
  expect(containers).toMatchObject([
    {
      now: { cpuRequest: 0.5, memoryRequest: 512 * Mi },
      advised: { cpuRequest: 0.2, cpuLimit: null, memoryRequest: 240 * Mi, memoryLimit: null },
      reasons: { cpuRequest: "weighted95", cpuLimit: "unlimited", memoryRequest: "peak" },
      memory: { peak: 200 * Mi },
    },
  ]);
  expect(saving.cpu).toBeCloseTo(2 * 0.3, 6);
  expect(saving.memory).toBe(2 * 272 * Mi);
  expect(yaml).toContain("requests:\n              cpu: 200m\n              memory: 240Mi\n");
});

test("a pod that is gone and was killed for lack of memory raises what is advised", async () => {
  await filler.series(
    "kube_replicaset_owner",
    { ...of, replicaset: "cart-0", owner_kind: "Deployment", owner_name: "cart" },
    [[now - hour, 1]],
  );
  const own = { ...of, pod: "cart-0-x" };
  await filler.series("kube_pod_owner", { ...own, owner_kind: "ReplicaSet", owner_name: "cart-0" }, [
    [now - hour, 1],
  ]);
  await filler.series(
    "kube_pod_container_status_last_terminated_reason",
    { ...own, container: "main", reason: "OOMKilled" },
    [[now - hour, 1]],
  );
  await filler.series(
    "kube_pod_container_resource_limits",
    { ...own, container: "main", resource: "memory", unit: "byte" },
    [[now - hour, 500 * Mi]],
  );
  expect((await asked()).containers).toMatchObject([
    { killedAt: 500 * Mi, advised: { memoryRequest: 608 * Mi }, reasons: { memoryRequest: "killed" } },
  ]);
});
