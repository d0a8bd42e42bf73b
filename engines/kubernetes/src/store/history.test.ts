import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Folder, objectOf, pod, shown, temporaryFolder } from "./fixture.ts";
import { type List, type ListOptions, openStore, type Store } from "./store.ts";

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
const listed = (options?: ListOptions) => store.list("pods", options).entries.map(shown);
const names = ({ entries }: List) => entries.map(({ key }) => key.name).join(" ");

const page = (after?: List) => store.list("pods", { limit: 2, after: after?.next });
const after = (namespace: string, name: string) =>
  names(store.list("pods", { namespace: "default", after: { revision: 5, namespace, name } }));

describe("a list", () => {
  test("has the order of Kubernetes: by the bytes of namespace/name", async () => {
    const sorted = [
      "a-b/x",
      "a.b/x",
      "a/a",
      "a/a-b",
      "a/a.b",
      "a/ab",
      "a/b",
      "a0/x",
      "ab/x",
      "b/\uffff",
      "b/\u{10000}",
    ];
    await Promise.all(sorted.toReversed().map((name) => put(name)));
    expect(store.list("pods").entries.map(({ key }) => `${key.namespace}/${key.name}`)).toEqual(sorted);
  });

  test("is of one resource, and of one namespace when that is asked for", async () => {
    const nodes = { resource: "nodes", namespace: "", name: "n" };
    await Promise.all([put("shop/a"), put("shop-2/b"), put("c"), store.update(nodes, () => objectOf(nodes))]);
    expect(listed({ namespace: "shop" })).toEqual(["shop/a@1=0"]);
    expect(listed()).toEqual(["default/c@3=0", "shop-2/b@2=0", "shop/a@1=0"]);
    expect(names(store.list("nodes"))).toBe("n");
    expect(names(store.list("nodes", { namespace: "" }))).toBe("n");
    expect(listed({ namespace: "nowhere" })).toEqual([]);
  });

  test("without a limit is whole", async () => {
    await Promise.all(["a", "b", "c"].map((name) => put(name)));
    for (const options of [{}, { limit: 0 }, { limit: 3 }, { limit: 4 }])
      expect(store.list("pods", options)).toMatchObject({ revision: 3, next: undefined, remaining: 0 });
  });

  test("at an older revision shows what was there then", async () => {
    await put("a", "red");
    await put("b", "red");
    await put("a", "blue");
    await remove("b");
    await put("b", "green");
    expect([0, 1, 2, 3, 4, 5].map((at) => listed({ at }))).toEqual([
      [],
      ["default/a@1=red"],
      ["default/a@1=red", "default/b@2=red"],
      ["default/a@3=blue", "default/b@2=red"],
      ["default/a@3=blue"],
      ["default/a@3=blue", "default/b@5=green"],
    ]);
  });

  test("at a revision that is yet to come is told to come again", async () => {
    await put("a");
    expect(() => store.list("pods", { at: 2 })).toThrow(
      expect.objectContaining({ code: 504, message: "Too large resource version: 2, current: 1" }),
    );
  });

  test("at a revision that was compacted is gone", async () => {
    await Promise.all([put("a", 1), put("a", 2), put("a", 3)]);
    await store.compact(2);
    expect(listed({ at: 2 })).toEqual(["default/a@2=2"]);
    expect(() => store.list("pods", { at: 1 })).toThrow(
      expect.objectContaining({ reason: "Expired", code: 410 }),
    );
  });
});

describe("a list in pages", () => {
  beforeEach(async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await put(name, "red");
  });
  test("tells what comes after, and how many", () => {
    const first = page();
    const second = page(first);
    const third = page(second);
    expect([first, second, third].map(names)).toEqual(["a b", "c d", "e"]);
    expect([first, second, third].map(({ remaining }) => remaining)).toEqual([3, 1, 0]);
    expect([first.next, third.next]).toEqual([{ revision: 5, namespace: "default", name: "b" }, undefined]);
  });

  test("shows the revision of its first page, whatever has happened since", async () => {
    const first = page();
    await Promise.all([put("c", "blue"), remove("d"), put("b-new"), put("f"), remove("e"), put("e", "blue")]);
    const second = page(first);
    const third = page(second);
    expect([second, third].map(({ entries }) => entries.map(shown))).toEqual([
      ["default/c@3=red", "default/d@4=red"],
      ["default/e@5=red"],
    ]);
    expect([second, third].map(({ revision, remaining }) => [revision, remaining])).toEqual([
      [5, 1],
      [5, 0],
    ]);
  });

  test("goes on after its last object even when that is gone", async () => {
    const first = page();
    await remove("b");
    expect(names(page(first))).toBe("c d");
  });

  test("goes on while its revision is the compacted one, and has expired after", async () => {
    const first = page();
    await put("c", "blue");
    await store.compact(5);
    expect(names(page(first))).toBe("c d");
    await store.compact(6);
    expect(() => page(first)).toThrow(
      expect.objectContaining({
        code: 410,
        message: expect.stringContaining("continue parameter is too old"),
      }),
    );
  });

  test("goes on after the store was opened again", async () => {
    const first = page();
    await put("c", "blue");
    await store.close();
    store = await openStore({ folder: folder.path });
    expect(page(first).entries.map(shown)).toEqual(["default/c@3=red", "default/d@4=red"]);
  });

  test("that a client made up stays within its namespace", () => {
    expect([after("a", "x"), after("default", "d"), after("z", "x")]).toEqual(["a b c d e", "e", ""]);
    expect(() => after("default", "../x")).toThrow(expect.objectContaining({ code: 400 }));
    expect(() => store.list("pods", { after: { revision: 99, namespace: "", name: "a" } })).toThrow(
      expect.objectContaining({ code: 504 }),
    );
  });
});
