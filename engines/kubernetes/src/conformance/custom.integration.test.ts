import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";

/* Kinds that a CustomResourceDefinition declares. Source: Kubernetes' test/e2e/apimachinery: custom_resource_definition,
 * crd_watch, crd_publish_openapi, field_validation, crd_selectable_fields, aggregated_discovery. */

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.stop());

// What the API answers is read field by field.
// eslint-disable-next-line typescript/no-explicit-any
type Any = any;
const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const free = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const version = (name: string, schema: object, more: object = {}) => ({
  name,
  served: true,
  storage: true,
  schema: { openAPIV3Schema: schema },
  ...more,
});
const nameOf = (kind: string) => ({
  plural: `${kind.toLowerCase()}s`,
  singular: kind.toLowerCase(),
  kind,
  listKind: `${kind}List`,
});
async function define(
  kind: string,
  versions: object[],
  { group = "e2e.test", ...more }: { group?: string; metadata?: object } = {},
) {
  const names = nameOf(kind);
  const name = `${names.plural}.${group}`;
  const made = await api.create(definitions, {
    metadata: { name, ...more.metadata },
    spec: { group, scope: "Namespaced", names, versions },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const place = (of: string) => `/apis/${group}/${of}/namespaces/default/${names.plural}`;
  await eventually(
    async () =>
      (await api.get(`${definitions}/${name}`)).body.status?.conditions?.find(
        (one: Any) => one.type === "Established",
      )?.status,
  ).toBe("True");
  return { name, one: `${definitions}/${name}`, place };
}
const make = (group: string, of: string, kind: string, name: string, more: object = {}) => ({
  apiVersion: `${group}/${of}`,
  kind,
  metadata: { name },
  ...more,
});

const schema = (a: object, b: object) => object({ a: { type: "string", ...a }, b: { type: "string", ...b } });

describe("a definition", () => {
  test("is watched as it comes, changes and goes", async () => {
    const seen = api.watch(`${definitions}?watch=1&fieldSelector=metadata.name%3Dwatches.e2e.test`);
    const { one } = await define("Watche", [version("v1", free)]);
    await api.patch(one, "merge", { metadata: { labels: { changed: "true" } } });
    await api.remove(one);
    await eventually(() => [
      seen[0]?.type,
      seen.some(({ type }) => type === "MODIFIED"),
      seen.at(-1)?.type,
    ]).toEqual(["ADDED", true, "DELETED"]);
    expect((await api.get("/apis/e2e.test/v1/namespaces/default/watches")).status).toBe(404);
  });
  test("has a status that others may write", async () => {
    const { one } = await define("Status", [version("v1", free)]);
    const condition = { type: "Tried", status: "True", reason: "E2E", message: "x" };
    const { body } = await api.get(`${one}/status`);
    body.status.conditions.push(condition);
    expect((await api.replace(`${one}/status`, body)).body.status.conditions).toContainEqual(
      expect.objectContaining(condition),
    );
    await api.patch(`${one}/status`, "json", [
      { op: "add", path: "/status/conditions/-", value: { ...condition, type: "Patched" } },
    ]);
    expect((await api.get(one)).body.status.conditions.map(({ type }: Any) => type)).toEqual(
      expect.arrayContaining(["Tried", "Patched"]),
    );
  });
  test("is listed and deleted with those of its label alone", async () => {
    for (let i = 0; i < 5; i++)
      await define(`Many${i}`, [version("v1", free)], { metadata: { labels: { set: "many" } } });
    expect((await api.get(`${definitions}?labelSelector=set%3Dmany`)).body.items).toHaveLength(5);
    await api.remove(`${definitions}?labelSelector=set%3Dmany`);
    await eventually(
      async () => (await api.get(`${definitions}?labelSelector=set%3Dmany`)).body.items,
    ).toEqual([]);
    expect((await api.get(`${definitions}/statuss.e2e.test`)).status).toBe(200);
  });
  test("fills in what a schema gives by default, for what is stored already too", async () => {
    const { one, place } = await define("Filled", [version("v1", schema({}, {}))]);
    await api.create(place("v1"), make("e2e.test", "v1", "Filled", "first"));
    const change = (a: object, b: object) =>
      api.patch(one, "json", [
        { op: "replace", path: "/spec/versions/0/schema/openAPIV3Schema", value: schema(a, b) },
      ]);
    await change({ default: "A" }, {});
    await eventually(async () => (await api.get(`${place("v1")}/first`)).body.a).toBe("A");
    expect((await api.create(place("v1"), make("e2e.test", "v1", "Filled", "second"))).body.a).toBe("A");
    await change({}, { default: "B" });
    await eventually(async () => (await api.get(`${place("v1")}/second`)).body).toMatchObject({
      a: "A",
      b: "B",
    });
    const { a, b } = (await api.get(`${place("v1")}/first`)).body;
    expect([a, b]).toEqual([undefined, "B"]);
  });
});

describe("several versions", () => {
  const spec = object({ spec: object({ size: { type: "integer" } }) });
  test("are served of the same object, and stored as one of them", async () => {
    const { one, place } = await define("Double", [
      version("v1", spec),
      version("v2", spec, { storage: false }),
    ]);
    await api.create(place("v1"), make("e2e.test", "v1", "Double", "a", { spec: { size: 1 } }));
    expect((await api.get(`${place("v2")}/a`)).body).toMatchObject({
      apiVersion: "e2e.test/v2",
      spec: { size: 1 },
    });
    await api.create(place("v2"), make("e2e.test", "v2", "Double", "b", { spec: { size: 2 } }));
    const listed = (await api.get(place("v1"))).body;
    expect([listed.apiVersion, listed.kind]).toEqual(["e2e.test/v1", "DoubleList"]);
    expect(listed.items.map((item: Any) => [item.apiVersion, item.metadata.name])).toEqual([
      ["e2e.test/v1", "a"],
      ["e2e.test/v1", "b"],
    ]);
    const watched = api.watch(`${place("v2")}?watch=1`);
    await api.patch(`${place("v1")}/a`, "merge", { spec: { size: 3 } });
    await eventually(() => watched.at(-1)?.object).toMatchObject({
      apiVersion: "e2e.test/v2",
      spec: { size: 3 },
    });
    const { body } = await api.get(one);
    body.spec.versions[0].storage = false;
    body.spec.versions[1].storage = true;
    expect((await api.replace(one, body)).status).toBe(200);
    await eventually(async () => (await api.get(one)).body.status.storedVersions).toEqual(["v1", "v2"]);
    await eventually(
      async () => (await api.patch(`${place("v1")}/b`, "merge", { spec: { size: 4 } })).body.spec,
    ).toEqual({ size: 4 });
    expect((await api.get(`${place("v2")}/b`)).body.spec).toEqual({ size: 4 });
  });
  test("are published as long as they are served, under the names that they have", async () => {
    const { one } = await define("Published", [version("v1", spec), version("v2", spec, { storage: false })]);
    const published = async () => {
      const { paths } = (await api.get("/openapi/v3")).body;
      return ["v1", "v2", "v3"].filter(
        (of) => `apis/pub.test/${of}` in paths || `apis/e2e.test/${of}` in paths,
      );
    };
    await eventually(published).toEqual(["v1", "v2"]);
    const schemas = async (of: string) =>
      Object.keys((await api.get(`/openapi/v3/apis/e2e.test/${of}`)).body.components?.schemas ?? {});
    await eventually(() => schemas("v2")).toContain("test.e2e.v2.Published");
    await api.patch(one, "json", [{ op: "replace", path: "/spec/versions/1/name", value: "v3" }]);
    await eventually(() => schemas("v3")).toContain("test.e2e.v3.Published");
    await eventually(() => schemas("v2")).not.toContain("test.e2e.v2.Published");
    await api.patch(one, "json", [{ op: "replace", path: "/spec/versions/1/served", value: false }]);
    await eventually(() => schemas("v3")).not.toContain("test.e2e.v3.Published");
    expect(await schemas("v1")).toContain("test.e2e.v1.Published");
  });
  test("are discovered, the most stable first", async () => {
    await define(
      "Ranked",
      [
        version("v1beta1", free, { storage: false }),
        version("v2", free),
        version("v2alpha1", free, { storage: false }),
      ],
      { group: "rank.test" },
    );
    const { body } = await api.get("/apis/rank.test");
    expect(body.versions.map((one: Any) => one.version)).toEqual(["v2", "v1beta1", "v2alpha1"]);
    expect(body.preferredVersion.version).toBe("v2");
    const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    const aggregated = (await api.get("/apis", { accept })).body.items.find(
      (one: Any) => one.metadata.name === "rank.test",
    );
    expect(aggregated.versions[0]).toMatchObject({ version: "v2", resources: [{ resource: "rankeds" }] });
  });
});

const sent = (kind: string, name: string, rest: string) =>
  `{"apiVersion":"e2e.test/v1","kind":"${kind}","metadata":{"name":"${name}"},${rest}}`;

describe("fields", () => {
  const closed = object({
    spec: object({
      knownField: { type: "string" },
      embedded: {
        ...object({}),
        "x-kubernetes-embedded-resource": true,
        "x-kubernetes-preserve-unknown-fields": true,
      },
    }),
  });
  const open = { ...closed, "x-kubernetes-preserve-unknown-fields": true };
  beforeAll(async () => {
    for (const [kind, schema] of [
      ["Closed", closed],
      ["Open", open],
      ["Free", free],
    ] as const) {
      const names = nameOf(kind);
      await api.create(definitions, {
        metadata: { name: `${names.plural}.e2e.test` },
        spec: { group: "e2e.test", scope: "Namespaced", names, versions: [version("v1", schema)] },
      });
    }
  });
  test.each([
    ["Free", '"spec":{"unknown":1}', 201, ""],
    ["Closed", '"spec":{"knownField":"a"}', 201, ""],
    ["Closed", '"spec":{"knownField":"a","unknown":1}', 400, 'unknown field "spec.unknown"'],
    ["Open", '"spec":{"knownField":"a"},"extra":1', 201, ""],
    ["Open", '"spec":{"knownField":"a","knownField":"b"}', 400, 'duplicate field "spec.knownField"'],
    [
      "Closed",
      '"spec":{"embedded":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","unknownMeta":1}}}',
      400,
      'unknown field "spec.embedded.metadata.unknownMeta"',
    ],
  ])("of a %s: %s gives %i %s", async (kind, rest, status, told) => {
    const place = `/apis/e2e.test/v1/namespaces/default/${kind.toLowerCase()}s`;
    await eventually(async () => (await api.get(place)).status).toBe(200);
    const answer = await api.create(`${place}?fieldValidation=Strict&dryRun=All`, sent(kind, "x", rest));
    expect([answer.status, answer.body.message ?? ""], JSON.stringify(answer.body)).toEqual([
      status,
      expect.stringContaining(told),
    ]);
  });
  test.each([
    [
      "closeds",
      /KIND: +Closed[^]*FIELDS:[^]*apiVersion\t<string>[^]*metadata\t<ObjectMeta>[^]*spec\t<Object>/,
    ],
    ["closeds.spec", /FIELDS:[^]*embedded\t<Object>[^]*knownField\t<string>/],
    ["closeds.spec.embedded", /FIELDS:[^]*apiVersion\t<string>[^]*metadata\t<ObjectMeta>/],
    ["closeds.metadata", /Standard object's metadata[^]*creationTimestamp\t<string>/],
    ["opens", /KIND: +Open[^]*FIELDS:[^]*metadata\t<ObjectMeta>[^]*spec\t<Object>/],
    ["frees", /KIND: +Free[^]*FIELDS:[^]*metadata\t<ObjectMeta>/],
  ])("are explained by kubectl: %s", async (path, told) => {
    const explained = () =>
      api.cluster.kubectl(`explain ${path}`).catch((error: { stderr: string }) => error.stderr);
    await eventually(explained).toMatch(told);
    expect(await api.cluster.refusal("explain closeds.spec.absent")).toContain(
      'field "absent" does not exist',
    );
  });
  test("are not all named to old programs where others are kept", async () => {
    const { definitions: published } = (await api.get("/openapi/v2")).body;
    const fieldsOf = (kind: string) =>
      Object.keys(published[`test.e2e.v1.${kind}`].properties ?? {}).toSorted();
    expect(fieldsOf("Closed")).toEqual(["apiVersion", "kind", "metadata", "spec"]);
    expect([fieldsOf("Open"), fieldsOf("Free")]).toEqual([[], []]);
  });
  test("of metadata are known, those of typed objects too", async () => {
    const place = "/apis/e2e.test/v1/namespaces/default/closeds";
    const answer = await api.create(
      `${place}?fieldValidation=Strict`,
      '{"apiVersion":"e2e.test/v1","kind":"Closed","metadata":{"name":"x","unknownMeta":1},"spec":{}}',
    );
    expect([answer.status, answer.body.message]).toEqual([
      400,
      expect.stringContaining('unknown field "metadata.unknownMeta"'),
    ]);
    const typed = await api.create(
      "/api/v1/namespaces/default/configmaps?fieldValidation=Strict",
      '{"metadata":{"name":"x","unknownMeta":1}}',
    );
    expect([typed.status, typed.body.message]).toEqual([
      400,
      expect.stringContaining('unknown field "metadata.unknownMeta"'),
    ]);
  });
  test("that a version names can be selected by", async () => {
    const schema = object({ host: { type: "string" }, port: { type: "string" } });
    const { place } = await define("Selected", [
      version("v1", schema, { selectableFields: [{ jsonPath: ".host" }] }),
    ]);
    await api.create(place("v1"), make("e2e.test", "v1", "Selected", "a", { host: "one", port: "80" }));
    await api.create(place("v1"), make("e2e.test", "v1", "Selected", "b", { host: "two", port: "80" }));
    const found = await api.get(`${place("v1")}?fieldSelector=host%3Dtwo`);
    expect(found.body.items.map(({ metadata }: Any) => metadata.name)).toEqual(["b"]);
    expect((await api.get(`${place("v1")}?fieldSelector=port%3D80`)).status).toBe(400);
  });
});
