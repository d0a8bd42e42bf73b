import { expect, test } from "vitest";
import { type Address, addressFor, apiOf, apisOf, isAsWanted, wayOf } from "./objects.ts";

const here = { host: "127.0.0.1", port: 8843 };
const everywhere = { host: "0.0.0.0", port: 8843 };

test.each<[string, Address, boolean, Address | undefined]>([
  ["", here, true, here],
  ["", everywhere, true, here],
  ["", { ...here, host: "localhost" }, true, here],
  ["", here, false, undefined],
  ["", everywhere, false, undefined],
  ["", { host: "10.0.0.5", port: 1 }, false, { host: "10.0.0.5", port: 1 }],
  ["10.0.0.5:443", everywhere, false, { host: "10.0.0.5", port: 443 }],
  ["10.0.0.5", everywhere, false, { host: "10.0.0.5", port: 8843 }],
  ["[fd00::5]:443", everywhere, false, { host: "fd00::5", port: 443 }],
  ["127.0.0.1:443", everywhere, false, undefined],
  ["naru.example:443", everywhere, false, undefined],
])("%j, listening on %j, on this machine %s: %j", (configured, listening, isOwn, expected) => {
  expect(addressFor(configured, listening, isOwn)).toEqual(expected);
});

test("an API is named by its group and version", () => {
  expect(apisOf({ owner: "a", authority: "PEM" }).map(apiOf)).toEqual([
    "custom.metrics.k8s.io/v1beta2",
    "custom.metrics.k8s.io/v1beta1",
    "external.metrics.k8s.io/v1beta1",
  ]);
});

test("what a cluster adds to an object does not matter, what it lacks does", () => {
  const [wanted] = wayOf({ owner: "a", address: here });
  const found = structuredClone(wanted) as unknown as {
    metadata: Record<string, unknown>;
    spec: { clusterIP?: string; ports: { targetPort?: number }[] };
  };
  found.metadata["uid"] = "1";
  found.spec.clusterIP = "10.0.0.1";
  for (const port of found.spec.ports) port.targetPort = 443;
  expect(isAsWanted(found, wanted)).toBe(true);
  expect(isAsWanted({ ...found, spec: { ports: [] } }, wanted)).toBe(false);
  expect(isAsWanted({ ...found, metadata: {} }, wanted)).toBe(false);
});
