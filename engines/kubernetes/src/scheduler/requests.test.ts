import { expect, test } from "vitest";
import type { Container, PodSpec } from "../controllers/pod-kind.ts";
import { amountsOf, comparedRequests, podRequests } from "./requests.ts";

const asking = (cpu: string, more: Partial<Container> = {}): Container => ({
  name: "c",
  resources: { requests: { cpu } },
  ...more,
});
const sidecar = (cpu: string) => asking(cpu, { restartPolicy: "Always" });

test.each<[string, PodSpec, number]>([
  ["the sum of its containers", { containers: [asking("1"), asking("500m")] }, 1500],
  [
    "its greatest init container when that asks for more",
    { containers: [asking("1")], initContainers: [asking("2"), asking("3")] },
    3000,
  ],
  [
    "its sidecars beside its containers",
    { containers: [asking("1")], initContainers: [sidecar("250m")] },
    1250,
  ],
  [
    "the sidecars that run already while an init container starts",
    { containers: [asking("1")], initContainers: [sidecar("1"), asking("2"), sidecar("500m")] },
    3000,
  ],
  ["its overhead on top", { containers: [asking("1")], overhead: { cpu: "50m" } }, 1050],
  [
    "what the pod as a whole says, rather than its containers",
    { containers: [asking("1")], resources: { requests: { cpu: "2" } } },
    2000,
  ],
])("a pod needs %s", (_, spec, cpu) => {
  expect(podRequests(spec).get("cpu")).toBe(cpu);
});

test("amounts are rounded up, cpu to thousandths and the rest to whole units", () => {
  const amounts = amountsOf({ cpu: "0.1001", memory: "1Ki", "nvidia.com/gpu": 1, "example.com/x": "1500m" });
  expect(Object.fromEntries(amounts)).toEqual({
    cpu: 101,
    memory: 1024,
    "nvidia.com/gpu": 1,
    "example.com/x": 2,
  });
});

test("a container that asks for nothing is compared as if it needed 100m and 200Mi", () => {
  const compared = comparedRequests({ containers: [{ name: "a" }, asking("1")] });
  expect(Object.fromEntries(compared)).toEqual({ cpu: 1100, memory: 400 * 2 ** 20 });
});
