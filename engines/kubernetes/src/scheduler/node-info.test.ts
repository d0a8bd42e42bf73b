import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import { NodeInfo, podInfo } from "./node-info.ts";
import { node, podOn } from "./node.fixture.ts";

test("whatever comes and goes, the sums of a node are those of its pods", () => {
  const step = record({
    which: nat(5),
    cpu: constantFrom("0", "100m", "1"),
    isGone: constantFrom(true, false),
  });
  assert(
    property(array(step, { maxLength: 30 }), (steps) => {
      const info = new NodeInfo(node("n"));
      const cpus = new Map<number, number>();
      for (const { which, cpu, isGone } of steps) {
        const pod = podOn("n", { cpu });
        pod.metadata.uid = String(which);
        if (isGone) info.remove(String(which));
        else info.add(podInfo(pod));
        if (isGone) cpus.delete(which);
        else cpus.set(which, { "0": 0, "100m": 100, "1": 1000 }[cpu] ?? 0);
      }
      const sum = [...cpus.values()].reduce((a, b) => a + b, 0);
      expect([info.size, info.requested.get("cpu") ?? 0]).toEqual([cpus.size, sum]);
    }),
  );
});

test("a copy changes alone", () => {
  const info = new NodeInfo(node("n"), [podInfo(podOn("n", { cpu: "1" }))]);
  info.clone().add(podInfo(podOn("n", { cpu: "2" })));
  expect([info.size, info.requested.get("cpu")]).toEqual([1, 1000]);
});
