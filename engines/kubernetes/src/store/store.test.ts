import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ApiError } from "../status.ts";
import { type Folder, objectOf, pod, shown, temporaryFolder, valueOf } from "./fixture.ts";
import { openStore, type Store } from "./store.ts";

let folder: Folder;
let store: Store;
beforeEach(async () => {
  folder = await temporaryFolder();
  store = await openStore({ folder: folder.path });
});
afterEach(async () => {
  await store.close();
  await folder[Symbol.asyncDispose]();
});

const put = (name: string, value: unknown = 0) => store.update(pod(name), () => objectOf(pod(name), value));
const remove = (name: string) => store.update(pod(name), () => undefined);

describe("a revision", () => {
  test("counts every create, replace and delete of whatever resource, from 1", async () => {
    expect(store.revision).toBe(0);
    const node = { resource: "nodes", namespace: "", name: "n" };
    const revisions = [
      (await put("web"))?.revision,
      (await store.update(node, () => objectOf(node)))?.revision,
      (await put("web"))?.revision,
    ];
    expect(revisions).toEqual([1, 2, 3]);
    expect(await remove("web")).toBeUndefined();
    expect(store.revision).toBe(4);
  });

  test("is the resourceVersion of the object, whatever the caller wrote there", async () => {
    const object = objectOf(pod("web"));
    object.metadata.resourceVersion = "77";
    const entry = await store.update(pod("web"), () => object);
    expect(entry?.object.metadata.resourceVersion).toBe("1");
    expect(store.get(pod("web"))?.object).toEqual(entry?.object);
    expect(object.metadata.resourceVersion).toBe("77");
  });

  test("is not taken by returning the very same object, or by deleting what is not there", async () => {
    await put("web", "red");
    const same = await store.update(pod("web"), (current) => current?.object);
    expect(same && shown(same)).toBe("default/web@1=red");
    expect(await remove("nothing")).toBeUndefined();
    expect(store.revision).toBe(1);
  });

  test("is taken by an equal object that is another one", async () => {
    await put("web", "red");
    await store.update(pod("web"), (current) => structuredClone(current?.object));
    expect(store.revision).toBe(2);
  });

  test("goes on after the store was opened again", async () => {
    await put("web", "red");
    await store.close();
    store = await openStore({ folder: folder.path });
    expect(store.revision).toBe(1);
    expect(valueOf(store.get(pod("web"))?.object)).toBe("red");
    expect((await put("web", "blue"))?.revision).toBe(2);
  });
});

describe("an update", () => {
  test("sees the object as it is", async () => {
    const seen: unknown[] = [];
    const look = (value: unknown) =>
      store.update(pod("web"), (current) => {
        seen.push(valueOf(current?.object));
        return objectOf(pod("web"), value);
      });
    await look("red");
    await look("blue");
    await remove("web");
    await look("green");
    expect(seen).toEqual([undefined, "red", undefined]);
  });

  test("that throws leaves everything as it was, and is told its own error", async () => {
    await put("web", "red");
    const conflict = new ApiError("Conflict", "somebody was faster");
    await expect(
      store.update(pod("web"), () => {
        throw conflict;
      }),
    ).rejects.toBe(conflict);
    expect(store.revision).toBe(1);
    expect(valueOf(store.get(pod("web"))?.object)).toBe("red");
  });

  test("whose object has no JSON is refused, and leaves no gap", async () => {
    const ring: Record<string, unknown> = {};
    ring["ring"] = ring;
    const settled = await Promise.allSettled([put("a"), put("b", ring), put("c", 1n), put("d")]);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(store.list("pods").entries.map(shown)).toEqual(["default/a@1=0", "default/d@2=0"]);
  });

  test("a thousand at once on one object are done one after the other", async () => {
    const add = () =>
      store.update(pod("counter"), (current) =>
        objectOf(pod("counter"), Number(valueOf(current?.object) ?? 0) + 1),
      );
    const entries = await Promise.all(Array.from({ length: 1000 }, add));
    expect(entries.map((entry) => entry?.revision)).toEqual(entries.map((_, i) => i + 1));
    expect(valueOf(store.get(pod("counter"))?.object)).toBe(1000);
  });

  test("one that is refused takes nothing from those it was committed with", async () => {
    const refuse = () =>
      store.update(pod("b"), () => {
        throw new Error("no");
      });
    const settled = await Promise.allSettled([put("a"), refuse(), put("c")]);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(store.list("pods").entries.map(shown)).toEqual(["default/a@1=0", "default/c@2=0"]);
  });

  test("may read the store, which shows what was committed before its group", async () => {
    await put("a", "red");
    const seen: unknown[][] = [];
    await Promise.all([
      put("b"),
      put("a", "blue"),
      store.update(pod("c"), () => {
        seen.push([...store.list("pods").entries, store.get(pod("a"))].map((entry) => entry && shown(entry)));
        return objectOf(pod("c"));
      }),
    ]);
    expect(seen).toEqual([["default/a@1=red", "default/a@1=red"]]);
  });

  test("of a bad name is refused before anything else", async () => {
    await expect(store.update(pod("shop/"), () => undefined)).rejects.toThrow("may not be empty");
    await expect(put("a\0b")).rejects.toMatchObject({ code: 400 });
  });

  test("is written when the store was closed before it was", async () => {
    const updates = Promise.all([put("a"), put("b")]);
    await store.close();
    await updates;
    store = await openStore({ folder: folder.path });
    expect(store.revision).toBe(2);
  });
});

describe("an object", () => {
  test("is the caller's own: changing it changes nothing else", async () => {
    await put("web", "red");
    const mine = store.get(pod("web"));
    if (mine) mine.object["spec"] = { value: "blue" };
    expect(valueOf(store.get(pod("web"))?.object)).toBe("red");
  });

  test("of a megabyte is kept whole, as text and as an object", async () => {
    const value = "나루".repeat(180_000);
    await put("large", value);
    const entry = store.get(pod("large"));
    expect(valueOf(entry?.object)).toBe(value);
    expect(JSON.parse(entry?.json ?? "")).toEqual(entry?.object);
  });

  test.each(["나루🚢", "system:node:a", "a.b-c", "%", "\u{10ffff}", "x".repeat(253)])(
    "may be called %s",
    async (name) => {
      await put(name, name);
      expect(store.list("pods").entries.map(({ key }) => key.name)).toEqual([name]);
      expect(valueOf(store.get(pod(name))?.object)).toBe(name);
    },
  );
});

describe("a folder", () => {
  test("is held by one store alone, until that is closed", async () => {
    await expect(openStore({ folder: folder.path })).rejects.toThrow(
      `The folder ${folder.path} is in use by another process`,
    );
    await store.close();
    store = await openStore({ folder: folder.path });
    expect(store.revision).toBe(0);
  });

  test("that cannot be opened as a store is not held", async () => {
    await using other = await temporaryFolder();
    const { mkdir, rmdir } = await import("node:fs/promises");
    await mkdir(`${other.path}/objects.lmdb`);
    await expect(openStore({ folder: other.path })).rejects.toThrow();
    await rmdir(`${other.path}/objects.lmdb`);
    await (await openStore({ folder: other.path })).close();
  });

  test("is left alone once the store is closed", async () => {
    await store.close();
    await store.close();
    expect(() => store.get(pod("web"))).toThrow("The store is closed");
    expect(() => store.list("pods")).toThrow("The store is closed");
    expect(() => store.compacted).toThrow("The store is closed");
    await expect(put("web")).rejects.toThrow("The store is closed");
  });
});
