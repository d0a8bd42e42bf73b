import { afterEach, beforeEach, expect, test } from "vitest";
import { builtinResources } from "../resources/builtin.ts";
import type { Resource } from "../resources/resource.ts";
import { type Folder, objectOf, pod, temporaryFolder } from "../store/fixture.ts";
import { openStore, type Store } from "../store/store.ts";
import { listObjects } from "./list.ts";
import { statusOf } from "./respond.ts";

let folder: Folder;
let store: Store;
beforeEach(async () => {
  folder = await temporaryFolder();
  store = await openStore({ folder: folder.path });
  for (const name of ["a", "b", "c", "d"]) await store.update(pod(name), () => objectOf(pod(name)));
});
afterEach(async () => {
  await store.close();
  await folder[Symbol.asyncDispose]();
});

const pods = builtinResources.find(({ kind }) => kind === "Pod") as Resource;
const page = (token = "") =>
  listObjects(store, pods, "default", new URLSearchParams({ limit: "2", continue: token }));
const names = ({ entries }: ReturnType<typeof page>) => entries.map(({ key }) => key.name).join(" ");

interface Status {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly metadata: { readonly continue?: string };
}

function refusal(token: string | undefined): Status {
  try {
    page(token);
  } catch (error) {
    return statusOf(error) as Status;
  }
  throw new Error("it was not refused");
}

test("a list whose first page is too old is refused with a token by which it goes on with what is there now", async () => {
  const first = page();
  expect(names(first)).toBe("a b");
  await store.update(pod("c"), () => undefined);
  await store.update(pod("bb"), () => objectOf(pod("bb")));
  await store.update(pod("e"), () => objectOf(pod("e")));
  await store.compact(store.revision);

  const status = refusal(first.meta.continue);
  expect(status).toMatchObject({
    code: 410,
    reason: "Expired",
    message: expect.stringMatching(
      /too old to display a consistent list.* use the continue token in this response/,
    ),
  });

  const second = page(status.metadata.continue);
  expect([names(second), second.meta.resourceVersion]).toEqual(["bb d", String(store.revision)]);
  await store.update(pod("f"), () => objectOf(pod("f")));
  const third = page(second.meta.continue);
  expect([names(third), third.meta.resourceVersion]).toEqual(["e", second.meta.resourceVersion]);
});

test("a list at a revision that is too old is refused, and there is nothing to go on with", async () => {
  await store.compact(store.revision);
  const query = new URLSearchParams({ resourceVersion: "1", resourceVersionMatch: "Exact" });
  expect(() => listObjects(store, pods, "default", query)).toThrow(
    expect.objectContaining({ reason: "Expired", continue: undefined }),
  );
});
