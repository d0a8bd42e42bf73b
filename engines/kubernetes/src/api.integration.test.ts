import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type RunningCluster, startCluster } from "./cluster.ts";

/* The API as it goes over the wire. */

let folder: string;
let cluster: RunningCluster;
let admin: Client;

interface Client {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}
interface Answer {
  readonly status: number;
  readonly text: string;
  // What the API answers is read field by field: a wrong one fails the test.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly type: string;
  readonly warning: string;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-kubernetes-"));
  cluster = await startCluster({ folder, host: "127.0.0.1", port: 0 });
  admin = await clientOf(cluster);
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

const decode = (text: string) => Buffer.from(text, "base64").toString("utf8");

async function clientOf({ kubeconfig }: RunningCluster): Promise<Client> {
  const config = parse(await readFile(kubeconfig, "utf8"));
  return {
    ca: decode(config.clusters[0].cluster["certificate-authority-data"]),
    cert: decode(config.users[0].user["client-certificate-data"]),
    key: decode(config.users[0].user["client-key-data"]),
  };
}

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly client?: Client;
}

function call(
  path: string,
  { method = "GET", body, headers = {}, client = admin }: Call = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const sent = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(text ?? "")),
    };
    const type = body === undefined ? {} : sent;
    const request = httpsRequest(
      cluster.url + path,
      { method, ...client, headers: { ...type, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const all = Buffer.concat(chunks).toString("utf8");
          const { "content-type": type = "", warning = "" } = response.headers;
          resolve({
            status: response.statusCode ?? 0,
            text: all,
            type,
            warning,
            body: type.includes("json") && parseLines(all),
          });
        });
      },
    );
    request.on("error", reject);
    request.end(text);
  });
}

const parseLines = (text: string): unknown => {
  const lines = text.split("\n").filter(Boolean);
  return lines.length === 1 ? JSON.parse(lines[0] ?? "") : lines.map((line) => JSON.parse(line) as unknown);
};

const maps = "/api/v1/namespaces/default/configmaps";
const map = (name: string, more: object = {}) => ({ metadata: { name, ...more }, data: { a: "1" } });
const quota = (name: string) => ({ metadata: { name }, spec: { hard: { pods: "9" } } });
const made = async (name: string, more: object = {}) =>
  (await call(maps, { method: "POST", body: map(name, more) })).body;
const patched = (name: string, type: string, body: unknown, query = "") =>
  call(`${maps}/${name}${query}`, {
    method: "PATCH",
    body,
    headers: { "content-type": `application/${type}` },
  });

describe("who asks", () => {
  test("must show a certificate of the cluster's own authority", async () => {
    const { ca } = admin;
    expect(await call("/api/v1/pods", { client: { ca } })).toMatchObject({
      status: 401,
      body: { reason: "Unauthorized" },
    });
  });
  test("may ask after its health without one", async () => {
    const { ca } = admin;
    expect(await call("/livez", { client: { ca } })).toMatchObject({ status: 200, text: "ok" });
  });
});

describe("an object", () => {
  test("gets a uid, a time and a revision, whatever it claims", async () => {
    const body = await made("fresh", {
      uid: "mine",
      creationTimestamp: "2000-01-01T00:00:00Z",
      generation: 7,
    });
    expect(body.metadata.uid).toMatch(/^[\da-f-]{36}$/);
    expect(body.metadata).toMatchObject({ namespace: "default", generation: 1 });
    expect(body.metadata.creationTimestamp).toMatch(/^20(?!00)\d\d-.*Z$/);
    expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(0);
  });
  test("is named by the server when asked to", async () => {
    const { body } = await call(maps, { method: "POST", body: { metadata: { generateName: "some-" } } });
    expect(body.metadata.name).toMatch(/^some-[b-df-hj-np-tv-xz24-9]{5}$/);
  });
  test("that was changed since is not overwritten", async () => {
    const first = await made("raced");
    const next = { ...first, data: { a: "2" } };
    expect((await call(`${maps}/raced`, { method: "PUT", body: next })).status).toBe(200);
    const late = await call(`${maps}/raced`, { method: "PUT", body: { ...first, data: { a: "3" } } });
    expect(late).toMatchObject({ status: 409, body: { reason: "Conflict", code: 409 } });
    expect(late.body.message).toContain("the object has been modified");
  });
  test("that is put as it is keeps its revision", async () => {
    const first = await made("same");
    const again = await call(`${maps}/same`, { method: "PUT", body: first });
    expect(again.body.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });
  test("of another kind or namespace than its place is refused", async () => {
    const wrongKind = { kind: "Secret", apiVersion: "v1", ...map("x") };
    expect(await call(maps, { method: "POST", body: wrongKind })).toMatchObject({ status: 400 });
    const wrongPlace = map("x", { namespace: "kube-system" });
    expect(await call(maps, { method: "POST", body: wrongPlace })).toMatchObject({ status: 400 });
  });
  test("with fields that its kind does not have is stored without them, and told or refused", async () => {
    const body = { ...map("typo"), dta: { a: "1" } };
    const warned = await call(maps, { method: "POST", body });
    expect(warned).toMatchObject({ status: 201, warning: `299 - "unknown field \\"dta\\""` });
    expect(warned.body.dta).toBeUndefined();
    const strict = await call(`${maps}?fieldValidation=Strict`, { method: "POST", body });
    expect(strict).toMatchObject({ status: 400 });
    expect(strict.body.message).toContain('strict decoding error: unknown field "dta"');
    const wrong = await call(maps, { method: "POST", body: { metadata: { name: "wrong" }, data: "text" } });
    expect(wrong).toMatchObject({ status: 400, body: { details: { causes: [{ field: "data" }] } } });
  });
  test("has its status written through its own path only", async () => {
    const pods = "/api/v1/namespaces/default/pods";
    const pod = {
      metadata: { name: "p" },
      spec: { containers: [{ name: "c", image: "i" }] },
      status: { phase: "Failed" },
    };
    const created = await call(pods, { method: "POST", body: pod });
    expect(created.body.status?.phase).not.toBe("Failed");
    const status = { status: { phase: "Running" }, metadata: { generation: 9, labels: { seen: "so" } } };
    const merge = { "content-type": "application/merge-patch+json" };
    const after = await call(`${pods}/p/status`, { method: "PATCH", body: status, headers: merge });
    expect(after.body).toMatchObject({ status: { phase: "Running" } });
    expect(after.body.metadata.labels).toEqual({ seen: "so" });
    expect(after.body.metadata.generation).toBe(1);
  });
});

describe("a patch", () => {
  test("of each kind changes what it says", async () => {
    await made("patched");
    await patched("patched", "merge-patch+json", { data: { b: "2" } });
    await patched("patched", "json-patch+json", [{ op: "replace", path: "/data/a", value: "9" }]);
    await patched("patched", "strategic-merge-patch+json", { data: { c: "3" } });
    expect((await call(`${maps}/patched`)).body.data).toEqual({ a: "9", b: "2", c: "3" });
  });
  test("that is malformed is told so", async () => {
    await made("sound");
    expect((await patched("sound", "json-patch+json", "{}")).status).toBe(400);
    expect((await patched("sound", "merge-patch+json", "{")).status).toBe(400);
    expect((await patched("sound", "xml", "x")).status).toBe(415);
    expect((await patched("sound", "apply-patch+yaml", map("sound"))).status).toBe(400);
  });
  test("is not applied over a change that it has not seen", async () => {
    const { metadata } = await made("seen");
    const applied = {
      ...map("seen"),
      metadata: { name: "seen", resourceVersion: metadata.resourceVersion },
    };
    const query = "?fieldManager=test&force=true";
    expect((await patched("seen", "apply-patch+yaml", applied, query)).status).toBe(200);
    await patched("seen", "merge-patch+json", { data: { a: "2" } });
    expect((await patched("seen", "apply-patch+yaml", applied, query)).status).toBe(409);
  });
  test("of a dry run is answered and not kept", async () => {
    await made("dry");
    const answer = await patched("dry", "merge-patch+json", { data: { a: "2" } }, "?dryRun=All");
    expect(answer.body.data.a).toBe("2");
    expect((await call(`${maps}/dry`)).body.data.a).toBe("1");
  });
});

describe("a deletion", () => {
  test("waits for finalizers, and ends with the last", async () => {
    await made("held", { finalizers: ["example.com/hold"] });
    const asked = await call(`${maps}/held`, { method: "DELETE" });
    expect(asked.body.metadata.deletionTimestamp).toBeDefined();
    await patched("held", "merge-patch+json", { metadata: { finalizers: null } });
    expect((await call(`${maps}/held`)).status).toBe(404);
  });
  test("of another object with that name is refused", async () => {
    await made("meant");
    const body = { preconditions: { uid: "another" } };
    expect(await call(`${maps}/meant`, { method: "DELETE", body })).toMatchObject({ status: 409 });
  });
  test("of a pod that runs somewhere gives it time", async () => {
    const pods = "/api/v1/namespaces/default/pods";
    const spec = {
      nodeName: "n1",
      terminationGracePeriodSeconds: 7,
      containers: [{ name: "c", image: "i" }],
    };
    await call(pods, { method: "POST", body: { metadata: { name: "running" }, spec } });
    const { body } = await call(`${pods}/running`, { method: "DELETE" });
    expect(body.metadata.deletionGracePeriodSeconds).toBe(7);
    await call(`${pods}/running?gracePeriodSeconds=0`, { method: "DELETE" });
    expect((await call(`${pods}/running`)).status).toBe(404);
  });
});

describe("a list", () => {
  test("comes in pages that show one moment", async () => {
    const place = "/api/v1/namespaces/kube-public/resourcequotas";
    for (const name of ["a", "b", "c"]) await call(place, { method: "POST", body: quota(name) });
    const first = await call(`${place}?limit=2`);
    expect(first.body.metadata).toMatchObject({ remainingItemCount: 1 });
    await call(`${place}/c`, { method: "DELETE" });
    const { continue: token, resourceVersion } = first.body.metadata;
    const second = await call(`${place}?limit=2&continue=${encodeURIComponent(token)}`);
    expect(second.body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual([
      "c",
    ]);
    expect(second.body.metadata.resourceVersion).toBe(resourceVersion);
    expect((await call(`${place}?continue=nonsense`)).status).toBe(400);
  });
  test("is a table, or metadata alone, when asked to be", async () => {
    const table = await call(maps, { headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" } });
    expect(table.body).toMatchObject({
      kind: "Table",
      columnDefinitions: [{ name: "Name" }, { name: "Data" }, { name: "Age" }],
    });
    const accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    expect((await call(maps, { headers: { accept } })).body.kind).toBe("PartialObjectMetadataList");
    expect((await call(maps, { headers: { accept: "application/yaml" } })).text).toMatch(
      /^kind: ConfigMapList/m,
    );
    expect((await call(maps, { headers: { accept: "text/html" } })).status).toBe(406);
  });
});

describe("a watch", () => {
  test("shows what is there, then what happens, and what no longer matches as deleted", async () => {
    await made("tagged", { labels: { watched: "yes" } });
    const watching = call(`${maps}?watch=true&labelSelector=watched%3Dyes&timeoutSeconds=2`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await made("later", { labels: { watched: "yes" } });
    await patched("tagged", "merge-patch+json", { metadata: { labels: { watched: "no" } } });
    const events = (await watching).body.map(
      (event: { type: string; object: { metadata: { name: string } } }) => [
        event.type,
        event.object.metadata.name,
      ],
    );
    expect(events).toEqual([
      ["ADDED", "tagged"],
      ["ADDED", "later"],
      ["DELETED", "tagged"],
    ]);
  });
  test("from a revision yet to come is told to wait", async () => {
    expect(await call(`${maps}?watch=true&resourceVersion=999999999`)).toMatchObject({ status: 504 });
  });
});

describe("a request that makes no sense", () => {
  const facts: [path: string, call: Call, status: number][] = [
    ["/apis/absent.example.com/v1/things", {}, 404],
    ["/api/v1/namespaces/default/nodes", {}, 404],
    [`${maps}/%2e%2e%2f%2e%2e`, {}, 400],
    [`${maps}?limit=-1`, {}, 400],
    [`${maps}?labelSelector=%3D%3D`, {}, 400],
    [maps, { method: "PUT", body: {} }, 405],
    [maps, { method: "POST", body: [] }, 400],
    [maps, { method: "POST", body: { metadata: { name: "A B" } } }, 422],
    [maps, { method: "POST", body: { metadata: {} } }, 422],
    [maps, { method: "POST", body: `${"[".repeat(5000)}${"]".repeat(5000)}` }, 400],
    [maps, { method: "POST", body: { metadata: { name: "big" }, data: { a: "x".repeat(3.5e6) } } }, 413],
    [
      maps,
      {
        method: "POST",
        body: "k8s\0\u0001",
        headers: { "content-type": "application/vnd.kubernetes.protobuf" },
      },
      400,
    ],
  ];
  test.each(facts)("%s %j is refused with %i", async (path, what, status) => {
    const answer = await call(path, what);
    expect(answer).toMatchObject({ status, body: { kind: "Status", status: "Failure", code: status } });
  });
});

test("what was acknowledged is there after a restart", async () => {
  await made("lasting");
  await cluster.stop();
  cluster = await startCluster({ folder, host: "127.0.0.1", port: 0 });
  admin = await clientOf(cluster);
  expect((await call(`${maps}/lasting`)).body.data).toEqual({ a: "1" });
});
