import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type ClickHouse, type Engine, migrate, startEngine } from "@naru/clickhouse";
import { Client } from "@naru/kubernetes";
import { eventually } from "@naru/testkit";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrations } from "#telemetry/store/index.ts";
import { configKind, ruleKind } from "../cluster/definitions.ts";
import { configObject, gaugeOf, Receiver, repeat, ruleObject, writeTo } from "../fixture.ts";

/* Alerts come up all the time while the process is killed at any moment: each of them must be told, and told under one
 * key only. */

const kills = Number(process.env["ALERT_KILLS"] ?? 4);
const program = fileURLToPath(new URL("fixture.ts", import.meta.url));

let folder: string;
let engine: Engine;
let clickhouse: ClickHouse;
let kubernetes: Kubernetes;
let receiver: Receiver;
let client: Client;
let child: ChildProcess | undefined;
/** Values by name of what is measured: above 0 is wrong. */
const troubles = new Map<string, number>();
let writing: ReturnType<typeof repeat>;

const write = () =>
  writeTo(
    clickhouse,
    [...troubles].map(([what, value]) => gaugeOf({ __name__: "trouble", what }, Date.now(), value)),
  );

/** Resolves when it is at work. */
async function launch(): Promise<void> {
  const socket = join(folder, "clickhouse", "engine.sock");
  child = fork(program, [socket, kubernetes.kubeconfig, join(folder, "alerts")], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
}

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-alert-crash-"));
  [engine, kubernetes, receiver] = await Promise.all([
    startEngine({ folder: join(folder, "clickhouse"), memoryLimitBytes: 1024 ** 3 }),
    startKubernetes({ nodes: 0 }),
    Receiver.open(),
  ]);
  ({ clickhouse } = engine);
  await migrate(clickhouse, migrations({ kind: "single" }));
  client = new Client({ kubeconfig: kubernetes.kubeconfig });
  await launch();
  await eventually(() => client.get(ruleKind, { namespace: "naru", name: "naru-defaults" }), 30_000);
  await client.delete(ruleKind, { namespace: "naru", name: "naru-defaults" });
  const webhook = { url: `${receiver.url}/hook` };
  const route = {
    receiver: "hook",
    groupBy: ["what"],
    groupWait: "0s",
    groupInterval: "1s",
    repeatInterval: "10h",
  };
  await client.create(
    configKind,
    "naru",
    configObject("hook", { route, receivers: [{ name: "hook", webhookConfigs: [webhook] }] }),
  );
  await client.create(ruleKind, "naru", ruleObject("trouble", [{ alert: "Trouble", expr: "trouble > 0" }]));
  writing = repeat(write, 500);
}, 60_000);

afterAll(async () => {
  await writing.stop();
  await kill();
  client.close();
  await Promise.all([receiver.close(), kubernetes.stop()]);
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

const told = () =>
  receiver.at("/hook").flatMap(({ headers, body }) =>
    body.alerts.map(({ labels, status }) => ({
      what: labels["what"] ?? "",
      status,
      key: String(headers["idempotency-key"]),
    })),
  );

/** Resolves while a message is not answered; or when there is none to come. */
const nextMessage = () =>
  Promise.race([
    pause(8000),
    new Promise<void>((resolve) => {
      receiver.onNext = () => {
        child?.kill("SIGKILL");
        resolve();
      };
    }),
  ]);

test(
  `killed ${kills} times while alerts come up, each is told, and under one key`,
  { timeout: 180_000 },
  async () => {
    for (let i = 0; i < kills; i++) {
      troubles.set(`a${i}`, 1);
      await write();
      // In turn at any moment, and when the receiver has a message and has not answered.
      if (i % 2 === 0) await pause(Math.random() * 2500);
      else await nextMessage();
      await kill();
      await launch();
    }
    const names = [...troubles.keys()];
    await eventually(() => {
      const firing = new Set(
        told()
          .filter(({ status }) => status === "firing")
          .map(({ what }) => what),
      );
      expect(names.filter((name) => !firing.has(name))).toEqual([]);
    }, 30_000);
    await pause(2500);
    const keys = Map.groupBy(told(), ({ what }) => what);
    const severalKeys = names.filter((name) => new Set(keys.get(name)?.map(({ key }) => key)).size !== 1);
    expect(severalKeys).toEqual([]);
    const again = receiver.at("/hook").length - new Set(told().map(({ key }) => key)).size;
    expect(
      again,
      "messages sent again, each of which needs a kill between the answer and its note",
    ).toBeLessThanOrEqual(kills);
  },
);

test("a message that was begun and has no end is sent again under its key", { timeout: 60_000 }, async () => {
  receiver.status = 503;
  troubles.set("late", 1);
  await write();
  const first = await eventually(() => {
    const found = told().filter(({ what }) => what === "late");
    expect(found.length).toBeGreaterThan(0);
    return found[0]?.key;
  }, 20_000);
  await kill();
  receiver.status = 200;
  const before = receiver.calls.length;
  await launch();
  await eventually(() => expect(receiver.calls.length).toBeGreaterThan(before), 20_000);
  await pause(2000);
  expect(
    new Set(
      told()
        .filter(({ what }) => what === "late")
        .map(({ key }) => key),
    ),
  ).toEqual(new Set([first]));
  expect(receiver.calls.length).toBe(before + 1);
});
