import { expect, test } from "vitest";
import { clusters } from "./clusters-setting.ts";

const file = (name: string, kubeconfig: string, context?: string) => ({
  name,
  access: { kubeconfig, ...(context && { context }) },
});

test.each<[string, unknown]>([
  ["", []],
  ["east=/etc/east", [file("east", "/etc/east")]],
  ["east=/etc/all#e1, west=/etc/all#w1", [file("east", "/etc/all", "e1"), file("west", "/etc/all", "w1")]],
  ["here=in-cluster", [{ name: "here", access: { inCluster: true } }]],
  ["/etc/east", undefined],
  ["a=/x,a=/y", undefined],
])("%j names the clusters %j", (text, expected) => {
  expect(clusters.read(text)).toEqual(expected);
});
