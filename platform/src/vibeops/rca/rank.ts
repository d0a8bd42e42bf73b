import type { ChangeRow } from "#kubernetes/api.ts";
import { changeFact } from "./causes/kubernetes/changes.ts";
import { objectText } from "./causes/kubernetes/links.ts";
import { serviceOf } from "./causes/kubernetes/service.ts";
import { type Hypothesis, insideOf } from "./causes/hypothesis.ts";
import type { CauseKind, Inside } from "./diagnosis/api.ts";
import type { Scene } from "./scene/scene.ts";

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
/** A change is a suspect for what began this long after it, and a little before, since both are seen with delay. */
const suspectMs = 10 * 60_000;
const earlierMs = 60_000;
/** Only a change this near says what kind of trouble it is, where nothing names it. */
const kindMs = 2 * 60_000;
const changed = 1.3;
const named = 2;

/** Puts together what the rules say of each service and what was changed there, and sorts.
 *  @param hypotheses of all rules */
export function suspectsOf(scene: Scene, hypotheses: readonly Hypothesis[]): Suspect[] {
  const byService = Map.groupBy(hypotheses, ({ service }) => service);
  return [...byService]
    .map(([service, own]) => suspectOf(scene, service, own))
    .toSorted((a, b) => b.score - a.score);
}

function suspectOf(scene: Scene, service: string, found: readonly Hypothesis[]): Suspect {
  const latest = Math.max(...found.map(({ at }) => at));
  const known = suspectChanges(scene, service, found, latest);
  const own = found.map((each) => ({ ...each, score: each.score * factorOf(each, known) }));
  const weighed = own.toSorted((a, b) => weightOf(b) - weightOf(a));
  const first = tellingOf(weighed);
  // What says nothing of itself comes after what tells of it.
  const sorted = isMute(weighed[0]) ? [first, ...weighed.filter((each) => each !== first)] : weighed;
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

/** A trouble that began after a change at its own place counts more, and even more where it names what was changed. */
function factorOf(hypothesis: Hypothesis, changes: readonly ChangeRow[]): number {
  const before = changes.filter((change) => isBefore(change, hypothesis.at));
  if (before.some((change) => isTold(change, hypothesis))) return named;
  return before.length > 0 ? changed : 1;
}

const isBefore = ({ time }: ChangeRow, at: number): boolean => time > at - suspectMs && time < at + earlierMs;

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

/** Changes of what the service runs as, or of what its trouble names, that were not taken back before it. */
function suspectChanges(
  scene: Scene,
  service: string,
  own: readonly Hypothesis[],
  latest: number,
): ChangeRow[] {
  const doings = scene.changes.filter((change) => isDoing(change));
  return doings
    .filter((change) => own.some(({ at }) => isBefore(change, at)))
    .filter(
      (change) =>
        serviceOf(scene, change.workload) === service ||
        own.some((each) => isTouched(change, each) || isNamed(change, each)),
    )
    .filter((change) => !isTakenBack(change, doings, latest));
}

/** Whether all that was changed was as before again when the trouble began: nor is the change that took it back to blame. */
function isTakenBack(change: ChangeRow, near: readonly ChangeRow[], at: number): boolean {
  const earlier = near
    .filter((each) => isSameObject(each, change) && each.time < at)
    .toSorted((a, b) => a.time - b.time);
  if (!earlier.includes(change) || change.differences.length === 0) return false;
  return change.differences.every(({ field }) => {
    const steps = earlier.flatMap(({ differences }) => differences.filter((each) => each.field === field));
    return steps.length > 1 && steps[0]?.before === steps.at(-1)?.after;
  });
}

const isSameObject = ({ cluster, object: a }: ChangeRow, { cluster: other, object: b }: ChangeRow): boolean =>
  cluster === other && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;

/** What somebody did to what was there, not what followed on it: an autoscaler that adds pods answers the trouble. */
export function isDoing({ type, differences }: ChangeRow): boolean {
  if (type !== "scaled") return ["deleted", "revision", "reconfigured", "config", "acted"].includes(type);
  return differences.some(
    ({ field, before, after }) => field === "replicas" && Number(after) < Number(before),
  );
}

/** Whether the trouble is about the very object that was changed. */
const isTouched = ({ object }: ChangeRow, { touches }: Hypothesis): boolean =>
  touches.includes(objectText(object));

/** Whether what was changed is what the trouble names: the address that can't be reached, the setting, the secret. */
function isNamed(change: ChangeRow, { kind, rule, service, subject, touches }: Hypothesis): boolean {
  const isSecret = change.object.kind === "Secret";
  if (isSecret && kind === "secret-change") return true;
  if (isSecret && !failing.test(rule)) return false;
  const tokens = [...touches, subject]
    // Every image and half of the settings of a service bear its own name.
    .filter((token) => token.length > 5 && !token.startsWith(service) && !service.includes(token));
  const values = change.differences.flatMap(({ before, after }) => [before, after]);
  if (tokens.some((token) => values.some((value) => value.length > 0 && value.includes(token)))) return true;
  const plainTokens = tokens.map(plain).filter((token) => token.length > 4);
  const fields = change.differences.map(({ field }) => plain(field));
  return plainTokens.some((token) => fields.some((field) => field.includes(token)));
}

/** Whether the size of the pool that has run dry was changed, of what the service runs as. */
const isPoolOf = ({ differences }: ChangeRow, { kind }: Hypothesis): boolean =>
  kind === "pool-exhausted" && differences.some(({ field }) => /pool|conn|max/i.test(field));

const isTold = (change: ChangeRow, hypothesis: Hypothesis): boolean =>
  isNamed(change, hypothesis) || isPoolOf(change, hypothesis);

/** What a secret holds lets something fail; it makes nothing slow. */
const failing = /^(?:failures|log-patterns|kubernetes)$/;

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

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
