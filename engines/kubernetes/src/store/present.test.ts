import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { type Folder, objectOf, pod, temporaryFolder } from "./fixture.ts";
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

const told = ({ metadata }: { metadata: object }) => JSON.stringify(metadata);
const present = (namespace?: string) => store.present("pods", namespace).map(told);
const listed = (namespace?: string) =>
  store.list("pods", { namespace }).entries.map(({ object }) => told(object));

describe("what is present", () => {
  test("is what a list says, after every write that has been awaited", async () => {
    const write = fc.record({
      name: fc.constantFrom("a", "b", "shop/a", "shop/b"),
      value: fc.option(fc.nat(9)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 12 }), async (writes) => {
        for (const { name, value } of writes) {
          await (value === null ? remove(name) : put(name, value));
          expect(present()).toEqual(listed());
          expect(present("shop")).toEqual(listed("shop"));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("is listed anew when what happened since has been compacted", async () => {
    await put("a");
    expect(present()).toHaveLength(1);
    for (const name of ["b", "c", "d"]) await put(name);
    await store.compact(store.revision);
    expect(present()).toEqual(listed());
  });

  test("is the same object until it changes, so that it is parsed once", async () => {
    await put("a");
    const [first] = store.present("pods");
    await put("b");
    expect(store.present("pods")).toContain(first);
    expect(store.presentOne(pod("a"))).toBe(first);
  });

  test("of a resource that nobody lists is read where it is kept", async () => {
    await put("a");
    expect(store.presentOne(pod("a"))?.metadata.name).toBe("a");
    expect(store.presentOne(pod("b"))).toBeUndefined();
  });
});
