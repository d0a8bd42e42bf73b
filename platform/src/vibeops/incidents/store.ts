import { type ClickHouse, dateTime, insertRows, join, raw, type RowValues, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import type { Happening, IncidentRow } from "./api.ts";
import { featuresOf } from "./similar/features.ts";
import type { Incident, Made, Step } from "./lifecycle/incident.ts";

/* Every statement about incidents. Rows are only added; see telemetry/store/incidents-schema.ts. */

/** Stores steps, each as the next revision of its incident. Diagnoses that revisions name go first: a process that ends
 *  between both leaves a diagnosis that nobody names.
 *  @param isStored  whether a diagnosis is in the store already */
export async function insertSteps(
  clickhouse: ClickHouse,
  steps: readonly Step[],
  at: number,
  isStored: (diagnosisId: string) => boolean,
): Promise<void> {
  const made = new Map<string, RowValues>();
  for (const { incident } of steps)
    for (const one of [incident.best, incident.latest])
      if (one !== null && !isStored(one.id)) made.set(one.id, diagnosisValues(incident.id, one));
  await insertRows(clickhouse, "incident_diagnoses", [...made.values()]);
  await insertRows(
    clickhouse,
    "incident_revisions",
    steps.map((step) => revisionValues(step, at)),
  );
}

const diagnosisValues = (incidentId: string, { id, at, diagnosis }: Made): RowValues => ({
  at_time: at,
  incident_id: incidentId,
  diagnosis_id: id,
  body: JSON.stringify(diagnosis),
});

function revisionValues({ incident, happenings }: Step, at: number): RowValues {
  const { row, rest } = apart(incident);
  return {
    at_time: at,
    incident_id: row.id,
    revision: incident.revision,
    state: row.state,
    at_opened_at: row.openedAt,
    at_ended_at: row.endedAt ?? 0,
    at_resolved_at: row.resolvedAt ?? 0,
    cause_kind: row.cause?.kind ?? "",
    services: JSON.stringify(row.services),
    features: JSON.stringify(featuresOf(incident)),
    search_text: [
      row.headline.en,
      row.headline.ko,
      ...row.services,
      ...row.alerts.map(({ name }) => name),
      row.verdict?.text ?? "",
    ].join("\n"),
    summary: JSON.stringify(row),
    body: JSON.stringify(rest),
    happenings: JSON.stringify(happenings),
  };
}

type Rest = Omit<Incident, keyof IncidentRow | "best" | "latest" | "revision"> & {
  readonly bestId: string | null;
  readonly latestId: string | null;
};

/** What lists show of an incident, and the rest of it. */
function apart({ best, latest, revision: _revision, ...incident }: Incident): {
  row: IncidentRow;
  rest: Rest;
} {
  const { led, symptoms, changes, isImpactShared, absorbed, ...more } = incident;
  const { quietLooks, quietSince, wentQuiet, isHeld, ...row } = more;
  const quiet = { quietLooks, quietSince, wentQuiet, isHeld };
  const rest = { led, symptoms, changes, isImpactShared, absorbed, ...quiet };
  return { row, rest: { ...rest, bestId: best?.id ?? null, latestId: latest?.id ?? null } };
}

/** What lists show of it. */
export const rowOf = (incident: Incident): IncidentRow => apart(incident).row;

const mostRestored = 1000;
/** The last revision of each incident. */
const isLast = raw(
  "(incident_id, revision) IN (SELECT incident_id, max(revision) FROM incident_revisions GROUP BY incident_id)",
);

interface Stored {
  readonly revision: number;
  readonly summary: string;
  readonly body: string;
}

/** Open incidents, and those that were resolved since a moment. */
export async function unfinished(clickhouse: ClickHouse, since: number): Promise<Incident[]> {
  const read: Read = (statement) => clickhouse.query(statement);
  const rows = await read<Stored>(sql`
    SELECT revision, summary, body FROM incident_revisions
    WHERE ${isLast} AND (state = 'open' OR (state = 'resolved' AND resolved_at >= ${dateTime(since)}))
    ORDER BY time DESC LIMIT 1 BY incident_id LIMIT ${mostRestored}`);
  return whole(read, rows);
}

/** When incidents were opened since a moment, milliseconds since 1970. */
export async function openings(clickhouse: ClickHouse, since: number): Promise<number[]> {
  const rows = await clickhouse.query<{ at: string }>(sql`
    SELECT toString(toUnixTimestamp64Milli(min(opened_at))) AS at FROM incident_revisions
    WHERE opened_at >= ${dateTime(since)} GROUP BY incident_id LIMIT ${mostRestored}`);
  return rows.map(({ at }) => Number(at));
}

export async function storedIncident(read: Read, id: string): Promise<Incident | undefined> {
  const rows = await read<Stored>(sql`
    SELECT revision, summary, body FROM incident_revisions WHERE incident_id = ${id}
    ORDER BY revision DESC, time DESC LIMIT 1`);
  return (await whole(read, rows))[0];
}

/** Revisions with their diagnoses. */
async function whole(read: Read, rows: readonly Stored[]): Promise<Incident[]> {
  const parts = rows.map(({ revision, summary, body }) => ({
    revision,
    row: JSON.parse(summary) as IncidentRow,
    rest: JSON.parse(body) as Rest,
  }));
  const ids = parts.flatMap(({ rest }) => [rest.bestId, rest.latestId]).filter((id) => id !== null);
  const made = await diagnoses(read, [...new Set(ids)]);
  return parts.map(({ revision, row, rest: { bestId, latestId, ...rest } }) => ({
    ...row,
    ...rest,
    revision,
    best: made.get(bestId ?? "") ?? null,
    latest: made.get(latestId ?? "") ?? null,
  }));
}

async function diagnoses(read: Read, ids: readonly string[]): Promise<Map<string, Made>> {
  if (ids.length === 0) return new Map();
  const rows = await read<{ id: string; at: string; body: string }>(sql`
    SELECT diagnosis_id AS id, toString(toUnixTimestamp64Milli(time)) AS at, body FROM incident_diagnoses
    WHERE diagnosis_id IN ${ids} LIMIT 1 BY diagnosis_id`);
  return new Map(
    rows.map(({ id, at, body }) => [id, { id, at: Number(at), diagnosis: JSON.parse(body) as Diagnosis }]),
  );
}

const mostHappenings = 2000;

/** Of several incidents that are one, oldest first. */
export async function happenings(read: Read, ids: readonly string[]): Promise<Happening[]> {
  const rows = await read<{ happenings: string }>(sql`
    SELECT happenings FROM incident_revisions
    WHERE incident_id IN ${ids} AND happenings != '[]'
    ORDER BY time DESC, revision DESC LIMIT 1 BY incident_id, revision LIMIT ${mostHappenings}`);
  return rows
    .toReversed()
    .flatMap((row) => JSON.parse(row.happenings) as Happening[])
    .toSorted((a, b) => a.at - b.at);
}

export interface Wanted {
  readonly state: "all" | IncidentRow["state"];
  readonly service: string;
  readonly kind: string;
  readonly search: string;
  readonly limit: number;
  readonly after: Position | undefined;
}

/** Where a page ended. */
export interface Position {
  readonly isOpen: boolean;
  readonly openedAt: number;
  readonly id: string;
}

/** Open ones first, then by when they were opened, newest first; merged ones only when they are asked for. */
export async function listed(read: Read, { from, to }: Window, wanted: Wanted): Promise<IncidentRow[]> {
  const { state, service, kind, search, limit, after } = wanted;
  const conditions = [
    isLast,
    sql`(state = 'open' OR (opened_at < ${dateTime(to)} AND (toUnixTimestamp64Milli(ended_at) = 0 OR ended_at >= ${dateTime(from)})))`,
    state === "all" ? raw("state != 'merged'") : sql`state = ${state}`,
    ...(service === "" ? [] : [sql`has(JSONExtract(services, 'Array(String)'), ${service})`]),
    ...(kind === "" ? [] : [sql`cause_kind = ${kind}`]),
    ...(search === "" ? [] : [sql`positionCaseInsensitiveUTF8(search_text, ${search}) > 0`]),
    ...(after === undefined
      ? []
      : [
          sql`(state = 'open', toUnixTimestamp64Milli(opened_at), incident_id) < (${after.isOpen ? 1 : 0}, ${after.openedAt}, ${after.id})`,
        ]),
  ];
  const rows = await read<{ summary: string }>(sql`
    SELECT summary FROM incident_revisions WHERE ${join(conditions, " AND ")}
    ORDER BY state = 'open' DESC, opened_at DESC, incident_id DESC, time DESC LIMIT 1 BY incident_id LIMIT ${limit}`);
  return rows.map(({ summary }) => JSON.parse(summary) as IncidentRow);
}

export async function openCount(read: Read): Promise<number> {
  const [row] = await read<{ n: string }>(sql`
    SELECT toString(uniqExact(incident_id)) AS n FROM incident_revisions WHERE ${isLast} AND state = 'open'`);
  return Number(row?.n ?? 0);
}

const mostJudged = 10_000;

/** Incidents of a window of which somebody said whether their cause was right. */
export async function judged(read: Read, { from, to }: Window): Promise<IncidentRow[]> {
  const rows = await read<{ summary: string }>(sql`
    SELECT summary FROM incident_revisions
    WHERE ${isLast} AND state != 'merged' AND opened_at >= ${dateTime(from)} AND opened_at < ${dateTime(to)}
      AND JSONHas(summary, 'verdict', 'outcome')
    ORDER BY opened_at DESC LIMIT 1 BY incident_id LIMIT ${mostJudged}`);
  return rows.map(({ summary }) => JSON.parse(summary) as IncidentRow);
}

const mostCandidates = 2000;

export interface Candidate {
  readonly incident: IncidentRow;
  readonly features: readonly string[];
}

/** Earlier incidents that share a feature, newest first. */
export async function candidates(
  read: Read,
  features: readonly string[],
  { id, openedAt }: { readonly id: string; readonly openedAt: number },
): Promise<Candidate[]> {
  if (features.length === 0) return [];
  const rows = await read<{ summary: string; features: string }>(sql`
    SELECT summary, features FROM incident_revisions
    WHERE ${isLast} AND state = 'resolved' AND incident_id != ${id} AND opened_at < ${dateTime(openedAt)}
      AND hasAny(JSONExtract(features, 'Array(String)'), ${features})
    ORDER BY opened_at DESC LIMIT 1 BY incident_id LIMIT ${mostCandidates}`);
  return rows.map((row) => ({
    incident: JSON.parse(row.summary) as IncidentRow,
    features: JSON.parse(row.features) as string[],
  }));
}
