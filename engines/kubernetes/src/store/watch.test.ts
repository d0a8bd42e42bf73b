import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Folder, objectOf, pod, temporaryFolder, told } from "./fixture.ts";
import { openStore, type Store, type Watch, type WatchEvent, type WatchOptions } from "./store.ts";

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

function follow(options: Partial<WatchOptions> = {}) {
  const events: WatchEvent[] = [];
  const ends: unknown[] = [];
  const watch = store.watch(
    { resource: "pods", from: 0, ...options },
    (batch) => void events.push(...batch),
    (error) => ends.push(error),
  );
  return { watch, events, ends, told: () => events.map(told), arrived: () => arrived(watch) };
}
const arrived = (watch: Watch) => vi.waitFor(() => expect(watch.revision).toBe(store.revision));

const story = async () => {
  await put("a", "red");
  await put("a", "blue");
  await put("shop/b", "red");
  await remove("a");
  await put("a", "green");
};
const storyTold = [
  "ADDED default/a@1 →red",
  "MODIFIED default/a@2 red→blue",
  "ADDED shop/b@3 →red",
  "DELETED default/a@4 blue→blue",
  "ADDED default/a@5 →green",
];

describe("a watch", () => {
  test("replays what came after its revision", async () => {
    await story();
    for (const from of [0, 1, 2, 3, 4, 5]) {
      const watcher = follow({ from });
      await watcher.arrived();
      expect(watcher.told()).toEqual(storyTold.slice(from));
    }
  });

  test("goes on with what comes, when it is on disk", async () => {
    const watcher = follow();
    await story();
    await watcher.arrived();
    expect(watcher.told()).toEqual(storyTold);
  });

  test("is of one resource, and of one namespace when that is asked for", async () => {
    const shop = follow({ namespace: "shop" });
    const nodes = follow({ resource: "nodes" });
    await story();
    await Promise.all([shop.arrived(), nodes.arrived()]);
    expect(shop.told()).toEqual(["ADDED shop/b@3 →red"]);
    expect(nodes.told()).toEqual([]);
  });

  test("tells a deleted object as it was last, with the revision of its deletion", async () => {
    await put("a", "red");
    await remove("a");
    const watcher = follow({ from: 1 });
    await watcher.arrived();
    const [event] = watcher.events;
    expect(event?.object).toEqual({
      ...event?.previous,
      metadata: { ...event?.previous?.metadata, resourceVersion: "2" },
    });
    expect(event?.previous?.metadata.resourceVersion).toBe("1");
    expect(JSON.parse(event?.json ?? "")).toEqual(event?.object);
  });

  test("that starts amid writes misses nothing and tells nothing twice", async () => {
    const writing = Promise.all(Array.from({ length: 2000 }, (_, i) => put(`p-${i % 50}`, i)));
    const watchers = [];
    for (let i = 0; i < 20; i++) {
      watchers.push({ from: store.revision, ...follow({ from: store.revision }) });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await writing;
    for (const { from, events, arrived } of watchers) {
      await arrived();
      expect(events.map(({ revision }) => revision)).toEqual(
        Array.from({ length: 2000 - from }, (_, i) => from + i + 1),
      );
    }
  });

  test("is told nothing once it is closed, nor once the store is", async () => {
    const closed = follow();
    closed.watch.close();
    const open = follow();
    await put("a");
    await store.close();
    expect(closed.events).toEqual([]);
    expect([closed.ends, open.ends]).toEqual([[], []]);
  });

  test("that closes itself amid a replay is told no more", async () => {
    await Promise.all(Array.from({ length: 250 }, (_, i) => put("a", i)));
    let count = 0;
    const watch = store.watch(
      { resource: "pods", from: 0 },
      (events) => {
        count += events.length;
        watch.close();
      },
      (error) => expect.unreachable(String(error)),
    );
    await vi.waitFor(() => expect(count).toBeGreaterThan(0));
    await put("a");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(count).toBe(100);
  });

  test("sees a change before its writer goes on", async () => {
    const watcher = follow();
    await watcher.arrived();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await put("a", "red");
    expect(watcher.told()).toEqual(["ADDED default/a@1 →red"]);
  });
});

describe("a watch from before what was compacted", () => {
  test("is refused as Kubernetes does", async () => {
    await Promise.all(Array.from({ length: 100 }, (_, i) => put("a", i)));
    await store.compact(100);
    expect(() => follow({ from: 5 })).toThrow(
      expect.objectContaining({ name: "ApiError", code: 410, message: "too old resource version: 5 (100)" }),
    );
    expect(() => follow({ from: 99 })).toThrow("too old resource version: 99 (100)");
  });

  test("is granted from the compacted revision itself, with what the first change replaced", async () => {
    await Promise.all([put("a", "red"), put("a", "blue"), put("a", "green")]);
    await store.compact(2);
    const watcher = follow({ from: 2 });
    await watcher.arrived();
    expect(watcher.told()).toEqual(["MODIFIED default/a@3 blue→green"]);
  });
});

/** Takes a batch only when told to. */
function slow() {
  const sizes: number[] = [];
  const ends: unknown[] = [];
  let taken: PromiseWithResolvers<void> | undefined;
  const watch = store.watch(
    { resource: "pods", from: store.revision },
    (events) => {
      sizes.push(events.length);
      taken = Promise.withResolvers();
      return taken.promise;
    },
    (error) => ends.push(error),
  );
  return { watch, sizes, ends, go: () => taken?.resolve() };
}

describe("a slow consumer", () => {
  test("is handed the next events when it has taken the last ones, and holds nobody else up", async () => {
    const consumer = slow();
    const other = follow();
    await put("a");
    await Promise.all(Array.from({ length: 250 }, (_, i) => put("a", i)));
    await other.arrived();
    expect(other.events).toHaveLength(251);
    expect(consumer.sizes).toEqual([1]);
    expect(consumer.watch.revision).toBe(0);
    for (const sizes of [
      [1, 100],
      [1, 100, 100],
      [1, 100, 100, 50],
    ]) {
      consumer.go();
      await vi.waitFor(() => expect(consumer.sizes).toEqual(sizes));
    }
    consumer.go();
    await arrived(consumer.watch);
  });

  test("whose next events were compacted is told that it fell behind, once", async () => {
    const consumer = slow();
    await put("a");
    await Promise.all([put("a"), put("a")]);
    await store.compact(2);
    consumer.go();
    await vi.waitFor(() => expect(consumer.ends).toHaveLength(1));
    expect(consumer.ends[0]).toMatchObject({ code: 410, message: "too old resource version: 1 (2)" });
    await put("a");
    expect(consumer).toMatchObject({ sizes: [1], ends: [expect.anything()] });
  });

  test("that throws ends its own watch alone", async () => {
    const broken = new Error("broken");
    const ends: unknown[] = [];
    const end = (error: unknown) => ends.push(error);
    store.watch(
      { resource: "pods", from: 0 },
      () => {
        throw broken;
      },
      end,
    );
    store.watch({ resource: "pods", from: 0 }, () => Promise.reject(broken), end);
    const other = follow();
    await put("a");
    await other.arrived();
    await vi.waitFor(() => expect(ends).toEqual([broken, broken]));
    expect((await put("b"))?.revision).toBe(2);
  });
});

test("watchers at one place share an event, and what they read does not depend on who was first", async () => {
  const pods = follow();
  const shop = follow({ namespace: "shop" });
  await story();
  await Promise.all([pods.arrived(), shop.arrived()]);
  expect(shop.events[0]).toBe(pods.events[2]);
});

const garbageCollected = async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const stuck = () => new Promise<void>(() => {});
const end = (error: unknown) => expect.unreachable(String(error));

test("a hundred watchers, half of them stuck, keep a few megabytes of the fifty that were written", async () => {
  const following = Array.from({ length: 50 }, () => {
    const seen = { count: 0 };
    const take = (events: readonly WatchEvent[]) => void (seen.count += events.length);
    return { seen, watch: store.watch({ resource: "pods", from: 0 }, take, end) };
  });
  for (let i = 0; i < 50; i++) store.watch({ resource: "pods", from: 0 }, stuck, end);
  const before = await garbageCollected();
  for (let i = 0; i < 100; i++)
    await Promise.all(Array.from({ length: 10 }, (_, j) => put(`p-${j}`, `${i}`.padEnd(50_000, "x"))));
  for (const { watch } of following) await arrived(watch);
  expect((await garbageCollected()) - before).toBeLessThan(20);
  expect(new Set(following.map(({ seen }) => seen.count))).toEqual(new Set([1000]));
});
