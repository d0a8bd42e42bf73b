import { expect, test } from "vitest";
import { endpointGroups, slicePlan } from "./endpoints.ts";
import type { EndpointSlice, Pod, Service } from "./kinds.ts";
import { pod, type PodFacts } from "./pod.fixture.ts";

const service = (spec: Partial<Service["spec"]> = {}): Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", uid: "web", creationTimestamp: "" },
  spec: { ports: [{ name: "http", port: 80, targetPort: 8080 }], ...spec },
});

function at(address: string, facts: PodFacts = {}, isGoing = false): Pod {
  const made = pod(address, facts);
  if (address !== "") made.status = { ...made.status, podIP: address };
  if (isGoing) made.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
  return made;
}

const conditions = (made: Pod, spec: Partial<Service["spec"]> = {}) =>
  endpointGroups(service(spec), [made])[0]?.endpoints[0]?.conditions;

test.each<[string, Pod, Partial<Service["spec"]>, [boolean, boolean, boolean] | undefined]>([
  ["is ready", at("10.0.0.1", { readyAt: 1 }), {}, [true, true, false]],
  ["is not ready", at("10.0.0.1"), {}, [false, false, false]],
  [
    "is not ready but published all the same",
    at("10.0.0.1"),
    { publishNotReadyAddresses: true },
    [true, false, false],
  ],
  ["is ready and ends", at("10.0.0.1", { readyAt: 1 }, true), {}, [false, true, true]],
  ["ends and is not ready", at("10.0.0.1", {}, true), {}, [false, false, true]],
  ["has no address yet", at(""), {}, undefined],
  ["has failed", at("10.0.0.1", { phase: "Failed" }), {}, undefined],
  ["has an address of another family", at("fd00::1", { readyAt: 1 }), {}, undefined],
])("a pod that %s", (_, made, spec, expected) => {
  const [ready, serving, terminating] = expected ?? [];
  expect(conditions(made, spec)).toEqual(expected && { ready, serving, terminating });
});

function withPort(address: string, containerPort: number, protocol = "TCP"): Pod {
  const made = at(address, { readyAt: 1 });
  return {
    ...made,
    spec: { containers: [{ name: "a", ports: [{ name: "web", containerPort, protocol }] }] },
  };
}

test.each<[number | string | undefined, Pod, number[]]>([
  [8080, withPort("10.0.0.1", 1), [8080]],
  [undefined, withPort("10.0.0.1", 1), [80]],
  ["web", withPort("10.0.0.1", 9000), [9000]],
  ["web", withPort("10.0.0.1", 9000, "UDP"), []],
  ["other", withPort("10.0.0.1", 9000), []],
])("the target port %s", (targetPort, made, expected) => {
  const ports = [{ port: 80, ...(targetPort !== undefined && { targetPort }) }];
  const [group] = endpointGroups(service({ ports }), [made]);
  expect(group?.ports.map(({ port }) => port)).toEqual(expected);
});

test("pods in which the name of a port is another number are in slices of their own", () => {
  const pods = [withPort("10.0.0.1", 1), withPort("10.0.0.2", 2), withPort("10.0.0.3", 1)];
  const groups = endpointGroups(service({ ports: [{ port: 80, targetPort: "web" }] }), pods);
  expect(groups.map(({ endpoints }) => endpoints.map(({ addresses }) => addresses[0]))).toEqual([
    ["10.0.0.1", "10.0.0.3"],
    ["10.0.0.2"],
  ]);
});

const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => at(`10.0.0.${from + index}`, { readyAt: 1 }));

function slicesOf(pods: readonly Pod[]): EndpointSlice[] {
  return slicePlan(endpointGroups(service(), pods), []).create.map((group, index) => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: `web-${index}`, uid: `${index}`, creationTimestamp: "" },
    addressType: group.addressType,
    ports: [...group.ports],
    endpoints: [...group.endpoints],
  }));
}

test.each([
  [0, []],
  [1, [1]],
  [100, [100]],
  [101, [100, 1]],
  [250, [100, 100, 50]],
])("%i endpoints are in slices of %j", (count, sizes) => {
  expect(slicesOf(many(count)).map(({ endpoints }) => endpoints?.length)).toEqual(sizes);
});

test.each<[string, Pod[], Pod[], { create: number[]; change: [string, number][]; remove: string[] }]>([
  ["nothing changes", many(3), many(3), { create: [], change: [], remove: [] }],
  ["a pod comes where there is room", many(3), many(4), { create: [], change: [["web-0", 4]], remove: [] }],
  ["a pod comes where there is none", many(100), many(101), { create: [1], change: [], remove: [] }],
  [
    "a pod goes from the first of two",
    many(150),
    many(149, 1),
    { create: [], change: [["web-0", 99]], remove: [] },
  ],
  ["all pods of a slice go", many(101), many(100), { create: [], change: [], remove: ["web-1"] }],
  ["the last pod goes", many(1), [], { create: [], change: [], remove: ["web-0"] }],
])("when %s, only the slices that it concerns change", (_, before, after, expected) => {
  const plan = slicePlan(endpointGroups(service(), after), slicesOf(before));
  expect({
    create: plan.create.map(({ endpoints }) => endpoints.length),
    change: plan.change.map(({ slice, endpoints }) => [slice.metadata.name, endpoints.length]),
    remove: plan.remove.map(({ metadata }) => metadata.name),
  }).toEqual(expected);
});
