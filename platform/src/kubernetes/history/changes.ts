import type { ObjectRef } from "../shapes/api.ts";
import type { ChangeRow, Difference } from "./api.ts";
import { type Facts, revisionFields } from "./facts.ts";

/** An object at one moment, as far as this history goes. */
export interface Snapshot {
  readonly object: ObjectRef;
  readonly uid: string;
  /** What people know it by: of a pod its Deployment. */
  readonly workload: ObjectRef;
  readonly facts: Facts;
}

/** What happened to an object between two looks at it, before it has a time and an author. */
export type Happening = Pick<ChangeRow, "type" | "summary" | "differences" | "reason" | "exitCode">;

type Type = ChangeRow["type"];

/** @param before undefined when it is new
 *  @param after  undefined when it is gone */
export function changesBetween(before: Snapshot | undefined, after: Snapshot | undefined): Happening[] {
  if (before && after && before.uid !== after.uid) {
    return [...changesBetween(before, undefined), ...changesBetween(undefined, after)];
  }
  const { kind = "" } = (after ?? before)?.object ?? {};
  if (kind === "Pod") return podChanges(before, after);
  if (!before) return after ? [happening("created", [], imagesIn(after.facts))] : [];
  if (!after) return [happening("deleted", [], imagesIn(before.facts))];
  const differences = differencesOf(before.facts, after.facts).map((each) =>
    kind === "Secret" ? { ...each, before: hidden(each.before), after: hidden(each.after) } : each,
  );
  const byType = Map.groupBy(differences, ({ field }) => typeOf(kind, field));
  return [...byType].map(([type, of]) => happening(type, of, summaryOf(of)));
}

function typeOf(kind: string, field: string): Type {
  if (kind === "Node") return "node";
  if (kind === "ConfigMap" || kind === "Secret") return "config";
  if (revisionFields.test(field)) return "revision";
  return field === "replicas" ? "scaled" : "reconfigured";
}

/** Of a pod: where it went, what ended in it, and its end. */
function podChanges(before: Snapshot | undefined, after: Snapshot | undefined): Happening[] {
  const [was, is] = [before?.facts ?? {}, after?.facts ?? {}];
  const changes: Happening[] = [];
  if (is.node !== undefined && was.node === undefined) {
    changes.push(happening("scheduled", [difference("node", "", is.node)], `on ${is.node}`));
  }
  if (before && after) changes.push(...restarts(was, is));
  if (is.failed !== undefined && was.failed === undefined) {
    changes.push({ ...happening("killed", [], is.failed), reason: is.failed });
  }
  const isLeaving = before && !was.leaving && (after ? is.leaving !== undefined : was.failed === undefined);
  if (isLeaving) changes.push(happening("killed", [], "deleted"));
  return changes;
}

function restarts(was: Facts, is: Facts): Happening[] {
  return differencesOf(was, is).flatMap(({ field, before, after }) => {
    if (!field.startsWith("restarts.") || Number.parseInt(after) <= (Number.parseInt(before) || 0)) return [];
    const [count = "", exitCode = "", , ...reason] = after.split(" ");
    const container = field.slice("restarts.".length);
    const told = happening(
      "restart",
      [difference(field, before.split(" ")[0] ?? "", count)],
      `${container}: ${reason.join(" ") || "ended"}${exitCode === "" ? "" : ` (exit code ${exitCode})`}`,
    );
    return [{ ...told, reason: reason.join(" "), exitCode: exitCode === "" ? null : Number(exitCode) }];
  });
}

export function differencesOf(before: Facts, after: Facts): Difference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => difference(field, before[field] ?? "", after[field] ?? ""));
}

const difference = (field: string, before: string, after: string): Difference => ({ field, before, after });

const happening = (type: Type, differences: readonly Difference[], summary: string): Happening => ({
  type,
  summary,
  differences: [...differences],
  reason: "",
  exitCode: null,
});

const hidden = (value: string) => (value === "" ? "" : "••••");
const longest = 60;
const mostNamed = 3;

const isChief = ({ field }: Difference) => field.endsWith(".image") || field === "conditions.Ready";

/** The first few differences in one line; an image, and whether a node is ready, count before all else. */
function summaryOf(differences: readonly Difference[]): string {
  const ordered = [...differences.filter(isChief), ...differences.filter((each) => !isChief(each))];
  const named = ordered.slice(0, mostNamed).map(lineOf);
  const more = ordered.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function lineOf({ field, before, after }: Difference): string {
  const name = field.replace(/^containers\.[^.]+\./, "");
  return `${name} ${short(before) || "∅"} → ${short(after) || "∅"}`;
}

const short = (value: string) => (value.length <= longest ? value : `${value.slice(0, longest)}…`);

const imagesIn = (facts: Facts) =>
  Object.entries(facts)
    .filter(([field]) => /^containers\.[^.]+\.image$/.test(field))
    .map(([, image]) => image)
    .join(", ");
