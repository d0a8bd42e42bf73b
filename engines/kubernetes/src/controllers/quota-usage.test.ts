import { expect, test } from "vitest";
import { podOn } from "../scheduler/node.fixture.ts";
import type { Pod } from "./kinds.ts";
import { type Holdings, quotaUsage } from "./quota-usage.ts";

const using = (cpu: string, memory: string): Pod => {
  const containers = [{ name: "main", resources: { requests: { cpu, memory }, limits: { cpu: "2" } } }];
  return podOn("n1", { containers });
};
const ended = { ...using("1", "1Gi"), status: { phase: "Succeeded" as const } };
const held: Holdings = {
  pods: [using("500m", "1Gi"), using("1", "512Mi"), ended],
  services: [],
  claims: [],
  list: (resource) => (resource === "deployments.apps" ? [using("1", "1"), using("1", "1")] : undefined),
};

test.each<[string, string]>([
  ["pods", "2"],
  ["cpu", "1500m"],
  ["requests.cpu", "1500m"],
  ["requests.memory", "1536Mi"],
  ["limits.cpu", "4"],
  ["count/deployments.apps", "2"],
  ["services", "0"],
  ["requests.nvidia.com/gpu", "0"],
])("of %s is used %s", (name, used) => {
  expect(quotaUsage({ [name]: "10" }, held)).toEqual({ [name]: used });
});
