import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Clock } from "#kernel/clock.ts";
import { NaruError } from "#kernel/errors.ts";
import type { AlertEngine } from "../engine.ts";
import { activeAlerts } from "../rules/answers.ts";
import { type Silence, stateOf } from "../silences/silence.ts";
import { filterOf } from "./filter.ts";

/* The part of Alertmanager's API that Grafana and amtool need: what fires, and silences.
 * Source: https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */

export function alertmanager(app: Hono, engine: AlertEngine, clock: Clock): void {
  const base = "/alertmanager/api/v2";
  app.get(`${base}/status`, (c) => c.json(statusOf(clock)));
  app.get(`${base}/receivers`, (c) =>
    c.json(engine.integrations().map(({ integration }) => ({ name: integration.receiver }))),
  );
  app.get(`${base}/alerts`, (c) => c.json(alertsOf(engine, c)));
  app.get(`${base}/silences`, (c) => {
    const fits = filterOf(c.req.queries("filter") ?? []);
    const silences = engine.silences
      .list()
      .filter(({ matchers }) => fits(Object.fromEntries(matchers.map(({ name, value }) => [name, value]))));
    return c.json(silences.map((each) => silenceOf(each, clock.now())));
  });
  app.get(`${base}/silence/:id`, (c) => c.json(silenceOf(known(engine, c.req.param("id")), clock.now())));
  app.post(`${base}/silences`, async (c) => c.json({ silenceID: await put(engine, c) }));
  app.delete(`${base}/silence/:id`, async (c) => {
    await engine.silences.expire(c.req.param("id"));
    return c.body(null, 200);
  });
}

const statusOf = (clock: Clock) => ({
  cluster: { status: "disabled", peers: [] },
  config: { original: "" },
  uptime: new Date(clock.now()).toISOString(),
  versionInfo: { version: "0.28.0", revision: "", branch: "", buildUser: "", buildDate: "", goVersion: "" },
});

const rfc3339 = (ms: number): string => new Date(ms).toISOString();
/** Alertmanager says of what fires when it would be taken for resolved. */
const aheadMs = 240_000;

function alertsOf(engine: AlertEngine, c: Context): object[] {
  const fits = filterOf(c.req.queries("filter") ?? []);
  const wants = (name: string) => c.req.query(name) !== "false";
  return activeAlerts(engine)
    .filter(({ state, labels }) => state === "firing" && fits(labels))
    .map((row) => ({ row, isQuiet: row.silencedBy.length + row.inhibitedBy.length > 0 }))
    .filter(({ row, isQuiet }) => {
      if (!isQuiet) return wants("active");
      return (
        (row.silencedBy.length === 0 || wants("silenced")) &&
        (row.inhibitedBy.length === 0 || wants("inhibited"))
      );
    })
    .map(({ row, isQuiet }) => ({
      labels: row.labels,
      annotations: row.annotations,
      startsAt: rfc3339(row.firedAt),
      endsAt: rfc3339(row.firedAt + aheadMs),
      updatedAt: rfc3339(row.firedAt),
      generatorURL: `/alerts/${row.fingerprint}`,
      fingerprint: row.fingerprint,
      receivers: row.receivers.map((name) => ({ name })),
      status: {
        state: isQuiet ? "suppressed" : "active",
        silencedBy: row.silencedBy,
        inhibitedBy: row.inhibitedBy,
        mutedBy: [],
      },
    }));
}

const silenceOf = (
  { id, matchers, startsAt, endsAt, updatedAt, createdBy, comment, ...rest }: Silence,
  now: number,
) => ({
  id,
  status: { state: stateOf({ id, matchers, startsAt, endsAt, updatedAt, createdBy, comment, ...rest }, now) },
  updatedAt: rfc3339(updatedAt),
  matchers: matchers.map(({ name, value, operator }) => ({
    name,
    value,
    isRegex: operator.endsWith("~"),
    isEqual: !operator.startsWith("!"),
  })),
  startsAt: rfc3339(startsAt),
  endsAt: rfc3339(endsAt),
  createdBy,
  comment,
});

function known(engine: AlertEngine, id: string): Silence {
  const silence = engine.silences.get(id);
  if (silence) return silence;
  throw new NaruError("NOT_FOUND", `There is no silence ${id}.`);
}

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const posted = z.object({
  id: z.string().max(100).optional(),
  matchers: z
    .array(
      z.object({
        name: z.string().min(1).max(1000),
        value: z.string().max(4000),
        isRegex: z.boolean(),
        isEqual: z.boolean().default(true),
      }),
    )
    .min(1)
    .max(50),
  startsAt: time,
  endsAt: time,
  createdBy: z.string().max(200),
  comment: z.string().max(2000),
});

async function put(engine: AlertEngine, c: Context): Promise<string> {
  const read = posted.safeParse(await c.req.json().catch(() => undefined));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new NaruError(
      "INVALID_INPUT",
      `${issue?.path.join(".") ?? "body"}: ${issue?.message ?? "can't be read"}`,
    );
  }
  const { id, matchers, ...rest } = read.data;
  const { id: made } = await engine.silences.put({
    ...rest,
    id: id === "" ? undefined : id,
    matchers: matchers.map(({ name, value, isRegex, isEqual }) => ({
      name,
      value,
      operator: isRegex ? (isEqual ? "=~" : "!~") : isEqual ? "=" : "!=",
    })),
  });
  return made;
}
