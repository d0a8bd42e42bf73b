import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { issue, makeAuthority } from "@naru/certificates";
import { eventually, startTestCluster, type TestCluster } from "../kubectl.fixture.ts";

/* An API server of one's own behind the cluster's, seen through the real kubectl. */

let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);

beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 1 });
});
afterAll(() => cluster.stop());

interface Backend {
  readonly port: number;
  readonly caBundle: string;
  readonly server: Server;
  /** What it was told of who asks, by path. */
  readonly heard: Map<string, IncomingHttpHeaders>;
  /** It does not say what it serves before this. */
  until: Promise<unknown>;
}

/** Serves ferries: it believes who shows a certificate of the cluster's front proxy. */
async function startBackend(group: string): Promise<Backend> {
  const authority = await makeAuthority("ferries-ca", Date.now());
  const own = await issue(authority, { subject: "CN=ferries", names: ["ferries.default.svc"] }, Date.now());
  const path = "jsonpath='{.data.requestheader-client-ca-file}'";
  const ca = await kubectl(`get configmap extension-apiserver-authentication -n kube-system -o ${path}`);
  const heard = new Map<string, IncomingHttpHeaders>();
  const base = `/apis/${group}/v1`;
  const ferry = {
    apiVersion: `${group}/v1`,
    kind: "Ferry",
    metadata: { name: "naru", namespace: "default" },
  };
  const server = createServer(
    { key: own.key, cert: own.certificate, ca, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "https://backend");
      heard.set(pathname, {
        ...request.headers,
        "x-cn": (request.socket as TLSSocket).getPeerCertificate().subject.CN,
      });
      response.setHeader("content-type", "application/json");
      if (pathname === base) {
        const resources = [
          {
            name: "ferries",
            singularName: "ferry",
            namespaced: true,
            kind: "Ferry",
            verbs: ["get", "list", "watch"],
          },
        ];
        const list = { kind: "APIResourceList", apiVersion: "v1", groupVersion: `${group}/v1`, resources };
        void backend.until.then(() => response.end(JSON.stringify(list)));
      } else if (searchParams.get("watch")) {
        response.write(`${JSON.stringify({ type: "ADDED", object: ferry })}\n`);
      } else {
        response.end(
          JSON.stringify({ kind: "FerryList", apiVersion: `${group}/v1`, metadata: {}, items: [ferry] }),
        );
      }
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const caBundle = Buffer.from(authority.certificate).toString("base64");
  const backend: Backend = { port, caBundle, server, heard, until: Promise.resolve() };
  return backend;
}

const objects = (group: string, { port, caBundle }: Pick<Backend, "port" | "caBundle">) =>
  [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "ferries" },
      spec: { clusterIP: "None", ports: [{ name: "https", port: 443 }] },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { name: "ferries", labels: { "kubernetes.io/service-name": "ferries" } },
      addressType: "IPv4",
      ports: [{ name: "https", port, protocol: "TCP" }],
      endpoints: [{ addresses: ["127.0.0.1"], conditions: { ready: true } }],
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: `v1.${group}` },
      spec: {
        group,
        version: "v1",
        groupPriorityMinimum: 1000,
        versionPriority: 10,
        caBundle,
        service: { namespace: "default", name: "ferries" },
      },
    },
  ]
    .map((object) => JSON.stringify(object))
    .join("\n");

const condition = (group: string, field: string) =>
  kubectl(`get apiservice v1.${group} -o jsonpath='{.status.conditions[?(@.type=="Available")].${field}}'`);

describe("an API server behind the cluster's", () => {
  test("goes on serving while it is looked whether it does", async () => {
    const group = "lake.test";
    const backend = await startBackend(group);
    await kubectl("apply -f -", objects(group, backend));
    await eventually(() => condition(group, "status")).toBe("True");
    const { promise, resolve } = Promise.withResolvers<void>();
    backend.until = promise;
    backend.heard.clear();
    await kubectl(`annotate apiservice v1.${group} looked=again`);
    await eventually(async () => backend.heard.has(`/apis/${group}/v1`)).toBe(true);
    expect(await kubectl(`get --raw /apis/${group}/v1/namespaces/default/ferries`)).toMatch(/"name":"naru"/);
    resolve();
  });

  test("is found and asked by kubectl, and told who asks by the front proxy alone", async () => {
    const group = "river.test";
    const backend = await startBackend(group);
    await kubectl("apply -f -", objects(group, backend));
    await eventually(() => condition(group, "status")).toBe("True");
    expect(await kubectl("get ferries -o name")).toBe("ferry.river.test/naru\n");
    expect(await kubectl(`api-resources --api-group=${group} --no-headers`)).toMatch(
      /^ferries +river\.test\/v1 +true +Ferry/,
    );
    expect(backend.heard.get(`/apis/${group}/v1/namespaces/default/ferries`)).toMatchObject({
      "x-cn": "front-proxy-client",
      "x-remote-user": "admin",
      "x-remote-group": "system:masters, system:authenticated",
    });

    const watch = cluster.follow(`get --raw /apis/${group}/v1/ferries?watch=true`);
    await eventually(() => watch.output()).toMatch(/"type":"ADDED"/);
    watch.kill();

    backend.server.close();
    backend.server.closeAllConnections();
    await kubectl(`annotate apiservice v1.${group} looked=again`);
    await eventually(() => condition(group, "reason")).toBe("FailedDiscoveryCheck");
    expect(await cluster.refusal(`get --raw /apis/${group}/v1/ferries`)).toMatch(
      /ServiceUnavailable|unable to handle/,
    );
    expect(await kubectl("get namespaces -o name")).toMatch(/namespace\/default/);
  });

  test("that no authority vouches for is not believed", async () => {
    const group = "stranger.test";
    const { port } = await startBackend(group);
    const other = await makeAuthority("other-ca", Date.now());
    const caBundle = Buffer.from(other.certificate).toString("base64");
    await kubectl("apply -f -", objects(group, { port, caBundle }));
    await eventually(() => condition(group, "message")).toMatch(
      /failing or missing response from https:\/\/ferries.*signature|certificate/,
    );
  });

  test.each([["absent.test", "ServiceNotFound", 'service/nobody in "default" is not present']])(
    "that is not there is said to be so: %s",
    async (group, reason, message) => {
      const spec = {
        group,
        version: "v1",
        groupPriorityMinimum: 10,
        versionPriority: 10,
        service: { namespace: "default", name: "nobody" },
      };
      await kubectl(
        "apply -f -",
        JSON.stringify({
          apiVersion: "apiregistration.k8s.io/v1",
          kind: "APIService",
          metadata: { name: `v1.${group}` },
          spec,
        }),
      );
      await eventually(() => condition(group, "reason")).toBe(reason);
      expect(await condition(group, "message")).toBe(message);
    },
  );
});
