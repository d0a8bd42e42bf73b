import { expect, it } from "vitest";
import { variablesOf, volumesOf } from "./settings.ts";

const pod = {
  spec: {
    containers: [
      {
        name: "captain",
        env: [
          { name: "RIVER", value: "Han" },
          { name: "WORD", valueFrom: { secretKeyRef: { name: "lock", key: "combination" } } },
          { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        ],
        envFrom: [{ prefix: "TIDE_", configMapRef: { name: "tides" } }],
        volumeMounts: [{ name: "tides", mountPath: "/etc/tides" }],
      },
    ],
    volumes: [
      { name: "tides", configMap: { name: "tides" } },
      { name: "log", persistentVolumeClaim: { claimName: "book" } },
      { name: "room", emptyDir: {} },
    ],
  },
};

it("variables are told by name and where they come from, never by value", () => {
  expect(variablesOf(pod)).toEqual([
    { container: "captain", name: "RIVER", source: "" },
    { container: "captain", name: "WORD", source: "Secret lock / combination" },
    { container: "captain", name: "NODE", source: "spec.nodeName" },
    { container: "captain", name: "TIDE_*", source: "ConfigMap tides" },
  ]);
});

it("volumes are told with what they are and where they are mounted", () => {
  expect(volumesOf(pod)).toEqual([
    { name: "tides", source: "configMap tides", mounts: ["captain:/etc/tides"] },
    { name: "log", source: "persistentVolumeClaim book", mounts: [] },
    { name: "room", source: "emptyDir", mounts: [] },
  ]);
});

it.each([{}, { spec: null }, { spec: { containers: "x" } }])("nothing is made of %j", (odd) => {
  expect([variablesOf(odd), volumesOf(odd)]).toEqual([[], []]);
});
