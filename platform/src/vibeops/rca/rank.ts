import type { ChangeRow } from "#kubernetes/api.ts";
import { changeFact } from "./causes/kubernetes/changes.ts";
import { type Hypothesis, insideOf } from "./causes/hypothesis.ts";
import { leastTrouble } from "./confidence.ts";
import type { CauseKind, Inside } from "./diagnosis/api.ts";
import type { Scene } from "./scene/scene.ts";
import { factorOf, isBefore, isTold, suspectChanges } from "./suspect-changes.ts";

/** All that speaks against one service, with the changes that it came with. */
export interface Suspect {
  readonly service: string;
  readonly kind: CauseKind;
  readonly at: number;
  readonly score: number;
  /** The strongest first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly changes: readonly ChangeRow[];
  readonly inside: readonly Inside[];
}

/** Of two readings of the same trouble the one that says more is told: the number is how much it may weigh more. */
const specific: Readonly<Partial<Record<CauseKind, number>>> = {
  "secret-change": 3,
  "image-pull": 3,
  "missing-config": 3,
  selector: 3,
  routing: 3,
  quota: 3,
  "pods-refused": 3,
  "volume-pending": 3,
  "memory-leak": 2.5,
  "pool-exhausted": 2.5,
  "event-loop-blocked": 2.5,
  "n-plus-one": 2.5,
  "retry-storm": 2.5,
  "cache-lost": 2.5,
  "disk-full": 2.5,
  "database-down": 2,
  "slow-query": 2,
  "load-surge": 2,
  "bad-pod": 2,
  "outside-party": 1.5,
  "dependency-down": 1.5,
  "crash-loop": 1.5,
};
/** What several rules find counts more than what one finds, but they often look at the same. */
const further = 0.3;
/** Only a change this near says what kind of trouble it is, where nothing names it. */
const kindMs = 2 * 60_000;

/** Puts together what the rules say of each service and what was changed there, and sorts.
 *  @param hypotheses of all rules */
export function suspectsOf(scene: Scene, hypotheses: readonly Hypothesis[]): Suspect[] {
  const byService = Map.groupBy(hypotheses, ({ service }) => service);
  return [...byService]
    .map(([service, own]) => suspectOf(scene, service, own))
    .toSorted((a, b) => b.score - a.score);
}

function suspectOf(scene: Scene, service: string, found: readonly Hypothesis[]): Suspect {
  const known = suspectChanges(scene, service, found);
  const own = found.map((each) => ({ ...each, score: each.score * factorOf(scene, each, known) }));
  const weighed = own.toSorted((a, b) => weightOf(b) - weightOf(a));
  const first = tellingOf(weighed);
  // What says nothing of itself comes after what tells of it.
  const sorted = variedFirst(
    isMute(weighed[0]) ? [first, ...weighed.filter((each) => each !== first)] : weighed,
  );
  const strongest = own.toSorted((a, b) => b.score - a.score)[0] as Hypothesis;
  const others = Map.groupBy(
    own.filter(({ rule }) => rule !== strongest.rule),
    ({ rule }) => rule,
  );
  const besides = [...others.values()].reduce(
    (sum, of) => sum + Math.max(...of.map(({ score }) => score)),
    0,
  );
  const at = Math.min(first.at, strongest.at);
  const changes = known
    .filter((change) => isBefore(change, at))
    .toSorted((a, b) => Math.abs(at - a.time) - Math.abs(at - b.time));
  const told = changes.filter((change) => isTold(change, first) || isTold(change, strongest));
  return {
    service,
    kind: kindWith(
      first.kind,
      told.length > 0 ? told : changes.filter(({ time }) => Math.abs(time - at) < kindMs),
      told.length > 0,
    ),
    at,
    score: strongest.score + further * besides,
    hypotheses: sorted,
    changes,
    inside: insidesOf(told, changes, sorted),
  };
}

/** What each rule saw best comes before what it saw besides: five statements of one service say less than a statement, a log line and
 *  a metric. */
function variedFirst(sorted: readonly Hypothesis[]): Hypothesis[] {
  const seen = new Set<string>();
  const isBest = ({ rule, score }: Hypothesis) =>
    score >= leastTrouble && !seen.has(rule) && seen.add(rule) !== undefined;
  const best = sorted.filter(isBest);
  return [...best, ...sorted.filter((each) => !best.includes(each))];
}

/** The hypothesis that says most, and why: of what is slow in all that it does, the resource that ran short or what it does too
 *  often; of pods that do not get ready, whatever keeps them from it; of a service that can't be reached, what happened to its pods; of
 *  failures without words, what has a name. */
function tellingOf(sorted: readonly Hypothesis[]): Hypothesis {
  const [first] = sorted as [Hypothesis];
  const reason = sorted.find((each) => each.score >= leastReason && isReasonOf(first, each));
  return reason ?? first;
}

function isReasonOf(first: Hypothesis, { rule, kind }: Hypothesis): boolean {
  const isTelling = (specific[kind] ?? 1) >= 2;
  if (first.kind === "readiness-failing") return isTelling;
  if (first.kind === "dependency-down") return isTelling && (rule === "kubernetes" || rule === "forecasts");
  if (isMute(first)) return rule !== "failures" && (specific[kind] ?? 1) >= worded;
  const isGeneric = first.kind === "cpu-contention" || first.kind === "code-fault";
  return first.rule === "delays" && isGeneric && (rule === "resources" || rule === "repeats");
}
const leastReason = 4;
/** So much more what has a name of its own weighs. */
const worded = 2.5;

/** Failures of which nothing is told but a status. */
const isMute = (told: Hypothesis | undefined): boolean =>
  told?.rule === "failures" &&
  told.kind === "code-fault" &&
  told.inside.some(({ kind, name }) => kind === "log" && !/\p{L}/u.test(name));

const weightOf = ({ kind, score }: Hypothesis): number => score * (specific[kind] ?? 1);

/** Kinds that a change of settings at the same time explains. */
const yields: ReadonlySet<CauseKind> = new Set([
  "code-fault",
  "outside-party",
  "slow-dependency",
  "dependency-down",
  "unknown",
]);

function kindWith(kind: CauseKind, changes: readonly ChangeRow[], isTold: boolean): CauseKind {
  const [change] = changes;
  if (!change || specific[kind] === 3 || specific[kind] === 2.5) return kind;
  if (change.object.kind === "Secret") return "secret-change";
  const hasImage = change.differences.some(({ field }) => field.endsWith("image"));
  if (hasImage && !isTold) return kind === "code-fault" ? "release" : kind;
  if (change.type === "scaled") return kind;
  const isConfig = change.type === "revision" || change.type === "reconfigured" || change.type === "config";
  return isTold || (isConfig && yields.has(kind)) ? "config-change" : kind;
}

/** Fields that change with every release and mean nothing by themselves. */
const follows = /OTEL_RESOURCE_ATTRIBUTES|labels?\.|annotations?\.|GIT_|COMMIT|BUILD/i;

function insidesOf(
  told: readonly ChangeRow[],
  changes: readonly ChangeRow[],
  hypotheses: readonly Hypothesis[],
): Inside[] {
  const differences = (told.length > 0 ? told : changes)
    .flatMap((change) => change.differences)
    .filter(({ field }) => !follows.test(field));
  const settings = differences
    .filter(({ field }) => !field.endsWith("image"))
    .map(({ field, before, after }) =>
      insideOf("setting", field.replace(/^containers\.[^.]+\./, ""), before, after),
    );
  const images = differences
    .filter(({ field }) => field.endsWith("image"))
    .map(({ before, after }) => insideOf("image", after, before, after));
  const places = hypotheses.flatMap(({ inside }) => inside);
  const all = told.length > 0 ? [...settings, ...places, ...images] : [...places, ...settings, ...images];
  const seen = new Set<string>();
  return all
    .filter(({ kind, name }) => !seen.has(`${kind}\n${name}`) && seen.add(`${kind}\n${name}`))
    .slice(0, 12);
}

export const changeFacts = ({ changes, at }: Suspect) =>
  changes.slice(0, 3).map((change) => changeFact(change, Math.max(at, change.time)));
