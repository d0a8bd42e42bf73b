import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { OperationOutput } from "#kernel/operation.ts";
import { type Read, windowOf } from "#telemetry/query/index.ts";
import { accuracyOf } from "./accuracy/accuracy.ts";
import type * as api from "./api.ts";
import type { Happening, IncidentDetail, IncidentRow, SimilarIncident } from "./api.ts";
import { changeWords, type Incident } from "./lifecycle/incident.ts";
import { postMortemOf } from "./post-mortem/post-mortem.ts";
import { featureParts, featuresOf } from "./similar/features.ts";
import { common, mostSimilar } from "./similar/similar.ts";
import {
  candidates,
  happenings,
  judged,
  listed,
  openCount,
  type Position,
  rowOf,
  storedIncident,
} from "./store.ts";

type Watch = OperationOutput<typeof api.listIncidents>["watch"];

export async function list(
  read: Read,
  { cursor, limit, ...input }: z.output<typeof api.listIncidents.input>,
  now: number,
  watch: Watch,
): Promise<OperationOutput<typeof api.listIncidents>> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const [rows, open] = await Promise.all([
    listed(read, windowOf(input, now), { ...input, limit: limit + 1, after }),
    openCount(read),
  ]);
  const incidents = rows.slice(0, limit);
  const last = incidents.at(-1);
  const nextCursor = rows.length > limit && last ? cursorOf(last) : null;
  return { incidents, nextCursor, open, watch };
}

const cursorOf = ({ state, openedAt, id }: IncidentRow) => `${state === "open" ? 1 : 0}-${openedAt}-${id}`;

function readCursor(cursor: string): Position {
  const match = /^([01])-(\d{1,14})-([0-9a-z]{12})$/.exec(cursor);
  if (match) return { isOpen: match[1] === "1", openedAt: Number(match[2]), id: match[3] ?? "" };
  throw new NaruError("INVALID_INPUT", "cursor: is not one of ours");
}

/** @throws NaruError NOT_FOUND */
async function found(read: Read, id: string): Promise<Incident> {
  const incident = await storedIncident(read, id);
  if (!incident) {
    throw new NaruError("NOT_FOUND", `There is no incident ${id}.`, {
      help: "It may be older than NARU_RETENTION_INCIDENTS; see the list of incidents for what there is.",
    });
  }
  return incident;
}

export async function detail(read: Read, { id }: { readonly id: string }): Promise<IncidentDetail> {
  const incident = await found(read, id);
  const told = await happenings(read, [id, ...incident.absorbed]);
  const { best, latest, isImpactShared, symptoms, changes, absorbed } = incident;
  return {
    incident: rowOf(incident),
    best: best?.diagnosis ?? null,
    bestAt: best?.at ?? null,
    latest: latest?.diagnosis ?? null,
    latestAt: latest?.at ?? null,
    isImpactShared,
    symptoms: [...symptoms],
    changes: [...changes],
    happenings: told,
    absorbed: [...absorbed],
  };
}

export async function accuracy(
  read: Read,
  input: z.output<typeof api.incidentAccuracy.input>,
  now: number,
): Promise<OperationOutput<typeof api.incidentAccuracy>> {
  return accuracyOf(await judged(read, windowOf(input, now)));
}

export async function similar(
  read: Read,
  { id, limit }: z.output<typeof api.similarIncidents.input>,
): Promise<{ similar: SimilarIncident[] }> {
  const incident = await found(read, id);
  const features = featuresOf(incident);
  const nearest = mostSimilar(features, await candidates(read, features, incident), limit);
  return {
    similar: await Promise.all(
      nearest.map(async ({ of, similarity }) => ({
        incident: of.incident,
        similarity,
        common: common(features, of.features).slice(0, mostCommon).map(featureParts),
        helped: await helped(read, of.incident),
      })),
    ),
  };
}

const mostCommon = 12;
const mostNotes = 3;
const mostChanges = 5;

async function helped(read: Read, row: IncidentRow): Promise<SimilarIncident["helped"]> {
  const [incident, told] = await Promise.all([found(read, row.id), happenings(read, [row.id])]);
  const wrote = (kind: Happening["kind"]) =>
    told.filter((each) => each.kind === kind && each.text !== "").map(({ text }) => text);
  const service = row.verdict?.service || row.cause?.service;
  const changes = incident.changes.filter(
    (change) => change.service === service && change.at > row.openedAt && change.at <= (row.resolvedAt ?? 0),
  );
  return {
    verdict: row.verdict?.text ?? "",
    resolution: wrote("resolved").at(-1) ?? "",
    notes: wrote("note").slice(-mostNotes),
    changes: changes.slice(-mostChanges).map(changeWords),
    proposed: incident.best?.diagnosis.causes[0]?.now[0]?.words ?? null,
  };
}

export async function postMortem(
  read: Read,
  { id, language }: z.output<typeof api.exportIncident.input>,
  of: { readonly externalUrl: string; readonly now: number },
): Promise<OperationOutput<typeof api.exportIncident>> {
  const told = await detail(read, { id });
  const opened = new Date(told.incident.openedAt).toISOString().slice(0, 10);
  return { name: `incident-${opened}-${id}.md`, markdown: postMortemOf(told, language, of) };
}
