import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";

/* Lists, watches, tables, patches, discovery: what every kind has. Source: Kubernetes' test/e2e/apimachinery. */

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.stop());

const maps = "/api/v1/namespaces/default/configmaps";
const templates = "/api/v1/namespaces/default/podtemplates";
const made = async (name: string, more: object = {}) =>
  (await api.create(maps, { metadata: { name, ...more }, data: { a: "1" } })).body;
const names = (body: { items: { metadata: { name: string } }[] }) =>
  body.items.map(({ metadata }) => metadata.name);

const told = (lines: readonly { object: { metadata: { resourceVersion: string } } }[]) =>
  lines.map(({ object }) => object.metadata.resourceVersion).join();
const deployment = (more: string) =>
  `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"typo"},"spec":{"replicas":0,${more}"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}`;
const place = "/apis/apps/v1/namespaces/default/deployments?dryRun=All";
const map = (name: string, data: object) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data,
});

const appliedAt = (name: string, query: string) => `${maps}/${name}?fieldManager=${query}`;
describe("watchers", () => {
  test("begin where they are told to, and hear nothing twice", async () => {
    const first = await made("watched");
    await api.patch(`${maps}/watched`, "merge", { data: { a: "2" } });
    const { body: last } = await api.patch(`${maps}/watched`, "merge", { data: { a: "3" } });
    const seen = api.watch(
      `${maps}?watch=1&fieldSelector=metadata.name%3Dwatched&resourceVersion=${first.metadata.resourceVersion}`,
    );
    await eventually(() => seen.map(({ type, object }) => `${type} ${object.data.a}`)).toEqual([
      "MODIFIED 2",
      "MODIFIED 3",
    ]);
    const later = api.watch(
      `${maps}?watch=1&fieldSelector=metadata.name%3Dwatched&resourceVersion=${last.metadata.resourceVersion}`,
    );
    await api.remove(`${maps}/watched`);
    await eventually(() => later.map(({ type }) => type)).toEqual(["DELETED"]);
    expect(Number(later[0]?.object.metadata.resourceVersion)).toBeGreaterThan(
      Number(last.metadata.resourceVersion),
    );
  });

  test("hear the same in the same order", async () => {
    const { body } = await api.get(maps);
    const from = body.metadata.resourceVersion;
    const watches = Array.from({ length: 10 }, () => api.watch(`${maps}?watch=1&resourceVersion=${from}`));
    for (let i = 0; i < 20; i++) await made(`order-${i}`);
    await eventually(() => watches.every((lines) => lines.length === 20)).toBe(true);
    expect(new Set(watches.map(told)).size).toBe(1);
  });

  test("get what is there and a bookmark behind it when they ask for a list in the stream", async () => {
    const query = "watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan";
    const seen = api.watch(`/api/v1/namespaces?${query}`);
    await eventually(() => seen.at(-1)?.type).toBe("BOOKMARK");
    expect(seen.at(-1)?.object.metadata.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
    expect(seen.filter(({ type }) => type === "ADDED").length).toBeGreaterThanOrEqual(4);
  });
});

describe("a list in chunks", () => {
  test("goes on from where it was, shows one moment, and counts what is left", async () => {
    const all = Array.from({ length: 40 }, (_, i) => `chunk-${String(i).padStart(2, "0")}`);
    for (const name of all)
      await api.create(templates, {
        metadata: { name },
        template: { spec: { containers: [{ name: "c", image: "i" }] } },
      });
    const found: string[] = [];
    const revisions = new Set<string>();
    let token = "";
    do {
      const { body } = await api.get(`${templates}?limit=17&continue=${encodeURIComponent(token)}`);
      found.push(...names(body));
      revisions.add(body.metadata.resourceVersion);
      token = body.metadata.continue ?? "";
      expect(body.metadata.remainingItemCount ?? 0).toBe(40 - found.length);
    } while (token !== "");
    expect(found).toEqual(all);
    expect(revisions.size).toBe(1);
  });

  test.each<[query: string, status: number, reason: string]>([
    ["limit=-1", 400, "BadRequest"],
    ["continue=nonsense", 400, "BadRequest"],
    ["resourceVersion=nonsense", 400, "BadRequest"],
    ["resourceVersionMatch=Sometimes&resourceVersion=1", 422, "Invalid"],
    ["labelSelector=%3D", 400, "BadRequest"],
    ["fieldSelector=spec.absent%3Dx", 400, "BadRequest"],
  ])("%s is refused with %i %s", async (query, status, reason) => {
    expect(await api.get(`${maps}?${query}`)).toMatchObject({ status, body: { reason } });
  });
});

describe("tables", () => {
  const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
  test("have columns, rows and what they are rows of", async () => {
    const { body } = await api.get("/api/v1/namespaces/default/services", { accept });
    expect(body).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1" });
    expect(body.columnDefinitions[0]).toMatchObject({ name: "Name", type: "string", format: "name" });
    expect(body.rows[0]).toMatchObject({
      cells: ["kubernetes", "ClusterIP"].concat(body.rows[0].cells.slice(2)),
      object: { kind: "PartialObjectMetadata" },
    });
  });
  test("are not for those who can take nothing that is served", async () => {
    const refused = await api.get("/api/v1/namespaces/default/services", {
      accept: "application/json;as=Table;v=v1alpha1;g=meta.k8s.io",
    });
    expect(refused).toMatchObject({ status: 406, body: { reason: "NotAcceptable" } });
  });
});

describe("discovery", () => {
  test("names every group with a version that is preferred and served", async () => {
    const { body } = await api.get("/apis");
    for (const { preferredVersion, versions } of body.groups) {
      expect(versions).toContainEqual(preferredVersion);
      expect((await api.get(`/apis/${preferredVersion.groupVersion}`)).body.resources.length).toBeGreaterThan(
        0,
      );
    }
  });
  test("aggregated tells the same", async () => {
    const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    const { body, type } = await api.get("/apis", { accept });
    expect(type).toContain("as=APIGroupDiscoveryList");
    const plain = (await api.get("/apis")).body.groups.map(({ name }: { name: string }) => name);
    expect(names(body).toSorted()).toEqual(plain.toSorted());
    expect(
      (await api.get("/api", { accept })).body.items[0].versions[0].resources.map(
        (one: { resource: string }) => one.resource,
      ),
    ).toContain("pods");
  });
  test.each([
    "/version",
    "/healthz",
    "/livez",
    "/readyz",
    "/readyz?verbose",
    "/openapi/v3",
    "/openapi/v2",
    "/",
    "/api",
    "/apis",
  ])("%s is answered", async (path) => {
    expect((await api.get(path)).status).toBe(200);
  });
});

describe("fields that a kind doesn't have, or has twice", () => {
  test.each([
    ['"unknown":1,', "Strict", 400, /unknown field "spec.unknown"/],
    ['"unknown":1,', "Warn", 201, /unknown field "spec.unknown"/],
    ['"unknown":1,', "Ignore", 201, /^$/],
    ['"replicas":1,', "Strict", 400, /duplicate field "spec.replicas"/],
    ['"replicas":1,', "Warn", 201, /duplicate field "spec.replicas"/],
    ["", "Never", 400, /fieldValidation/],
  ])("%s, %s: %i", async (more, mode, status, told) => {
    const answer = await api.create(`${place}&fieldValidation=${mode}`, deployment(more));
    expect(answer.status).toBe(status);
    expect((answer.status === 201 ? answer.warnings : answer.body.message).replaceAll("\\", "")).toMatch(
      told,
    );
  });
});

describe("server-side apply", () => {
  test("creates, owns, conflicts, is forced, and takes back", async () => {
    expect(
      (await api.patch(appliedAt("owned", "one"), "apply", map("owned", { a: "1", b: "1" }))).status,
    ).toBe(201);
    const refused = await api.patch(appliedAt("owned", "two"), "apply", map("owned", { a: "2" }));
    expect(refused).toMatchObject({
      status: 409,
      body: { details: { causes: [{ reason: "FieldManagerConflict", field: ".data.a" }] } },
    });
    expect(
      (await api.patch(appliedAt("owned", "two&force=true"), "apply", map("owned", { a: "2" }))).status,
    ).toBe(200);
    const { body } = await api.patch(appliedAt("owned", "one"), "apply", map("owned", {}));
    expect(body.data).toEqual({ a: "2" });
    expect(body.metadata.managedFields.map(({ manager }: { manager: string }) => manager)).toContain("two");
  });
});

describe("what is refused", () => {
  test.each<
    [
      method: "create" | "replace" | "patch" | "remove",
      path: string,
      body: unknown,
      status: number,
      reason: string,
    ]
  >([
    ["create", maps, { metadata: { name: "Upper" } }, 422, "Invalid"],
    ["create", maps, { metadata: { name: "x", resourceVersion: "1" } }, 400, "BadRequest"],
    ["create", "/api/v1/namespaces/absent/configmaps", { metadata: { name: "x" } }, 404, "NotFound"],
    ["create", `${maps}/x`, { metadata: { name: "x" } }, 405, "MethodNotAllowed"],
    ["replace", `${maps}/absent`, { metadata: { name: "absent" } }, 404, "NotFound"],
    ["replace", `${maps}/absent`, { metadata: { name: "other" } }, 400, "BadRequest"],
    ["remove", `${maps}/absent`, undefined, 404, "NotFound"],
    ["remove", `${maps}/absent`, { propagationPolicy: "Sometimes" }, 422, "Invalid"],
  ])("%s %s %j: %i %s", async (method, path, body, status, reason) => {
    const answer = method === "patch" ? await api.patch(path, "merge", body) : await api[method](path, body);
    expect(answer.body).toMatchObject({
      kind: "Status",
      apiVersion: "v1",
      status: "Failure",
      reason,
      code: status,
    });
    expect(answer.status).toBe(status);
  });

  test("an immutable ConfigMap or Secret stays as it is", async () => {
    for (const plural of ["configmaps", "secrets"]) {
      const place = `/api/v1/namespaces/default/${plural}`;
      await api.create(place, { metadata: { name: "fixed" }, data: { a: "MQ==" }, immutable: true });
      expect(await api.patch(`${place}/fixed`, "merge", { data: { a: "Mg==" } })).toMatchObject({
        status: 422,
      });
      expect(await api.patch(`${place}/fixed`, "merge", { immutable: false })).toMatchObject({ status: 422 });
      expect((await api.remove(`${place}/fixed`)).status).toBe(200);
    }
  });
});

test("a namespace has finalizers, a status, and ends with what is in it", async () => {
  const one = "/api/v1/namespaces/brief";
  await api.create("/api/v1/namespaces", { metadata: { name: "brief", labels: { e2e: "1" } } });
  await eventually(async () => names((await api.get(`${one}/configmaps`)).body)).toEqual([
    "kube-root-ca.crt",
  ]);
  await eventually(async () => names((await api.get(`${one}/serviceaccounts`)).body)).toEqual(["default"]);
  const { body } = await api.get(one);
  expect(body).toMatchObject({
    metadata: { labels: { "kubernetes.io/metadata.name": "brief" } },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  const condition = { type: "Tried", status: "True", reason: "E2E", message: "x" };
  expect(
    (
      await api.patch(`${one}/status`, "merge", {
        metadata: { annotations: { a: "b" } },
        status: { conditions: [condition] },
      })
    ).body,
  ).toMatchObject({ metadata: { annotations: { a: "b" } }, status: { conditions: [condition] } });
  body.spec.finalizers.push("example.com/hold");
  expect((await api.replace(`${one}/finalize`, { ...body, metadata: { name: "brief" } })).status).toBe(200);
  await api.create(`${one}/pods`, {
    metadata: { name: "p" },
    spec: { containers: [{ name: "c", image: "i" }] },
  });
  expect((await api.remove(one)).body).toMatchObject({ status: { phase: "Terminating" } });
  await eventually(async () => (await api.get(`${one}/pods`)).body.items).toEqual([]);
  expect(await api.create(`${one}/configmaps`, { metadata: { name: "late" } })).toMatchObject({
    status: 403,
    body: { details: { causes: [{ reason: "NamespaceTerminating" }] } },
  });
  // The namespace's own controller writes meanwhile: who comes late reads again.
  const letGo = async () => {
    const { body: ending } = await api.get(one);
    return (await api.replace(`${one}/finalize`, { ...ending, spec: { finalizers: [] } })).status;
  };
  await eventually(letGo).toBe(200);
  await eventually(async () => (await api.get(one)).status).toBe(404);
});

describe("reviews", () => {
  const authorization = "/apis/authorization.k8s.io/v1";
  test("tell what somebody else may", async () => {
    const resourceAttributes = { verb: "list", resource: "pods", namespace: "default" };
    const asked = (user: string) => ({ spec: { user, resourceAttributes } });
    expect(await api.create(`${authorization}/subjectaccessreviews`, asked("nobody"))).toMatchObject({
      status: 201,
      body: { status: { allowed: false } },
    });
    expect(
      (await api.create(`${authorization}/namespaces/default/localsubjectaccessreviews`, asked("nobody")))
        .body.status.allowed,
    ).toBe(false);
    expect(
      (await api.create(`${authorization}/selfsubjectrulesreviews`, { spec: { namespace: "default" } })).body
        .status.resourceRules,
    ).toEqual([{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]);
  });
});
