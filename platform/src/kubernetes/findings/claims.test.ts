import { expect, test } from "vitest";
import { claimFindings } from "./claims.ts";
import { ago, type Given, objectsOf, pod, told } from "./fixture.ts";

const claim = (name: string, phase: string, created = ago(10), storageClassName = "fast") => ({
  name,
  created,
  spec: { storageClassName },
  status: { phase },
});
const statefulSets = [
  {
    name: "database",
    spec: {
      template: { spec: { containers: [] } },
      volumeClaimTemplates: [{ metadata: { name: "data" } }],
    },
  },
];
const immediate = [{ name: "fast", volumeBindingMode: "Immediate" }];
const late = [{ name: "fast", volumeBindingMode: "WaitForFirstConsumer" }];
const using = pod("x", {}, { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }] });
const event = (minutes: number, message: string) => ({
  name: `e${minutes}`,
  involvedObject: { kind: "PersistentVolumeClaim", namespace: "shop", name: "data" },
  message,
  lastTimestamp: ago(minutes),
});

test.each<[what: string, given: Given, expected: string[]]>([
  ["a claim with a volume", { claims: [claim("data", "Bound")], storageClasses: immediate }, []],
  [
    "one that stays without, in the cluster's last words",
    {
      claims: [claim("data", "Pending")],
      storageClasses: immediate,
      events: [event(9, "waiting"), event(1, "no space in pool")],
    },
    ['claim-pending PersistentVolumeClaim data: fast "no space in pool"'],
  ],
  ["one that was only just made", { claims: [claim("data", "Pending", ago(0.5))] }, []],
  [
    "one that waits for a pod, as it should",
    { claims: [claim("data", "Pending")], storageClasses: late },
    [],
  ],
  [
    "one whose pod is there and waits",
    { claims: [claim("data", "Pending")], storageClasses: late, pods: [using] },
    ["claim-pending PersistentVolumeClaim data: fast"],
  ],
  [
    "a storage class that is not there, with the only one that is, and who waits",
    {
      claims: [claim("data-database-0", "Pending", ago(10), "gold")],
      storageClasses: immediate,
      statefulSets,
    },
    [
      "storage-class-missing PersistentVolumeClaim data-database-0: storageClassName gold, not fast (StorageClass gold, StatefulSet database)",
    ],
  ],
  [
    "a class that is only a name, of a claim that has its volume",
    { claims: [claim("data", "Bound", ago(10), "manual")] },
    [],
  ],
  [
    "a volume that is gone",
    { claims: [claim("data", "Lost")] },
    ["claim-lost PersistentVolumeClaim data: volumeName"],
  ],
])("%s", (_, given, expected) => {
  expect(told(claimFindings(objectsOf(given)))).toEqual(expected);
});

test("while storage classes are not known none is missing", () => {
  const given = { claims: [claim("data", "Pending", ago(10), "gold")] };
  expect(told(claimFindings(objectsOf(given, ["storageClasses"])))).toEqual([
    "claim-pending PersistentVolumeClaim data: gold",
  ]);
});
