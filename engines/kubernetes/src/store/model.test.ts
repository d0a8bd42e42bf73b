import * as fc from "fast-check";
import { expect, test } from "vitest";
import { objectOf, pod, shown, temporaryFolder, told } from "./fixture.ts";
import { type List, openStore, type Store, type Watch } from "./store.ts";

const names = ["a", "b", "a-b", "shop/a", "shop-2/a", "shop/b"];
const pathOf = (name: string) => (name.includes("/") ? name : `default/${name}`);

/** What the store is, at its plainest: every state it ever had, and how each came about. */
class Model {
  readonly states: ReadonlyMap<string, string>[] = [new Map()];
  readonly events: string[] = [];
  compacted = 0;

  get revision() {
    return this.events.length;
  }

  put(name: string, value: string) {
    const before = this.#before(name);
    const entry = `@${this.revision + 1}=${value}`;
    this.#add(new Map([...this.#newest(), [pathOf(name), entry]]));
    this.events.push(
      `${before === undefined ? "ADDED" : "MODIFIED"} ${pathOf(name)}@${this.revision + 1} ${before ?? ""}→${value}`,
    );
  }

  remove(name: string) {
    const before = this.#before(name);
    if (before === undefined) return;
    this.#add(new Map([...this.#newest()].filter(([path]) => path !== pathOf(name))));
    this.events.push(`DELETED ${pathOf(name)}@${this.revision + 1} ${before}→${before}`);
  }

  list(revision: number, namespace: string | undefined) {
    return [...(this.states[revision] ?? [])]
      .filter(([path]) => namespace === undefined || path.startsWith(`${namespace}/`))
      .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map(([path, entry]) => path + entry);
  }

  #newest = () => this.states.at(-1) ?? new Map<string, string>();
  #add = (state: ReadonlyMap<string, string>) => void this.states.push(state);
  #before = (name: string) => this.#newest().get(pathOf(name))?.split("=")[1];
}

interface Following {
  readonly from: number;
  readonly watch: Watch;
  readonly events: string[];
}

/** The store beside its model, and the lists and watches that are under way. */
class Both {
  readonly folder: string;
  readonly model = new Model();
  store!: Store;
  following: Following[] = [];
  page: { list: List; read: string[] } | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  async open() {
    // Compacted only when the test does.
    this.store = await openStore({ folder: this.folder, tidyEveryMs: 1e9 });
  }

  async reopen() {
    await this.judgeWatches();
    await this.store.close();
    this.following = [];
    await this.open();
  }

  async write(changes: readonly (readonly [name: string, value: string | undefined])[]) {
    const updates = changes.map(([name, value]) =>
      this.store.update(pod(name), () => (value === undefined ? undefined : objectOf(pod(name), value))),
    );
    for (const [name, value] of changes)
      if (value === undefined) this.model.remove(name);
      else this.model.put(name, value);
    await Promise.all(updates);
  }

  follow(back: number) {
    const from = Math.max(0, this.model.revision - back);
    const events: string[] = [];
    const open = () =>
      this.store.watch(
        { resource: "pods", from },
        (batch) => void events.push(...batch.map(told)),
        (error) => expect.unreachable(String(error)),
      );
    if (from < this.model.compacted) expect(open).toThrow(`too old resource version: ${from}`);
    else this.following.push({ from, watch: open(), events });
  }

  async compact(back: number) {
    await this.judgeWatches();
    const before = Math.max(0, this.model.revision - back);
    await this.store.compact(before);
    this.model.compacted = Math.max(this.model.compacted, before);
  }

  listAt(back: number, namespace: string | undefined) {
    const at = Math.max(0, this.model.revision - back);
    const list = () => this.store.list("pods", { at, namespace }).entries.map(shown);
    if (at < this.model.compacted) expect(list).toThrow("too old");
    else expect(list()).toEqual(this.model.list(at, namespace));
  }

  /** Reads one more page; the pages of one list together are one state. */
  turnPage(limit: number) {
    const after = this.page?.list.next;
    if (after && after.revision < this.model.compacted) {
      expect(() => this.store.list("pods", { limit, after })).toThrow("too old");
      this.page = undefined;
      return;
    }
    const list = this.store.list("pods", { limit, after });
    const read = [...(after ? (this.page?.read ?? []) : []), ...list.entries.map(shown)];
    const whole = this.model.list(list.revision, undefined);
    expect(read).toEqual(whole.slice(0, read.length));
    expect(list.remaining).toBe(whole.length - read.length);
    this.page = { list, read };
  }

  async judgeWatches() {
    const { revision } = this.store;
    expect(revision).toBe(this.model.revision);
    while (this.following.some(({ watch }) => watch.revision < revision))
      await new Promise((resolve) => setImmediate(resolve));
    for (const { from, events } of this.following) expect(events).toEqual(this.model.events.slice(from));
  }

  async judge() {
    await this.judgeWatches();
    this.listAt(0, undefined);
    expect(this.store.compacted).toBe(this.model.compacted);
  }
}

const name = fc.constantFrom(...names);
const value = fc.option(fc.constantFrom("red", "green", "blue"), { nil: undefined, freq: 3 });
const back = fc.nat({ max: 12 });
type Act = (both: Both) => unknown;
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 6 }).map(
      (all): Act =>
        (both) =>
          both.write(all),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 3 }).map(
      (limit): Act =>
        (both) =>
          both.turnPage(limit),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(back, fc.constantFrom(undefined, "shop", "default")).map(
      ([n, namespace]): Act =>
        (both) =>
          both.listAt(n, namespace),
    ),
  },
  {
    weight: 2,
    arbitrary: back.map(
      (n): Act =>
        (both) =>
          both.follow(n),
    ),
  },
  {
    weight: 1,
    arbitrary: back.map(
      (n): Act =>
        (both) =>
          both.compact(n),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Act>((both) => both.reopen()) },
);

async function playedAgainstTheModel(acts: readonly Act[]) {
  await using folder = await temporaryFolder();
  const both = new Both(folder.path);
  await both.open();
  try {
    for (const act of acts) await act(both);
    await both.judge();
  } finally {
    await both.store.close();
  }
}

test(
  "whatever is written, listed, watched, compacted and reopened, the store is as its plain model",
  { timeout: 60_000 },
  () =>
    fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), playedAgainstTheModel), {
      numRuns: 150,
    }),
);
