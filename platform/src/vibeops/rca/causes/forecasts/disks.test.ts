import { describe, expect, test } from "vitest";
import { diagnose } from "../../diagnose.ts";
import { fault, podOf, type Request, shop, window, workloadOf } from "../../fixture.ts";
import { matterOf } from "../../scene/matter.ts";
import type { Series } from "../../scene/series.ts";
import { forecasts } from "./forecasts.ts";

const times = Array.from({ length: 60 }, (_, i) => window.from + i * 10_000);
const kib = 1024;
const gib = 2 ** 30;
const end = times.at(-1) ?? 0;

const series = (
  metric: string,
  where: Partial<Pick<Series, "pod" | "node" | "attributes">>,
  valueAt: (at: number) => number,
): Series => ({
  metric,
  matter: matterOf(metric) ?? "requests",
  service: "",
  pod: "",
  node: "",
  attributes: {},
  unit: "By",
  times,
  values: times.map(valueAt),
  ...where,
});

/** What is available of some bytes, by how much is used. */
const pair = (
  prefix: string,
  suffix: string,
  where: Partial<Pick<Series, "pod" | "node" | "attributes">>,
  size: number,
  usedAt: (at: number) => number,
): Series[] => [
  series(`${prefix}available${suffix}`, where, (at) => size * (1 - usedAt(at))),
  series(`${prefix}capacity${suffix}`, where, () => size),
];
const spool = (pod: string, usedAt: (at: number) => number, type = "emptyDir", size = 128 * kib) =>
  pair(
    "k8s.volume.",
    "",
    { pod, node: "node-1", attributes: { "k8s.volume.name": "spool", "k8s.volume.type": type } },
    size,
    usedAt,
  );
const claim = (name: string, usedAt: (at: number) => number) =>
  pair(
    "kubelet_volume_stats_",
    "_bytes",
    { node: "node-1", attributes: { namespace: "shop", persistentvolumeclaim: name } },
    10 * gib,
    usedAt,
  );
const host = (usedAt: (at: number) => number, more: Record<string, string> = {}) =>
  ["/", "/var/lib/kubelet"].flatMap((mountpoint) =>
    (["used", "free", "reserved"] as const).map((state) =>
      series(
        "system.filesystem.usage",
        {
          node: "node-1",
          attributes: { device: "/dev/sda1", mountpoint, mode: "rw", type: "ext4", state, ...more },
        },
        (at) => 100 * gib * (state === "used" ? usedAt(at) : state === "free" ? 1 - usedAt(at) : 0.05),
      ),
    ),
  );

/** From nothing at the onset, full so many seconds later. */
const filling = (seconds: number) => (at: number) => Math.min(1, Math.max(0, at - fault) / (seconds * 1000));
/** Now so full, and so much more each minute. */
const growing = (now: number, rate: number) => (at: number) => now - (rate * (end - at)) / 60_000;

const workloads = [workloadOf({ name: "ledger" })];
const found = (all: readonly Series[]) => diagnose({ ...shop({ workloads }), series: all });

describe("a volume that was full", () => {
  const full = spool("catalog-0", (at) => (at < fault ? 0.2 : 1));
  const until = (ms: number) =>
    full.map((each) => {
      const own = each.times.filter((time) => time <= window.to - ms);
      return { ...each, times: own, values: each.values.slice(0, own.length) };
    });

  test.each([
    ["is told while it is there", until(20_000), [], "disk-full"],
    ["is not told when nothing is heard of it any more", until(120_000), [], undefined],
    ["is not told when its pod is gone", until(20_000), [podOf("cart", {}, { health: "good" })], undefined],
  ] as const)("%s", (_, series, pods, kind) => {
    expect(forecasts({ ...shop({ rate: () => 0.01, pods }), series })[0]?.kind).toBe(kind);
  });
});

describe("a volume that fills is told with when", () => {
  test.each<[what: string, all: readonly Series[], service: string, says: RegExp, ko: RegExp]>([
    [
      "of a pod",
      spool("catalog-0", growing(0.8, 0.05)),
      "catalog",
      /^Volume spool of pod catalog-0 holds 102 KiB of 128 KiB and grows by 6\.4 KiB a minute: full in about 4(\.\d+)? min\.$/,
      /파드 catalog-0의 볼륨 spool: 128 KiB 중 .* 약 4(\.\d+)?분 뒤 가득 찹니다/,
    ],
    [
      "of a claim",
      claim("data-ledger-0", growing(0.8, 0.006)),
      "ledger",
      /^The volume of claim shop\/data-ledger-0 holds 8 GiB .* full in about 33(\.\d)? min\.$/,
      /PVC shop\/data-ledger-0의 볼륨: .*분 뒤/,
    ],
    [
      "of a node",
      host(growing(0.9, 0.03)),
      "node-1",
      /^Volume \/ of node node-1 holds 90 GiB of 100 GiB .* in about 3\.\d+ min\.$/,
      /노드 node-1의 볼륨 \//,
    ],
  ])("%s", (_, all, service, says, ko) => {
    const { verdict, causes } = found(all);
    expect(verdict).toBe("cause");
    expect(causes.map((each) => each.service)).toEqual([service]);
    expect(causes[0]).toMatchObject({ kind: "disk-full" });
    expect(causes[0]?.headline.en).toContain("a disk will be full");
    expect(causes[0]?.why[0]?.en).toMatch(says);
    expect(causes[0]?.why[0]?.ko).toMatch(ko);
    expect([...(causes[0]?.now ?? []), ...(causes[0]?.forGood ?? [])].map(({ kind }) => kind)).toEqual([
      "raise-limit",
      "fix-code",
    ]);
  });
});

test("a volume that has become full is told with what is left, from when it was", () => {
  const { verdict, onset, causes } = found(spool("catalog-0", (at) => Math.min(0.98, filling(90)(at))));
  expect(verdict).toBe("cause");
  expect(causes[0]).toMatchObject({ service: "catalog", kind: "disk-full" });
  expect(causes[0]?.headline.en).toContain("the disk is full");
  expect(causes[0]?.why[0]?.en).toBe("Volume spool of pod catalog-0 is full: 2.56 KiB of 128 KiB are left.");
  expect(Math.abs((onset ?? 0) - fault - 86_000)).toBeLessThan(15_000);
});

const failsWhenFull = (failure: string) => (request: Request) => {
  if (request.at > fault + 90_000) request.catalogFailure = failure;
};

test.each([
  ["what the program says of a full volume", "Error: ENOSPC: no space left on device, write 500"],
  ["failures that say nothing but a status", "500 500"],
])("%s, and that it is, are one cause", (_, failure) => {
  const scene = shop({ change: failsWhenFull(failure) });
  const [cause] = diagnose({ ...scene, series: spool("catalog-0", filling(90)) }).causes;
  expect(cause).toMatchObject({ service: "catalog", kind: "disk-full" });
  expect(cause?.headline.en).toBe("catalog: the disk is full: catalog-0");
  expect(cause?.inside.map(({ name }) => name)).toEqual(expect.arrayContaining(["disk", "volume spool"]));
  expect(cause?.evidence.map(({ code }) => code)).toEqual(expect.arrayContaining(["failing", "volume-full"]));
});

describe("is no trouble:", () => {
  test.each<[what: string, all: readonly Series[]]>([
    ["a spool that is cleared", spool("catalog-0", (at) => 0.3 + (((at - window.from) / 60_000) % 3) * 0.2)],
    ["a volume that has been full for ever", claim("data-ledger-0", () => 0.97)],
    ["a disk that drifts for days", host(growing(0.7, 0.0002))],
    ["a view of an object, on a disk that fills", spool("catalog-0", growing(0.9, 0.03), "configMap")],
    ["an image that is full by nature", host(growing(1, 0.01), { type: "squashfs", mode: "ro" })],
    [
      "what can't be told apart",
      [...spool("catalog-0", growing(0.9, 0.03)), ...spool("catalog-0", growing(0.5, 0))],
    ],
  ])("%s", (_, all) => {
    expect(found(all)).toMatchObject({ verdict: "healthy", causes: [] });
  });
});

const onDisk = (pod: string) => spool(pod, growing(0.9, 0.03), "emptyDir", 100 * gib);

test("a disk that several pods have their volumes on is their node's", () => {
  expect(found([...onDisk("catalog-0"), ...onDisk("cart-0")]).causes.map(({ service }) => service)).toEqual([
    "node-1",
  ]);
});
