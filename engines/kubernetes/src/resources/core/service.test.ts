import { describe, expect, test } from "vitest";
import { complaints, defaulted, header, prepared, row, specimen } from "../specimen.ts";
import { endpoints, service } from "./service.ts";

const shown = (spec: object, status: object = {}) =>
  row(service, specimen(service, { spec, status })).slice(1, 5);
const ingress = (...list: object[]) => ({ loadBalancer: { ingress: list } });

describe("kubectl get services tells TYPE, CLUSTER-IP, EXTERNAL-IP and PORT(S)", () => {
  test.each([
    [
      { type: "ClusterIP", clusterIPs: ["10.0.0.1"], ports: [{ port: 80, protocol: "TCP" }] },
      {},
      ["ClusterIP", "10.0.0.1", "<none>", "80/TCP"],
    ],
    [
      {
        type: "NodePort",
        clusterIPs: ["10.0.0.1"],
        ports: [
          { port: 80, nodePort: 30_080, protocol: "TCP" },
          { port: 53, protocol: "UDP" },
        ],
      },
      {},
      ["NodePort", "10.0.0.1", "<none>", "80:30080/TCP,53/UDP"],
    ],
    [{ type: "ClusterIP", clusterIP: "None" }, {}, ["ClusterIP", "None", "<none>", "<none>"]],
    [{ type: "LoadBalancer" }, {}, ["LoadBalancer", "<none>", "<pending>", "<none>"]],
    [
      { type: "LoadBalancer", externalIPs: ["9.9.9.9"] },
      ingress({ ip: "2.2.2.2" }, { hostname: "a.example.com" }, { ip: "1.1.1.1" }),
      ["LoadBalancer", "<none>", "1.1.1.1,2.2.2.2,a.example.com,9.9.9.9", "<none>"],
    ],
    [
      { type: "ExternalName", externalName: "db.example.com" },
      {},
      ["ExternalName", "<none>", "db.example.com", "<none>"],
    ],
  ])("%j with status %j", (spec, status, expected) => {
    expect(shown(spec, status)).toEqual(expected);
  });

  test("and its selector when it is wide", () => {
    expect(header(service)).toBe("Name | Type | Cluster-IP | External-IP | Port(s) | Age | (Selector)");
    expect(row(service, specimen(service, { spec: { selector: { app: "web" } } }), true).at(-1)).toBe(
      "app=web",
    );
  });
});

const filled = (spec: object) => defaulted(service, specimen(service, { spec }))["spec"];
const told = (spec: object) => complaints(service, specimen(service, { spec }));

describe("a service that says little", () => {
  test("is internal and takes TCP", () => {
    expect(filled({ ports: [{ port: 80 }] })).toEqual({
      ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
      sessionAffinity: "None",
      type: "ClusterIP",
      internalTrafficPolicy: "Cluster",
    });
  });

  test.each([
    [{ type: "NodePort" }, { externalTrafficPolicy: "Cluster" }],
    [{ type: "LoadBalancer" }, { externalTrafficPolicy: "Cluster", allocateLoadBalancerNodePorts: true }],
    [{ sessionAffinity: "ClientIP" }, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } }],
  ])("%j: %j", (spec, expected) => {
    expect(filled(spec)).toMatchObject(expected);
  });
});

test("a service that is applied again keeps its address", () => {
  const before = specimen(service, {
    spec: { type: "ClusterIP", clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"] },
  });
  const again = prepared(service, specimen(service, { spec: { ports: [{ port: 80 }] } }), before);
  expect(again["spec"]).toMatchObject({ clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"] });
});

describe("a service is refused", () => {
  const before = specimen(service, { spec: { clusterIP: "10.0.0.1", ports: [{ port: 80 }] } });

  test.each([
    [{}, ["spec.ports: Required value"]],
    [
      { ports: [{ port: 80 }, { port: 81 }] },
      [0, 1].map((index) => `spec.ports[${index}].name: Required value`),
    ],
    [{ ports: [81, 82].map((port) => ({ port, name: "a" })) }, ['spec.ports[1].name: Duplicate value: "a"']],
    [
      { ports: [{ port: 0, targetPort: 1 }] },
      ["spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"],
    ],
    [
      { ports: [{ port: 80, nodePort: 30_000 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      { type: "Public", ports: [{ port: 80 }] },
      [
        'spec.type: Unsupported value: "Public": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [{ type: "ExternalName" }, ["spec.externalName: Required value"]],
    [
      { type: "NodePort", clusterIP: "None" },
      [`spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services`],
    ],
    [
      { clusterIP: "ten", ports: [{ port: 80 }] },
      [
        'spec.clusterIPs[0]: Invalid value: "ten": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
  ])("%j", (spec, expected) => {
    expect(told(spec)).toEqual(expected);
  });

  test("when it would move", () => {
    const moved = specimen(service, { spec: { clusterIP: "10.0.0.2", ports: [{ port: 80 }] } });
    expect(complaints(service, moved, before)).toEqual([
      'spec.clusterIPs[0]: Invalid value: "10.0.0.2": field is immutable',
    ]);
  });
});

test.each([
  [[], "<none>"],
  [[{ addresses: [{ ip: "10.0.0.1" }], ports: [{ port: 80 }, { port: 81 }] }], "10.0.0.1:80,10.0.0.1:81"],
  [[{ addresses: [{ ip: "fd00::1" }], ports: [{ port: 80 }] }], "[fd00::1]:80"],
  [[{ addresses: [{ ip: "10.0.0.1" }] }], "10.0.0.1"],
  [
    [{ addresses: ["1", "2", "3", "4", "5"].map((ip) => ({ ip })), ports: [{ port: 80 }] }],
    "1:80,2:80,3:80 + 2 more...",
  ],
])("endpoints %j are told as %s", (subsets, expected) => {
  expect(row(endpoints, specimen(endpoints, { subsets }))[1]).toBe(expected);
});
