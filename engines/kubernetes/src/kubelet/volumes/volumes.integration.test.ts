import { mkdtemp, readdir, readFile, readlink, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { KubeObject } from "../../object.ts";
import type { Pod, Volume } from "../pod.ts";
import { mountsOf } from "./mounts.ts";
import { prepareVolume, type VolumeSources } from "./volumes.ts";

const metadata = { name: "web", namespace: "shop", uid: "u", creationTimestamp: "" };
const pod: Pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { ...metadata, labels: { app: "web", zone: "a" } },
  spec: { restartPolicy: "Always", containers: [{ name: "main", image: "x" }] },
};
const place = { hostIP: "127.16.0.1", podIP: "127.16.0.2", allocatable: {} };
let folder: string;
let settings: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "volumes-"));
  settings = { "app.yaml": "pool: 10\n", "log.yaml": "info" };
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const object = (kind: string, more: object): KubeObject => ({ apiVersion: "v1", kind, metadata, ...more });

const from: VolumeSources = {
  sources: {
    configMap: (name) => (name === "settings" ? object("ConfigMap", { data: settings }) : undefined),
    secret: (name) =>
      name === "login"
        ? object("Secret", { data: { key: Buffer.from([0, 255]).toString("base64") } })
        : undefined,
  },
  place,
  token: async (audience, seconds) => `token for ${audience} of ${seconds} s`,
  claim: (name) =>
    name === "data"
      ? object("PersistentVolumeClaim", { spec: { volumeName: "pv" }, status: { phase: "Bound" } })
      : undefined,
  mayMount: false,
  persistentVolume: () => object("PersistentVolume", { spec: { local: { path: join(folder, "pv") } } }),
};
const prepare = (volume: Omit<Volume, "name">) => prepareVolume(pod, { name: "v", ...volume }, folder, from);
const read = (path: string, name: string) => readFile(join(path, name), "utf8");

test("a ConfigMap's keys are files, which change together when it changes", async () => {
  const { path, isFixed } = await prepare({ configMap: { name: "settings" } });
  expect([isFixed, await read(path, "app.yaml")]).toEqual([true, "pool: 10\n"]);
  const version = await readlink(join(path, "..data"));
  await prepare({ configMap: { name: "settings" } });
  expect(await readlink(join(path, "..data"))).toBe(version);
  settings = { "app.yaml": "pool: 2\n" };
  await prepare({ configMap: { name: "settings" } });
  expect(await read(path, "app.yaml")).toBe("pool: 2\n");
  expect((await readdir(path)).filter((name) => !name.startsWith(".."))).toEqual(["app.yaml"]);
  expect((await readdir(path)).filter((name) => name.startsWith("..v-"))).toHaveLength(1);
});

test("a Secret's keys are files, byte by byte, with the mode that is asked for", async () => {
  const items = [{ key: "key", path: "deep/id", mode: 0o400 }];
  const { path } = await prepare({ secret: { secretName: "login", items } });
  expect([...(await readFile(join(path, "deep/id")))]).toEqual([0, 255]);
  expect((await stat(join(path, "deep/id"))).mode & 0o777).toBe(0o400);
});

test("a projected volume joins maps, fields and a token", async () => {
  const { path } = await prepare({
    projected: {
      sources: [
        { configMap: { name: "settings", items: [{ key: "log.yaml", path: "log" }] } },
        { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
        { serviceAccountToken: { path: "token", audience: "vault", expirationSeconds: 600 } },
      ],
    },
  });
  expect([await read(path, "log"), await read(path, "labels"), await read(path, "token")]).toEqual([
    "info",
    'app="web"\nzone="a"',
    "token for vault of 600 s",
  ]);
});

test("an emptyDir and a claim are folders to write to", async () => {
  const volumes = [
    await prepare({ emptyDir: {} }),
    await prepare({ persistentVolumeClaim: { claimName: "data" } }),
  ];
  for (const { path, isFixed } of volumes)
    expect([(await stat(path)).isDirectory(), isFixed]).toEqual([true, false]);
});

test.each([
  ["a ConfigMap that is not there", { configMap: { name: "none" } }, 'configmap "none" not found'],
  [
    "a key that is not there",
    { configMap: { name: "settings", items: [{ key: "x", path: "x" }] } },
    "non-existent config key: x",
  ],
  [
    "a claim that is not there",
    { persistentVolumeClaim: { claimName: "none" } },
    'persistentvolumeclaim "none" not found',
  ],
  [
    "a path that leaves the volume",
    { configMap: { name: "settings", items: [{ key: "app.yaml", path: "../../x" }] } },
    "invalid path",
  ],
  ["a kind of volume that is not known", { nfs: {} }, "volumes of type nfs"],
])("%s is refused with its name", (_, volume, message) => expect(prepare(volume)).rejects.toThrow(message));

test("what is optional and not there is an empty folder", async () => {
  const { path } = await prepare({ configMap: { name: "none", optional: true } });
  expect((await readdir(path)).filter((name) => !name.startsWith(".."))).toEqual([]);
});

test("a mount takes a part of a volume, named with the container's own variables", async () => {
  const volumes = new Map([["v", await prepare({ emptyDir: {} })]]);
  const volumeMounts = [
    { name: "v", mountPath: "/data", subPathExpr: "logs/$(POD)" },
    { name: "v", mountPath: "/all", readOnly: true },
  ];
  const mounts = await mountsOf({ name: "main", image: "x", volumeMounts }, volumes, { POD: "web-1" });
  const path = join(folder, "volumes/v");
  expect(mounts).toEqual([
    { source: join(path, "logs/web-1"), target: "/data", readOnly: false },
    { source: path, target: "/all", readOnly: true },
  ]);
  expect((await stat(join(path, "logs/web-1"))).isDirectory()).toBe(true);
  const escaping = [{ name: "v", mountPath: "/x", subPath: "../../secret" }];
  await expect(mountsOf({ name: "main", image: "x", volumeMounts: escaping }, volumes, {})).rejects.toThrow(
    "stay within",
  );
});
