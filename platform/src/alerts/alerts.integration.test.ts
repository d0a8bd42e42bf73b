import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouse, migrate } from "@naru/clickhouse";
import { openEmbedded } from "@naru/clickhouse/embedded";
import { Client, kinds } from "@naru/kubernetes";
import { eventually } from "@naru/testkit";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { Hono } from "hono";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "#kernel/log.ts";
import { answer } from "#kubernetes/fixture.ts";
import type { ClusterSource } from "#kubernetes/index.ts";
import { migrations } from "#telemetry/store/index.ts";
import * as api from "./api.ts";
import { configKind, ruleKind } from "./cluster/definitions.ts";
import { configObject, gaugeOf, Receiver, repeat, ruleObject, writeTo } from "./fixture.ts";
import { type Alerts, openAlerts } from "./index.ts";

let path: string;
let clickhouse: ClickHouse;
let kubernetes: Kubernetes;
let client: Client;
let receiver: Receiver;
let alerts: Alerts;
let smtp: SMTPServer;
let smtpPort = 0;
const mails: string[] = [];
let writing: ReturnType<typeof repeat>;
/** Of `temperature` by room, written each second. */
const rooms = new Map([
  ["kitchen", 80],
  ["hall", 20],
]);

const embedded = (): ClusterSource => ({
  name: "local",
  access: { kubeconfig: kubernetes.kubeconfig },
  isEmbedded: true,
});

const open = (cluster = embedded()) =>
  openAlerts({
    clusters: [cluster],
    clickhouse,
    write: (series) => writeTo(clickhouse, series),
    log: createLogger("silent"),
    externalUrl: "http://naru.test",
    folder: join(path, "alerts"),
  });

const write = () =>
  writeTo(
    clickhouse,
    [...rooms].map(([room, value]) => gaugeOf({ __name__: "temperature", room }, Date.now(), value)),
  );

async function startMail(): Promise<void> {
  smtp = new SMTPServer({
    authOptional: false,
    onAuth: ({ username, password }, _, done) =>
      username === "naru" && password === "s3cret" ? done(null, { user: username }) : done(new Error("no")),
    onData(stream, _, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString("utf8"));
        done();
      });
    },
  });
  smtp.on("error", () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const address = smtp.server.address();
  smtpPort = typeof address === "object" ? (address?.port ?? 0) : 0;
}

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), "naru-alerts-"));
  clickhouse = openEmbedded({ path, memoryLimitBytes: 1024 ** 3, concurrency: 2 });
  await migrate(clickhouse, migrations({ kind: "single" }));
  [kubernetes, receiver] = await Promise.all([startKubernetes({ nodes: 0 }), Receiver.open(), startMail()]);
  client = new Client({ kubeconfig: kubernetes.kubeconfig });
  await write();
  writing = repeat(write, 1000);
  alerts = open();
  await alerts.feature.start?.();
  await eventually(() => client.get(ruleKind, { namespace: "naru", name: "naru-defaults" }), 20_000);
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "receivers" },
    stringData: { slack: `${receiver.url}/slack`, smtp: "s3cret" },
  };
  await client.create(kinds.secrets, "naru", secret);
  await client.create(
    configKind,
    "naru",
    configObject("team", {
      route: {
        receiver: "all",
        groupBy: ["alertname"],
        groupWait: "0s",
        groupInterval: "1s",
        repeatInterval: "1h",
      },
      receivers: [
        {
          name: "all",
          webhookConfigs: [{ url: `${receiver.url}/hook`, sendResolved: true }],
          slackConfigs: [
            {
              apiURL: { name: "receivers", key: "slack" },
              channel: "#ops",
              text: "{{ range .Alerts }}{{ .Labels.room }} {{ end }}",
            },
          ],
          emailConfigs: [
            {
              to: "ops@example.org",
              from: "naru@example.org",
              smarthost: `127.0.0.1:${smtpPort}`,
              authUsername: "naru",
              authPassword: { name: "receivers", key: "smtp" },
              tlsConfig: { insecureSkipVerify: true },
            },
          ],
        },
      ],
      inhibitRules: [
        {
          sourceMatch: [{ name: "severity", value: "critical" }],
          targetMatch: [{ name: "severity", value: "warning" }],
          equal: ["room"],
        },
      ],
    }),
  );
  await client.create(
    ruleKind,
    "naru",
    ruleObject("rooms", [
      {
        alert: "TooHot",
        expr: "temperature > 50",
        labels: { severity: "critical" },
        annotations: { summary: "{{ $labels.room }} has {{ $value }} degrees" },
      },
      { alert: "Warm", expr: "temperature > 40", labels: { severity: "warning" } },
      { alert: "Slowly", expr: "temperature > 60", for: "1h" },
      { alert: "Broken", expr: "temperature >" },
      { record: "room:temperature:max", expr: "max(temperature)" },
    ]),
  );
}, 60_000);

afterAll(async () => {
  await writing.stop();
  await alerts.feature.stop?.();
  client.close();
  await Promise.all([
    receiver.close(),
    kubernetes.stop(),
    new Promise<void>((resolve) => smtp.close(resolve)),
  ]);
  await clickhouse.close();
  await rm(path, { recursive: true, force: true });
});

const list = () => answer(alerts.feature, api.listAlerts, {});
const named = async (name: string) => (await list()).alerts.filter((each) => each.name === name);

test("a condition that holds fires, and one with `for` is pending first", async () => {
  await eventually(async () => {
    expect(await named("TooHot")).toMatchObject([
      {
        state: "firing",
        severity: "critical",
        labels: { room: "kitchen" },
        annotations: { summary: "kitchen has 80 degrees" },
      },
    ]);
    expect(await named("Slowly")).toMatchObject([{ state: "pending" }]);
  }, 15_000);
});

test("a webhook is told in Alertmanager's JSON, with a key", async () => {
  const [call] = await eventually(() => {
    const calls = receiver.at("/hook").filter(({ body }) => body.groupLabels["alertname"] === "TooHot");
    expect(calls).toHaveLength(1);
    return calls;
  });
  expect(call?.headers["idempotency-key"]).toMatch(/^"[0-9a-f-]{36}"$/);
  expect(call?.body).toMatchObject({
    version: "4",
    status: "firing",
    receiver: "all",
    truncatedAlerts: 0,
    commonLabels: { alertname: "TooHot", room: "kitchen", severity: "critical" },
    externalURL: "http://naru.test",
    alerts: [
      {
        status: "firing",
        endsAt: "0001-01-01T00:00:00Z",
        annotations: { summary: "kitchen has 80 degrees" },
      },
    ],
  });
});

test("Slack is told by the address in a Secret, by its own template", async () => {
  await eventually(() =>
    expect(receiver.at("/slack").map(({ body }) => body)).toMatchObject([
      { channel: "#ops", attachments: [{ title: "[FIRING:1] TooHot", color: "#d92d20", text: "kitchen " }] },
    ]),
  );
});

test("a mail goes over STARTTLS with a password from a Secret", async () => {
  const mail = await eventually(() => {
    expect(mails).toHaveLength(1);
    return mails[0] ?? "";
  });
  expect(mail).toMatch(/^Subject: \[FIRING:1\] TooHot/m);
  expect(mail).toMatch(/^To: ops@example.org/m);
  expect(mail).toContain("kitchen has 80 degrees");
});

test("an alert that another one explains is shown, and nobody is told", async () => {
  const [hot] = await named("TooHot");
  await eventually(async () =>
    expect(await named("Warm")).toMatchObject([{ state: "firing", inhibitedBy: [hot?.fingerprint] }]),
  );
  expect(receiver.calls.filter(({ body }) => body.groupLabels?.["alertname"] === "Warm")).toEqual([]);
});

test("a rule that can't be read says why, and the others go on", async () => {
  const rules = await eventually(async () => {
    const { groups } = await answer(alerts.feature, api.listRules, {});
    const found = groups.find(({ name }) => name === "rooms")?.rules ?? [];
    expect(found.map(({ name, health }) => [name, health])).toEqual([
      ["TooHot", "ok"],
      ["Warm", "ok"],
      ["Slowly", "ok"],
      ["Broken", "err"],
      ["room:temperature:max", "ok"],
    ]);
    return found;
  });
  expect(rules[3]?.lastError).toMatch(/parse error/);
});

test("what rules make can be asked for as series", async () => {
  const fingerprint = (await named("TooHot"))[0]?.fingerprint ?? "";
  await eventually(async () => {
    const detail = await answer(alerts.feature, api.getAlert, { fingerprint });
    expect(detail.steps).toMatchObject([{ state: "firing" }]);
    expect(detail.chart.series[0]?.values.at(-1)).toBe(80);
  }, 15_000);
  const rows = await clickhouse.query<{ metric: string; last: number }>({
    text: "SELECT metric, argMax(value, time) AS last FROM metric_numbers WHERE metric IN ('ALERTS', 'room:temperature:max') GROUP BY metric ORDER BY metric",
    params: {},
  });
  expect(rows).toEqual([
    { metric: "ALERTS", last: 1 },
    { metric: "room:temperature:max", last: 80 },
  ]);
});

test("Prometheus's API tells rules and alerts", async () => {
  const told = await alerts.rules.alerts();
  expect(told).toContainEqual(
    expect.objectContaining({
      state: "firing",
      value: "80",
      labels: { alertname: "TooHot", room: "kitchen", severity: "critical" },
    }),
  );
  const groups = await alerts.rules.groups();
  expect(groups.find(({ name }) => name === "rooms")?.rules).toContainEqual(
    expect.objectContaining({
      name: "Slowly",
      type: "alerting",
      state: "pending",
      duration: 3600,
      health: "ok",
    }),
  );
});

const hall = () =>
  receiver.at("/hook").filter(({ body }) => body.alerts.some(({ labels }) => labels["room"] === "hall"));

test("a silence keeps a further alert quiet until it ends", async () => {
  const matchers = [{ name: "room", operator: "=" as const, value: "hall" }];
  const { silence } = await answer(alerts.feature, api.createSilence, {
    matchers,
    durationSeconds: 3600,
    comment: "painting",
  });
  rooms.set("hall", 90);
  await eventually(async () =>
    expect((await named("TooHot")).find(({ labels }) => labels["room"] === "hall")).toMatchObject({
      state: "firing",
      silencedBy: [silence.id],
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(hall()).toEqual([]);
  await answer(alerts.feature, api.expireSilence, { id: silence.id });
  await eventually(() => expect(hall()).toHaveLength(1));
  expect(
    hall()[0]
      ?.body.alerts.map(({ labels }) => labels["room"])
      .toSorted(),
  ).toEqual(["hall", "kitchen"]);
});

test("Alertmanager's API lists alerts and makes silences, for Grafana and amtool", async () => {
  const app = new Hono();
  alerts.feature.routes?.register(app);
  const base = "/alertmanager/api/v2";
  const found = (await (
    await app.request(`${base}/alerts?filter=room%3D%22kitchen%22&inhibited=false`)
  ).json()) as object[];
  expect(found).toMatchObject([
    { labels: { alertname: "TooHot" }, status: { state: "active" }, receivers: [{ name: "naru/team/all" }] },
  ]);
  const posted = await app.request(`${base}/silences`, {
    method: "POST",
    body: JSON.stringify({
      matchers: [{ name: "room", value: "cellar|attic", isRegex: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: "amtool",
      comment: "",
    }),
  });
  const { silenceID } = (await posted.json()) as { silenceID: string };
  expect((await app.request(`${base}/silence/${silenceID}`, { method: "DELETE" })).status).toBe(200);
  expect(await (await app.request(`${base}/silence/${silenceID}`)).json()).toMatchObject({
    status: { state: "expired" },
    matchers: [{ isRegex: true, isEqual: true }],
  });
});

/** What the webhook was told of a room, of one alert. */
const hotIn = (room: string) =>
  receiver
    .at("/hook")
    .filter(
      ({ body }) =>
        body.groupLabels["alertname"] === "TooHot" &&
        body.alerts.some(({ labels }) => labels["room"] === room),
    );

const lastOf = async () => {
  const { receivers } = await answer(alerts.feature, api.listReceivers, {});
  return receivers.map(({ kind, last }) => ({ kind, isSent: last?.isSent, error: last?.error }));
};

test("a receiver that fails for a moment is told again, the same with the same key", async () => {
  receiver.status = 503;
  rooms.set("attic", 95);
  await eventually(() => expect(hotIn("attic").length).toBeGreaterThan(0));
  await eventually(async () =>
    expect(await lastOf()).toContainEqual({
      kind: "webhook",
      isSent: false,
      error: expect.stringMatching(/^it answered 503/),
    }),
  );
  receiver.status = 200;
  await eventually(async () =>
    expect((await lastOf()).map(({ isSent }) => isSent)).toEqual([true, true, true]),
  );
  const tries = hotIn("attic");
  expect(tries.length).toBeGreaterThan(1);
  expect(new Set(tries.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  expect(tries[0]?.body.alerts).toHaveLength(3);
});

test("a receiver can be tried out", async () => {
  const { receivers } = await answer(alerts.feature, api.listReceivers, {});
  const webhook = receivers.find(({ kind }) => kind === "webhook");
  expect(await answer(alerts.feature, api.testReceiver, { key: webhook?.key ?? "" })).toMatchObject({
    isSent: true,
  });
  expect(receiver.at("/hook").at(-1)?.body.alerts).toMatchObject([{ labels: { alertname: "NaruTest" } }]);
});

test("after a restart everything is as it was, and nobody is told again", async () => {
  await eventually(async () => expect((await list()).counts.firing).toBeGreaterThan(3));
  const before = (await list()).alerts.map(({ fingerprint, state, activeAt }) => ({
    fingerprint,
    state,
    activeAt,
  }));
  const told = receiver.calls.length;
  await alerts.feature.stop?.();
  alerts = open();
  await alerts.feature.start?.();
  await eventually(async () => {
    const after = (await list()).alerts.map(({ fingerprint, state, activeAt }) => ({
      fingerprint,
      state,
      activeAt,
    }));
    expect(after.filter(({ state }) => state === "firing")).toEqual(
      before.filter(({ state }) => state === "firing"),
    );
  });
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(receiver.calls).toHaveLength(told);
});

const frost = async () => {
  const { groups, problems } = await answer(alerts.feature, api.listRules, {});
  return { names: groups.find(({ name }) => name === "frost")?.rules.map(({ name }) => name), problems };
};
const declareFrost = (expr: string) =>
  client.apply(
    ruleKind,
    { namespace: "naru", name: "frost" },
    ruleObject("frost", [{ alert: "Frost", expr }]),
    { fieldManager: "test", force: true },
  );
const frozen = async () =>
  (await named("Frost")).map(({ state, labels }) => `${state} ${labels["room"]}`).toSorted();

test("rules that can't be read any more leave those of before in force, and nothing is resolved", async () => {
  rooms.set("cellar", 5);
  await declareFrost("temperature < 10");
  await eventually(async () => expect(await frozen()).toEqual(["firing cellar"]), 20_000);
  await declareFrost("temperature <");
  await eventually(async () => {
    const { names, problems } = await frost();
    expect(names).toEqual(["Frost"]);
    expect(problems).toContainEqual(
      expect.objectContaining({
        name: "frost",
        problem: expect.stringMatching(/^Frost: .*parse error/),
        isEarlierUsed: true,
      }),
    );
  });
  rooms.set("loft", 4);
  await eventually(async () => expect(await frozen()).toEqual(["firing cellar", "firing loft"]), 20_000);
});

const toldOfShed = () =>
  receiver.at("/hook").filter(({ body }) => body.alerts.some(({ labels }) => labels["room"] === "shed"));

test("after a start while the cluster is away, rules and receivers are those of before", async () => {
  await alerts.feature.stop?.();
  const kubeconfig = join(path, "away.kubeconfig");
  const known = await readFile(kubernetes.kubeconfig, "utf8");
  await writeFile(kubeconfig, known.replace(`:${kubernetes.port}`, ":1"));
  alerts = open({ name: "local", access: { kubeconfig } });
  await alerts.feature.start?.();
  rooms.set("shed", 3);
  await eventually(() => expect(toldOfShed().length).toBeGreaterThan(0), 30_000);
  expect((await list()).clusters).toMatchObject([{ name: "local", state: "away", isKnown: true }]);
  expect((await frost()).names).toEqual(["Frost"]);
  await alerts.feature.stop?.();
  alerts = open();
  await alerts.feature.start?.();
  await client.delete(ruleKind, { namespace: "naru", name: "frost" });
  await eventually(async () => expect((await frost()).names).toBeUndefined());
});

test("a rule that is taken away resolves its alerts, and whoever was told is told", async () => {
  await client.delete(ruleKind, { namespace: "naru", name: "rooms" });
  await eventually(() => {
    const last = receiver.at("/hook").findLast(({ body }) => body.groupLabels["alertname"] === "TooHot");
    expect(last?.body).toMatchObject({ status: "resolved", alerts: [{ status: "resolved" }, {}, {}] });
  }, 15_000);
  const { steps } = await answer(alerts.feature, api.alertHistory, { search: "kitchen" });
  expect(steps.map(({ name, state }) => [name, state])).toContainEqual(["TooHot", "resolved"]);
});
