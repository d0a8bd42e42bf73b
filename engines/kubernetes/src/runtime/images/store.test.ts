import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { builtinImages, findImage, listImages } from "./store.ts";

let store: string;

beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), "naru-images-"));
});
afterEach(() => rm(store, { recursive: true }));

async function put(path: string, config: object = {}): Promise<string> {
  const folder = join(store, path);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "config.json"), JSON.stringify({ config }));
  return folder;
}

test("an image is found by its tag", async () => {
  const folder = await put("shop/v1", { Cmd: ["v1"] });
  await put("shop/v2", { Cmd: ["v2"] });
  const image = await findImage([store], "docker.io/library/shop:v1");
  expect(image).toMatchObject({ reference: "docker.io/library/shop:v1", folder, config: { cmd: ["v1"] } });
  expect(image?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await findImage([store], "shop:v3")).toBeUndefined();
});

test("a configuration without a tag is every tag", async () => {
  const folder = await put("shop");
  expect(await findImage([store], "shop:anything")).toMatchObject({ folder });
});

test("the store that stands first wins", async () => {
  const folder = await put("busybox");
  expect(await findImage([store, builtinImages], "busybox")).toMatchObject({ folder });
  expect(await findImage([builtinImages, store], "busybox")).not.toMatchObject({ folder });
});

test("a reference can't lead out of the store", async () => {
  await put("inside");
  await expect(findImage([join(store, "inside")], "../inside")).rejects.toMatchObject({
    code: "INVALID_NAME",
  });
});

test("a broken configuration says which and why", async () => {
  const folder = await put("shop", { Cmd: "sh" });
  await expect(findImage([store], "shop")).rejects.toMatchObject({
    code: "BROKEN",
    message: expect.stringContaining(join(folder, "config.json")),
  });
});

test("listed images can be found by their references; broken ones are left out", async () => {
  await put("shop/v1");
  await put("registry.example.com/team/api");
  await put("registry.example.com/team/api/rootfs/app");
  await put("broken", { Cmd: 1 });
  const references = (await listImages([store, builtinImages])).map(({ reference }) => reference);
  expect(references).toEqual(expect.arrayContaining(["shop:v1", "registry.example.com/team/api", "busybox"]));
  expect(references).toHaveLength(5);
  for (const reference of references)
    expect(await findImage([store, builtinImages], reference)).toBeDefined();
});

test.each(["busybox:1.36", "node:24-alpine", "registry.k8s.io/pause:3.10"])(
  "%s is built in",
  async (name) => {
    expect(await findImage([builtinImages], name)).toBeDefined();
  },
);

test("no store at all has no images", async () => {
  expect(await listImages([join(store, "missing")])).toEqual([]);
});
