import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { makePod, place } from "./running.fixture.ts";

/* How pods are found and reached. Source: Kubernetes' test/e2e/network: service, endpointslice, endpointslicemirroring. */

let api: Api;
beforeAll(async () => {
  api = await openApi(1);
});
afterAll(() => api.stop());

// What the API answers is read field by field.
// eslint-disable-next-line typescript/no-explicit-any
type Any = any;
const at = "/api/v1/namespaces/default";
const services = `${at}/services`;
const slicesOf = async (service: string): Promise<Any[]> =>
  (
    await api.get(
      `/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name%3D${service}`,
    )
  ).body.items;
/** `address:port` of everything that a service leads to, by both APIs. */
async function endpointsOf(service: string): Promise<string[][]> {
  const slices: string[] = (await slicesOf(service)).flatMap(({ endpoints, ports }) =>
    (endpoints ?? [])
      .filter((one: Any) => one.conditions.ready)
      .flatMap((one: Any) => (ports ?? []).map((port: Any) => `${one.addresses[0]}:${port.port}`)),
  );
  const legacy: string[] = ((await api.get(`${at}/endpoints/${service}`)).body.subsets ?? []).flatMap(
    ({ addresses, ports }: Any) =>
      (addresses ?? []).flatMap((one: Any) => ports.map((port: Any) => `${one.ip}:${port.port}`)),
  );
  return [slices.toSorted(), legacy.toSorted()];
}
const server = `require("http").createServer((q, s) => s.end(require("os").hostname())).listen(process.env.PORT)`;
const serving = (name: string, labels: object, ports: object[] = [{ containerPort: 8080 }]) =>
  makePod(api, name, {
    metadata: { labels },
    container: { image: "node", command: ["node", "-e", server], ports },
  });
const make = async (name: string, spec: object) => {
  const { status, body } = await api.create(services, { metadata: { name }, spec });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
/** What answers, on a connection of its own. */
function ask(host: string, port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const asked = request({ host, port, agent: false }, (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (part: string) => (text += part));
    response.on("end", () => resolve(text));
  });
  asked.on("error", (error) => resolve(String(error))).end();
  return promise;
}
const ipOf = async (name: string) => (await api.get(`${place}/${name}`)).body.status.podIP as string;
const remove = (...names: string[]) =>
  Promise.all(names.map((name) => api.remove(`${place}/${name}`, { gracePeriodSeconds: 0 })));

test("the cluster's own service leads to the API, and is found among all", async () => {
  const all = (await api.get("/api/v1/services")).body.items.map(
    ({ metadata }: Any) => `${metadata.namespace}/${metadata.name}`,
  );
  expect(all).toContain("default/kubernetes");
  const [slices, legacy] = await endpointsOf("kubernetes");
  expect(slices).toEqual(legacy);
  expect(slices).toEqual([new URL(api.cluster.cluster.url).host]);
});

const subset = (ip: string, port: number) => ({
  subsets: [{ addresses: [{ ip }], ports: [{ name: "example", port, protocol: "TCP" }] }],
});

const runs = async (name: string, port: object, number: number) => {
  await serving(name, { app: "multi" }, [{ ...port, containerPort: number }]);
  await eventually(() => ipOf(name)).toMatch(/^127/);
  return `${await ipOf(name)}:${number}`;
};

const leadsTo = async (...expected: string[]) =>
  eventually(() => endpointsOf("multi")).toEqual([expected.toSorted(), expected.toSorted()]);

describe("a service", () => {
  test("has the endpoints of its pods, as they come and go", async () => {
    await make("multi", {
      selector: { app: "multi" },
      ports: [
        { name: "a", port: 80, targetPort: "one" },
        { name: "b", port: 81, targetPort: "two" },
      ],
    });
    await eventually(() => endpointsOf("multi")).toEqual([[], []]);
    const first = await runs("first", { name: "one" }, 100);
    await leadsTo(first);
    const second = await runs("second", { name: "two" }, 101);
    await leadsTo(first, second);
    await remove("first");
    await leadsTo(second);
    await remove("second");
    await leadsTo();
    await api.remove(`${services}/multi`);
    await eventually(() => slicesOf("multi")).toEqual([]);
    await eventually(async () => (await api.get(`${at}/endpoints/multi`)).status).toBe(404);
  });

  test("changes its type, and gives back what it no longer needs", async () => {
    const one = `${services}/turning`;
    const made = await make("turning", { type: "ExternalName", externalName: "foo.example.com" });
    expect(made.spec.clusterIP).toBe(undefined);
    const turn = async (change: (spec: Any) => void) => {
      const { body } = await api.get(one);
      change(body.spec);
      const answer = await api.replace(one, body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer.body.spec;
    };
    const ports = [{ name: "http", port: 8081, protocol: "TCP" }];
    const inner = await turn((spec) => {
      delete spec.externalName;
      Object.assign(spec, { type: "ClusterIP", ports });
    });
    expect(inner.clusterIP).toMatch(/^127\./);
    expect(inner.externalName).toBe(undefined);
    const outer = await turn((spec) => void (spec.type = "NodePort"));
    expect(outer).toMatchObject({ clusterIP: inner.clusterIP, ports: [{ nodePort: expect.any(Number) }] });
    const named = await turn((spec) =>
      Object.assign(spec, { type: "ExternalName", externalName: "bar.example.com" }),
    );
    expect([named.clusterIP, named.ports?.[0].nodePort]).toEqual([undefined, undefined]);
    const again = await turn((spec) => {
      delete spec.externalName;
      spec.type = "NodePort";
    });
    expect(again.ports[0].nodePort).toEqual(expect.any(Number));
    await api.remove(one);
  });

  test.each(["ClusterIP", "NodePort"])(
    "of type %s spreads its clients, or keeps each where it was",
    async (type) => {
      const app = `sticky-${type.toLowerCase()}`;
      const names = [1, 2, 3].map((i) => `${app}-${i}`);
      for (const name of names) await serving(name, { app });
      const { spec } = await make(app, {
        type,
        selector: { app },
        sessionAffinity: "ClientIP",
        ports: [{ port: 18_080, targetPort: 8080 }],
      });
      expect(spec.sessionAffinityConfig).toEqual({ clientIP: { timeoutSeconds: 10_800 } });
      await eventually(async () => (await endpointsOf(app))[0]).toHaveLength(3);
      const [host, port] =
        type === "NodePort" ? ["127.0.0.1", spec.ports[0].nodePort] : [spec.clusterIP, 18_080];
      const answers = async () =>
        new Set(await Promise.all(Array.from({ length: 20 }, () => ask(host, port))));
      await eventually(() => ask(host, port)).toMatch(/^sticky/);
      await eventually(async () => (await answers()).size).toBe(1);
      await api.patch(`${services}/${app}`, "merge", { spec: { sessionAffinity: "None" } });
      await eventually(async () => (await answers()).size).toBeGreaterThan(1);
      await api.patch(`${services}/${app}`, "merge", { spec: { sessionAffinity: "ClientIP" } });
      await eventually(async () => (await answers()).size).toBe(1);
      const [kept = ""] = await answers();
      await remove(kept);
      await eventually(async () => [...(await answers())].join()).toMatch(
        new RegExp(`^(?!${kept}$)${app}-\\d$`),
      );
      await remove(...names);
      await api.remove(`${services}/${app}`);
    },
  );

  test("serves one port by two protocols, and either alone", async () => {
    await make("both", {
      selector: { app: "none" },
      ports: [
        { name: "t", port: 80, protocol: "TCP" },
        { name: "u", port: 80, protocol: "UDP" },
      ],
    });
    for (const protocol of ["TCP", "UDP"]) {
      const ports = [{ name: "only", port: 80, targetPort: 80, protocol }];
      const answer = await api.patch(`${services}/both`, "json", [
        { op: "replace", path: "/spec/ports", value: ports },
      ]);
      expect(answer).toMatchObject({ status: 200, body: { spec: { ports } } });
    }
  });

  test("has a status that others may write, and goes with others of its label", async () => {
    const status = { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } };
    await make("told", { type: "LoadBalancer", ports: [{ port: 80 }] });
    const patched = await api.patch(`${services}/told/status`, "merge", {
      metadata: { annotations: { patched: "true" } },
      status,
    });
    expect(patched.body).toMatchObject({
      metadata: { annotations: { patched: "true" } },
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } },
    });
    const { body } = await api.get(`${services}/told/status`);
    body.status.conditions = [
      {
        type: "StatusUpdate",
        status: "True",
        reason: "E2E",
        message: "x",
        lastTransitionTime: "2026-01-01T00:00:00Z",
      },
    ];
    expect((await api.replace(`${services}/told/status`, body)).body.status.conditions).toEqual(
      body.status.conditions,
    );
    await api.patch(`${services}/told`, "strategic-merge", { metadata: { labels: { set: "s" } } });
    await make("kept", { ports: [{ port: 80 }] });
    await api.remove(`${services}?labelSelector=set%3Ds`);
    expect((await api.get(services)).body.items.map(({ metadata }: Any) => metadata.name)).toEqual([
      "both",
      "kept",
      "kubernetes",
    ]);
  });
});

const mirrored = async () =>
  (await slicesOf("custom")).map(({ endpoints, ports }) => `${endpoints[0].addresses[0]}:${ports[0].port}`);

test("endpoints that somebody writes are mirrored, changed and taken away", async () => {
  await make("custom", { ports: [{ name: "example", port: 80 }] });
  await api.create(`${at}/endpoints`, { metadata: { name: "custom" }, ...subset("10.1.2.3", 80) });
  await eventually(mirrored).toEqual(["10.1.2.3:80"]);
  await api.patch(`${at}/endpoints/custom`, "merge", subset("10.2.3.4", 81));
  await eventually(mirrored).toEqual(["10.2.3.4:81"]);
  await api.remove(`${at}/endpoints/custom`);
  await eventually(mirrored).toEqual([]);
});

test("a pod has its services' endpoints soon after they are made", async () => {
  await serving("soon", { app: "soon" });
  await eventually(async () => (await api.get(`${place}/soon`)).body.status.phase).toBe("Running");
  const delays: number[] = [];
  for (let i = 0; i < 20; i++) {
    const started = Date.now();
    await make(`soon-${i}`, { selector: { app: "soon" }, ports: [{ port: 80, targetPort: 8080 }] });
    while ((await api.get(`${at}/endpoints/soon-${i}`)).status !== 200)
      await new Promise((resolve) => setTimeout(resolve, 5));
    delays.push(Date.now() - started);
  }
  expect(Math.max(...delays)).toBeLessThan(2000);
});

describe("by way of the API", () => {
  const echo = `require("http").createServer((q, s) => { let b = ""; q.on("data", (d) => (b += d)).on("end", () => s.end([q.method, q.url, b, String(q.headers.authorization)].join(" "))) }).listen(process.env.PORT)`;
  beforeAll(async () => {
    const container = { image: "node", command: ["node", "-e", echo], ports: [{ containerPort: 8080 }] };
    await makePod(api, "echo", { metadata: { labels: { app: "echo" } }, container });
    await api.create(services, {
      metadata: { name: "echo" },
      spec: { selector: { app: "echo" }, ports: [{ name: "web", port: 81, targetPort: 8080 }] },
    });
  });
  test.each([
    "pods/echo",
    "pods/echo:8080",
    "pods/http:echo:8080",
    "services/echo",
    "services/echo:web",
    "services/http:echo:81",
  ])("%s is asked by any method", async (one) => {
    const path = `${at}/${one}/proxy`;
    await eventually(async () => (await api.get(`${path}/some/path?q=1`)).body).toBe(
      "GET /some/path?q=1  undefined",
    );
    expect((await api.create(`${path}/x`, "sent")).body).toBe("POST /x sent undefined");
    expect((await api.replace(path, "sent")).body).toBe("PUT / sent undefined");
    expect((await api.remove(`${path}/x?method=DELETE`)).body).toBe("DELETE /x?method=DELETE  undefined");
    expect((await api.get(path)).status).toBe(301);
  });
  test.each(["pods/absent", "services/absent"])("%s is not there", async (one) => {
    expect((await api.get(`${at}/${one}/proxy/`)).status).toBe(404);
  });
  test.each(["pods/echo:1", "services/echo:9", "services/kept"])("%s does not answer", async (one) => {
    expect((await api.get(`${at}/${one}/proxy/`)).status).toBe(503);
  });
});
