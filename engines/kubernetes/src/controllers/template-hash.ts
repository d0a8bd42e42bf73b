import { equal } from "../patch/json.ts";
import type { PodTemplate } from "./kinds.ts";

export const hashLabel = "pod-template-hash";

/** Letters and digits that make no words. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** A short name of a template, the same wherever its fields stand.
 *  @param collisions  how often another template had that name already */
export function templateHash(template: PodTemplate, collisions = 0): string {
  const text = JSON.stringify(sorted(template)) + (collisions === 0 ? "" : String(collisions));
  return Array.from(String(fnv1a(text)))
    .map((digit) => alphabet[(digit.codePointAt(0) ?? 0) % alphabet.length])
    .join("");
}

/** Whether two templates make the same pods; the hash that a set adds to its own does not count. */
export const isSameTemplate = (a: PodTemplate, b: PodTemplate) => equal(bare(a), bare(b));

function bare(template: PodTemplate) {
  const { [hashLabel]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, sorted(field)]));
}

/** Source: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
