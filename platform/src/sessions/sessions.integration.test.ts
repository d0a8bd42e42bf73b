import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kinds, type KubeObject } from "@naru/kubernetes";
import { eventually } from "@naru/testkit";
import type { Cluster, Redis } from "iovalkey";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Feature } from "#kernel/feature.ts";
import { createLogger } from "#kernel/log.ts";
import { answer, cluster, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import * as api from "./api.ts";
import { connectAs, type StoreFixture, stores } from "./fixture.ts";
import { sessions } from "./index.ts";

/** As connect-redis writes it. */
const signIn = (redis: Redis | Cluster, prefix: string, id: string, user?: string) =>
  redis.set(
    `${prefix}${id}`,
    JSON.stringify({
      cookie: { originalMaxAge: 3_600_000 },
      ...(user !== undefined && { user: { id: user } }),
    }),
    "EX",
    3600,
  );

/** How many of them are there; keys of a cluster are asked for one by one. */
const existing = async (redis: Redis | Cluster, ...keys: string[]) =>
  (await Promise.all(keys.map((key) => redis.exists(key)))).reduce((sum, each) => sum + each, 0);

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
}, 60_000);
afterAll(() => fixture.close());

describe.each(Object.entries(stores))("%s", (name, start) => {
  const namespace = `shop-${name}`;
  let folder: string;
  let store: StoreFixture;
  let feature: Feature;
  const application = (of: string) => ({ cluster, namespace, name: of });
  const list = () => answer(feature, api.listSessions, {});
  const find = (of: string, wanted: { user?: string; id?: string } = {}) =>
    answer(feature, api.findSessions, { ...application(of), ...wanted });

  const end = (of: string, what: { handle?: string; user?: string }) =>
    answer(feature, api.endSessions, { ...application(of), ...what });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "naru-sessions-"));
    store = await start(folder);
    const { clickhouse } = fixture;
    feature = sessions({
      sources: [store.source],
      objects: fixture.kubernetes().objects,
      picture: fixture.kubernetes().picture,
      clickhouse,
      log: createLogger("silent"),
      everyMs: 300,
    });
    await feature.start?.();
    await fixture.client.create(kinds.namespaces, "", { metadata: { name: namespace } });
  }, 60_000);
  afterAll(async () => {
    await feature.stop?.();
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** As a chart declares it, without how to reach the store. */
  async function declare(
    of: string,
    annotations: Record<string, string> = {},
  ): Promise<Record<string, string>> {
    const metadata = { name: of, namespace, labels: { "naru.dev/sessions": of }, annotations };
    await fixture.client.create(kinds.secrets, namespace, { metadata, type: "servicebinding.io/redis" });
    return eventually(async () => {
      const secret = await fixture.client.get<KubeObject & { data?: Record<string, string> }>(kinds.secrets, {
        namespace,
        name: of,
      });
      const { data = {} } = secret;
      const entries = Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
      );
      expect(entries["password"]).toBeTruthy();
      return entries;
    }, 15_000);
  }

  const clients: (Redis | Cluster)[] = [];
  afterEach(() => {
    for (const each of clients.splice(0)) each.disconnect();
  });
  const client = (entries: Record<string, string>) => {
    const made = connectAs(entries);
    made.on("error", () => undefined);
    clients.push(made);
    return made;
  };
  test("a Secret with the label is completed with what a Service Binding says", async () => {
    const entries = await declare("bound");
    expect(entries).toMatchObject({
      type: "redis",
      provider: "naru",
      ...store.entries,
      username: `naru:east/${namespace}/bound`,
      prefix: `${namespace}:bound:sess:`,
    });
    if (!store.isReplicated) expect(entries["uri"]).toContain(`@127.0.0.1:${store.entries["port"]}/0`);
    const { undeclared } = await list();
    expect(undeclared.filter((each) => each.namespace === namespace)).toEqual([]);
  });

  test("whose pods are given the Secret is told", async () => {
    await declare("given");
    const container = { name: "main", image: "web:1", envFrom: [{ secretRef: { name: "given" } }] };
    await fixture.client.create(kinds.deployments, namespace, {
      metadata: { name: "web", namespace },
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: { metadata: { labels: { app: "web" } }, spec: { containers: [container] } },
      },
    });
    await eventually(async () => {
      const { applications } = await list();
      const found = applications.find((each) => each.namespace === namespace && each.name === "given");
      expect(found?.workloads).toEqual([{ kind: "Deployment", namespace, name: "web" }]);
    }, 15_000);
  });

  test("its account reads and writes its own sessions, and finds out nothing of others'", async () => {
    const [one, other] = [await declare("one"), await declare("other")];
    const mine = client(one);
    const theirs = client(other);
    await signIn(theirs, other["prefix"] ?? "", "secret-id", "kim");
    expect(await signIn(mine, one["prefix"] ?? "", "mine", "lee")).toBe("OK");
    expect(await mine.get(`${one["prefix"]}mine`)).toContain("lee");
    await expect(mine.get(`${other["prefix"]}secret-id`)).rejects.toThrow("NOPERM");
    for (const [command, ...args] of [
      ["SCAN", "0"],
      ["KEYS", "*"],
      ["RANDOMKEY"],
      ["FLUSHALL"],
      ["CONFIG", "GET", "*"],
      ["ACL", "LIST"],
    ] as [string, ...string[]][])
      await expect(mine.call(command, ...args)).rejects.toThrow("NOPERM");
  });

  test("sessions are counted, found by user and by id, and ended one by one or all of a user", async () => {
    const entries = await declare("counted");
    const redis = client(entries);
    const prefix = entries["prefix"] ?? "";
    for (const [id, user] of [
      ["a1", "kim"],
      ["a2", "kim"],
      ["b1", "lee"],
      ["c1", undefined],
    ] as const)
      await signIn(redis, prefix, id, user);
    await eventually(async () => {
      const { applications } = await list();
      const found = applications.find((each) => each.namespace === namespace && each.name === "counted");
      expect(found?.census).toMatchObject({ sessions: 4, signedIn: 3, isPartial: false });
    }, 20_000);
    const all = await find("counted");
    expect(all.sessions).toHaveLength(4);
    expect(JSON.stringify(all)).not.toContain('"a1"');
    const ofKim = await find("counted", { user: "KIM" });
    expect(ofKim.sessions.map(({ user }) => user)).toEqual(["kim", "kim"]);
    const [one] = (await find("counted", { id: "b1" })).sessions;
    expect(one).toMatchObject({ user: "lee" });
    expect(one?.expiresAt).toBeGreaterThan(Date.now() + 3_500_000);

    expect(await end("counted", { handle: one?.handle ?? "" })).toEqual({ ended: 1 });
    expect(await redis.exists(`${prefix}b1`)).toBe(0);
    expect(await end("counted", { user: "kim" })).toEqual({ ended: 2 });
    expect((await find("counted")).sessions).toHaveLength(1);
    await expect(end("counted", { handle: "forged" })).rejects.toThrow("not known any more");
    await expect(end("counted", {})).rejects.toThrow("Neither");
  });

  test("where a user may have one session, the one before ends at the next sign-in, and whoever comes back ends nothing", async () => {
    const entries = await declare("limited", { "naru.dev/sessions-per-user": "1" });
    const redis = client(entries);
    const prefix = entries["prefix"] ?? "";
    // From when on it is watched is not told: so again and again.
    let second = "";
    await eventually(async () => {
      const first = `first-${second}`;
      second = `second-${Date.now()}`;
      await signIn(redis, prefix, first, "kim");
      await signIn(redis, prefix, second, "kim");
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await redis.exists(`${prefix}${first}`)).toBe(0);
    }, 20_000);
    expect(await redis.exists(`${prefix}${second}`)).toBe(1);
    await signIn(redis, prefix, second, "kim");
    await signIn(redis, prefix, "other", "lee");
    await signIn(redis, prefix, "nobody");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await existing(redis, `${prefix}${second}`, `${prefix}other`, `${prefix}nobody`)).toBe(3);
  });

  test.each([
    ["unknown-library", { "naru.dev/session-layout": "cookies" }, "No session library is known as cookies."],
    ["no-number", { "naru.dev/sessions-per-user": "some" }, "some is no number of sessions."],
    ["no-store", { "naru.dev/session-store": "attic" }, "There is no session store attic."],
  ])("what can't be of use is told: %s", async (of, annotations, message) => {
    const metadata = { name: of, namespace, labels: { "naru.dev/sessions": of }, annotations };
    await fixture.client.create(kinds.secrets, namespace, { metadata });
    await eventually(async () => {
      const { undeclared } = await list();
      expect(undeclared.find((each) => each.name === of)).toMatchObject({ message });
    }, 15_000);
  });

  test("an account is gone with its Secret", async () => {
    const entries = await declare("gone");
    await fixture.client.delete(kinds.secrets, { namespace, name: "gone" });
    await eventually(async () => {
      await expect(client(entries).get(`${entries["prefix"]}x`)).rejects.toThrow(
        /WRONGPASS|NOPERM|closed|Retries|startup nodes|slots cache/,
      );
    }, 15_000);
  });

  test("a store that was away is told with how long, and sessions and accounts are there again after it", async () => {
    const entries = await declare("surviving");
    const redis = client(entries);
    const key = `${entries["prefix"]}kept`;
    await signIn(redis, entries["prefix"] ?? "", "kept", "kim");
    await store.fail(key);
    if (!store.isReplicated) {
      await eventually(async () => expect((await list()).stores[0]).toMatchObject({ isUp: false }), 15_000);
      await expect(find("surviving")).rejects.toThrow("main");
      await store.mend();
    }
    await eventually(async () => {
      expect((await list()).stores[0]).toMatchObject({ isUp: true, message: "" });
      const { outages } = await answer(feature, api.listOutages, { from: "now-1h", to: "now" });
      const [outage] = outages;
      expect(outage).toMatchObject({ store: "main", lostMs: 0, isFailover: store.isReplicated });
      expect((outage?.to ?? 0) - (outage?.from ?? 0)).toBeGreaterThan(500);
      expect((outage?.to ?? 0) - (outage?.from ?? 0)).toBeLessThan(10_000);
      expect(await client(entries).get(key)).toContain("kim");
    }, 30_000);
    if (store.isReplicated) await store.mend();
    expect((await find("surviving", { user: "kim" })).sessions).toHaveLength(1);
  }, 60_000);
});
