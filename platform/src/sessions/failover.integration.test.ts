import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "@naru/testkit";
import { master, realValkey, startTrio, type Trio } from "@naru/testkit/valkey";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#kernel/clock.ts";
import type { StoreSource } from "./stores/source.ts";
import { SessionStore } from "./stores/store.ts";
import type { Outage } from "./stores/watch.ts";

const password = "of-the-default-user";

let trio: Trio;
let store: SessionStore;
let folder: string;
const outages: Outage[] = [];

beforeAll(async () => {
  if (realValkey === undefined) return;
  trio = await startTrio(password, { downAfterMs: 600 });
  folder = await mkdtemp(join(tmpdir(), "naru-failover-"));
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  const source: StoreSource = {
    name: "trio",
    kind: "sentinel",
    addresses: trio.ports.map((port) => ({ host: "127.0.0.1", port })),
    master,
    isEncrypted: false,
    isEmbedded: false,
    database: 0,
    passwordFile,
  };
  store = new SessionStore(source, systemClock, { onOutage: (_, outage) => outages.push(outage) });
  store.start();
  await eventually(() => {
    expect(store.isUp).toBe(true);
    return Promise.resolve();
  }, 15_000);
}, 60_000);
afterAll(async () => {
  await store?.stop();
  await trio?.stop();
  if (folder) await rm(folder, { recursive: true });
});

test.skipIf(realValkey === undefined)(
  "a master that dies is followed by its replica, with what had been written, and nothing hangs meanwhile",
  async () => {
    await store.ask((client) => client.set("session:kept", "kim", "EX", 3600));
    await store.everywhere((server) => server.call("ACL", "SETUSER", "app", "on", ">s3cret", "~*", "+@read"));
    await eventually(async () => {
      const [facts] = await Promise.all(store.masters().map((each) => each.info("replication")));
      expect(facts).toMatch(/slave0:.*state=online/);
    }, 10_000);
    const killedAt = await trio.killMaster();

    const began = performance.now();
    await expect(store.ask((client) => client.get("session:kept"))).rejects.toMatchObject({
      code: "SESSION_STORE_UNAVAILABLE",
    });
    expect(performance.now() - began, "an answer, though the master is gone").toBeLessThan(5000);

    await eventually(async () => {
      expect(await store.ask((client) => client.get("session:kept"))).toBe("kim");
      expect(outages).toHaveLength(1);
    }, 20_000);
    // Accounts are not replicated: the new master has it because every server was told.
    const [app] = store.masters().map((each) => each.duplicate({ username: "app", password: "s3cret" }));
    await eventually(async () => expect(await app?.get("session:kept")).toBe("kim"), 10_000);
    app?.disconnect();

    const [outage] = outages;
    expect(outage?.before).not.toBe(outage?.after);
    expect(Math.abs((outage?.from ?? 0) - killedAt)).toBeLessThan(2000);
    expect((outage?.to ?? 0) - killedAt).toBeLessThan(10_000);
  },
  60_000,
);
