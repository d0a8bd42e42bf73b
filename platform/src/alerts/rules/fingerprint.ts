import { createHash } from "node:crypto";
import type { LabelSet } from "./rule.ts";

/** The same for the same rule and labels: 16 hexadecimal digits, as Alertmanager's. */
export function fingerprintOf(rule: string, labels: LabelSet): string {
  const pairs = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([rule, pairs]))
    .digest("hex")
    .slice(0, 16);
}
