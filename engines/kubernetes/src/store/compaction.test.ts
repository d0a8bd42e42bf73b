import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Folder, objectOf, pod, shown, temporaryFolder } from "./fixture.ts";
import { openStore, type Store } from "./store.ts";
import { openTables } from "./tables.ts";

let folder: Folder;
let store: Store;
let now: number;
const minute = 60_000;

const open = async (changes = 100_000) => {
  store = await openStore({
    folder: folder.path,
    retention: { ageMs: 5 * minute, changes },
    tidyEveryMs: 5,
    clock: () => now,
  });
};
beforeEach(async () => {
  now = Date.parse("2026-01-01T00:00:00Z");
  folder = await temporaryFolder();
});
afterEach(async () => {
  await store.close();
  await folder[Symbol.asyncDispose]();
});

const put = (name: string, value: unknown = 0) => store.update(pod(name), () => objectOf(pod(name), value));
const remove = (name: string) => store.update(pod(name), () => undefined);
const listed = () => store.list("pods").entries.map(shown);

async function rows() {
  await store.close();
  const tables = openTables(folder.path);
  const { heads, changes, versions } = tables;
  const counts = { heads: heads.getCount(), changes: changes.getCount(), versions: versions.getCount() };
  await tables.root.close();
  return counts;
}

describe("compacting", () => {
  beforeEach(() => open());

  test("keeps the objects as they are", async () => {
    await Promise.all([put("a", 1), put("a", 2), put("b", 1), remove("b"), put("c", 1)]);
    const before = listed();
    await store.compact(5);
    expect(listed()).toEqual(before);
    expect(store).toMatchObject({ revision: 5, compacted: 5 });
  });

  test("drops what was replaced and what was deleted, and nothing that is still needed", async () => {
    await Promise.all([put("a", 1), put("a", 2), put("b", 1), remove("b"), put("a", 3)]);
    await store.compact(4);
    expect(await rows()).toEqual({ heads: 1, changes: 1, versions: 2 });
  });

  test("an object that was deleted and made again stays", async () => {
    await Promise.all([put("a", 1), remove("a"), put("a", 2)]);
    await store.compact(2);
    expect(listed()).toEqual(["default/a@3=2"]);
    await store.compact(3);
    expect(listed()).toEqual(["default/a@3=2"]);
    expect(await rows()).toEqual({ heads: 1, changes: 0, versions: 1 });
  });

  test("does not go backward, nor beyond what is committed", async () => {
    await Promise.all([put("a"), put("b"), put("c")]);
    await store.compact(2);
    await store.compact(1);
    expect(store.compacted).toBe(2);
    await store.compact(99);
    expect(store.compacted).toBe(3);
    expect((await put("a"))?.revision).toBe(4);
  });

  test("of thousands goes on beside updates", async () => {
    await Promise.all(Array.from({ length: 3000 }, (_, i) => put(`p-${i % 7}`, i)));
    await Promise.all([store.compact(3000), ...Array.from({ length: 300 }, (_, i) => put("late", i))]);
    expect(store).toMatchObject({ revision: 3300, compacted: 3000 });
    expect(listed()).toHaveLength(8);
  });

  test("is still so when the store is opened again", async () => {
    await Promise.all([put("a", 1), put("a", 2)]);
    await store.compact(1);
    await store.close();
    await open();
    expect(store).toMatchObject({ revision: 2, compacted: 1 });
  });
});

describe("of the past", () => {
  test("five minutes are kept", async () => {
    await open();
    await put("a", 1);
    await put("a", 2);
    now += 4 * minute;
    await put("a", 3);
    now += minute;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(store.compacted).toBe(0);
    now += 1;
    await vi.waitFor(() => expect(store.compacted).toBe(2));
    now += 10 * minute;
    await vi.waitFor(() => expect(store.compacted).toBe(3));
  });

  test("no more changes than asked for are kept, however young", async () => {
    await open(10);
    await Promise.all(Array.from({ length: 35 }, (_, i) => put("a", i)));
    await vi.waitFor(() => expect(store.compacted).toBe(25));
  });
});
