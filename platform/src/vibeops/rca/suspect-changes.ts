import type { ChangeRow } from "#kubernetes/api.ts";
import type { Hypothesis } from "./causes/hypothesis.ts";
import { objectText } from "./causes/kubernetes/links.ts";
import { serviceOf } from "./causes/kubernetes/service.ts";
import type { Scene } from "./scene/scene.ts";

/* Which changes may have brought a trouble: by what they touched and by what the trouble names, not by nearness alone. */

/** A change is a suspect for what began this long after it, and a little before, since both are seen with delay. */
const suspectMs = 10 * 60_000;
const earlierMs = 60_000;

export const isBefore = ({ time }: ChangeRow, at: number): boolean =>
  time > at - suspectMs && time < at + earlierMs;

/** Changes of what the service runs as, or of what its trouble names, that were not taken back before it. */
export function suspectChanges(scene: Scene, service: string, own: readonly Hypothesis[]): ChangeRow[] {
  const latest = Math.max(...own.map(({ at }) => at));
  const doings = scene.changes.filter((change) => isDoing(change));
  return doings
    .filter((change) => own.some(({ at }) => isBefore(change, at)))
    .filter(
      (change) =>
        isOf(scene, change, service) || own.some((each) => isTouched(change, each) || isNamed(change, each)),
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

/** A trouble that began after a change at its own place counts more, and even more where it names what was changed. */
export function factorOf(scene: Scene, hypothesis: Hypothesis, changes: readonly ChangeRow[]): number {
  const before = changes.filter((change) => isBefore(change, hypothesis.at));
  if (before.some((change) => isTold(change, hypothesis))) return named;
  const isHere = before.some(
    (change) => isOf(scene, change, hypothesis.service) || isTouched(change, hypothesis),
  );
  return isHere ? changed : 1;
}
const changed = 1.3;
const named = 2;

/** Whether it is of what a service runs as. */
const isOf = (scene: Scene, { workload }: ChangeRow, service: string): boolean =>
  serviceOf(scene, workload) === service;

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

export const isTold = (change: ChangeRow, hypothesis: Hypothesis): boolean =>
  isNamed(change, hypothesis) || isPoolOf(change, hypothesis);

/** What a secret holds lets something fail; it makes nothing slow. */
const failing = /^(?:failures|log-patterns|kubernetes)$/;

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
