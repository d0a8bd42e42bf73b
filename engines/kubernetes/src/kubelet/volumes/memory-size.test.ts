import { expect, test } from "vitest";
import type { Pod } from "../pod.ts";
import { memorySizeOf } from "./memory-size.ts";

const mebi = 2 ** 20;
const podOf = (...limits: (string | undefined)[]): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "shop", uid: "u", creationTimestamp: "" },
  spec: {
    restartPolicy: "Always",
    containers: limits.map((memory, i) => ({
      name: `c${i}`,
      image: "x",
      ...(memory !== undefined && { resources: { limits: { memory } } }),
    })),
  },
});

test.each<[what: string, emptyDir: object, limits: (string | undefined)[], bytes: number | undefined]>([
  ["its sizeLimit", { medium: "Memory", sizeLimit: "4Mi" }, [undefined], 4 * mebi],
  [
    "what its pod may use, where that is less",
    { medium: "Memory", sizeLimit: "64Mi" },
    ["8Mi", "16Mi"],
    24 * mebi,
  ],
  [
    "its sizeLimit, where a container knows no limit",
    { medium: "Memory", sizeLimit: "64Mi" },
    ["8Mi", undefined],
    64 * mebi,
  ],
  ["anything, without a sizeLimit", { medium: "Memory" }, ["8Mi"], undefined],
  ["anything, with a sizeLimit of nothing", { medium: "Memory", sizeLimit: "0" }, ["8Mi"], undefined],
  ["what the disk holds, on disk", { sizeLimit: "4Mi" }, ["8Mi"], undefined],
])("an emptyDir holds %s", (_, emptyDir, limits, bytes) => {
  expect(memorySizeOf(podOf(...limits), { name: "v", emptyDir })).toBe(bytes);
});
