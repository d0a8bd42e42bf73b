import type { ChangeRow } from "#kubernetes/api.ts";
import { changeFact, serviceOf } from "./causes/kubernetes.ts";
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
  "memory-leak": 2.5,
  "pool-exhausted": 2.5,
  "event-loop-blocked": 2.5,
  "n-plus-one": 2.5,
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

function suspectOf(scene: Scene, service: string, own: readonly Hypothesis[]): Suspect {
  const sorted = wordedFirst(own.toSorted((a, b) => weightOf(b) - weightOf(a)));
  const first = tellingOf(sorted);
  const strongest = own.toSorted((a, b) => b.score - a.score)[0] as Hypothesis;
  const others = Map.groupBy(
    own.filter(({ rule }) => rule !== strongest.rule),
    ({ rule }) => rule,
  );
  const besides = [...others.values()].reduce(
    (sum, of) => sum + Math.max(...of.map(({ score }) => score)),
    0,
  );
  const changes = suspectChanges(scene, service, own, strongest.at);
  const told = changes.filter((change) => isNamed(change, own) || isPoolOf(change, own));
  const factor = told.length > 0 ? named : changes.length > 0 ? changed : 1;
  return {
    service,
    kind: kindWith(
      first.kind,
      told.length > 0 ? told : changes.filter(({ time }) => Math.abs(time - strongest.at) < kindMs),
      told.length > 0,
    ),
    at: strongest.at,
    score: (strongest.score + further * besides) * factor,
    hypotheses: sorted,
    changes,
    inside: insidesOf(told, changes, sorted),
  };
}

/** The hypothesis that says most. Of what is slow in all that it does, a resource that ran short at the same time says why. */
function tellingOf(sorted: readonly Hypothesis[]): Hypothesis {
  const [first] = sorted as [Hypothesis];
  const isGeneric =
    first.rule === "delays" && (first.kind === "cpu-contention" || first.kind === "code-fault");
  const resource = sorted.find(({ rule, score }) => rule === "resources" && score >= leastResource);
  return (isGeneric && resource) || first;
}
const leastResource = 4;

/** Of failures that say nothing but a status, what was seen at the same time and has a name tells what they are. */
function wordedFirst(sorted: readonly Hypothesis[]): Hypothesis[] {
  const [first] = sorted as [Hypothesis];
  const isMute =
    first.rule === "failures" &&
    first.kind === "code-fault" &&
    first.inside.some(({ kind, name }) => kind === "log" && !/\p{L}/u.test(name));
  const told = sorted.find(
    ({ rule, kind, score }) =>
      rule !== "failures" && (specific[kind] ?? 1) >= worded && score >= leastResource,
  );
  return isMute && told ? [told, ...sorted.filter((each) => each !== told)] : [...sorted];
}
const worded = 2.5;

const weightOf = ({ kind, score }: Hypothesis): number => score * (specific[kind] ?? 1);

/** Changes of what the service runs as, or of what its trouble names. */
function suspectChanges(scene: Scene, service: string, own: readonly Hypothesis[], at: number): ChangeRow[] {
  return scene.changes
    .filter((change) => isDoing(change) && change.time > at - suspectMs && change.time < at + earlierMs)
    .filter((change) => serviceOf(scene, change.workload) === service || isNamed(change, own))
    .toSorted((a, b) => Math.abs(at - a.time) - Math.abs(at - b.time));
}

/** What somebody did to what was there, not what followed on it: an autoscaler that adds pods answers the trouble. */
function isDoing({ type, differences }: ChangeRow): boolean {
  if (type !== "scaled") return ["deleted", "revision", "reconfigured", "config", "acted"].includes(type);
  return differences.some(
    ({ field, before, after }) => field === "replicas" && Number(after) < Number(before),
  );
}

/** Whether what was changed is what the trouble names: the address that can't be reached, the setting, the secret. */
function isNamed(change: ChangeRow, own: readonly Hypothesis[]): boolean {
  const service = own[0]?.service ?? "";
  const tokens = own
    .flatMap(({ touches, subject }) => [...touches, subject])
    // Every image and half of the settings of a service bear its own name.
    .filter((token) => token.length > 5 && !token.startsWith(service) && !service.includes(token));
  const values = change.differences.flatMap(({ before, after }) => [before, after]);
  if (tokens.some((token) => values.some((value) => value.length > 0 && value.includes(token)))) return true;
  const plainTokens = tokens.map(plain).filter((token) => token.length > 4);
  const fields = change.differences.map(({ field }) => plain(field));
  if (plainTokens.some((token) => fields.some((field) => field.includes(token)))) return true;
  const isCredential = own.some(({ kind }) => kind === "secret-change");
  return isCredential && change.object.kind === "Secret";
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Of what the service itself runs as: the size of the pool that has run dry. */
const isPoolOf = (change: ChangeRow, own: readonly Hypothesis[]): boolean =>
  own.some(({ kind }) => kind === "pool-exhausted") &&
  change.differences.some(({ field }) => /pool|conn|max/i.test(field));

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
