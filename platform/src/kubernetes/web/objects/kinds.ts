import type { KindRow } from "../../api.ts";

/** Kinds of one group of the API. */
export interface KindGroup {
  /** Empty for core. */
  readonly group: string;
  readonly kinds: readonly KindRow[];
}

const ownGroups = new Set(["", "apps", "batch", "autoscaling", "policy", "extensions"]);
/** Kinds that belong to Kubernetes itself. */
const isBuiltIn = (group: string) => ownGroups.has(group) || group.endsWith(".k8s.io");

export const groupOf = (apiVersion: string) =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** Kinds that can be listed, each in the version that comes first, in groups: what people define themselves first, then
 *  core and the rest by name. */
export function groupsOf(kinds: readonly KindRow[], find: string): readonly KindGroup[] {
  const words = find.toLowerCase();
  const seen = new Set<string>();
  const shown = kinds.filter(({ apiVersion, kind, plural, shortNames, verbs }) => {
    const key = `${groupOf(apiVersion)}/${kind}`;
    if (seen.has(key) || !verbs.includes("list")) return false;
    seen.add(key);
    return [kind, plural, groupOf(apiVersion), ...shortNames].some((name) =>
      name.toLowerCase().includes(words),
    );
  });
  return [...Map.groupBy(shown, ({ apiVersion }) => groupOf(apiVersion))]
    .map(([group, of]) => ({ group, kinds: of.toSorted((a, b) => a.kind.localeCompare(b.kind)) }))
    .toSorted((a, b) => rank(a.group) - rank(b.group) || a.group.localeCompare(b.group));
}

const rank = (group: string) => (!isBuiltIn(group) ? 0 : group === "" ? 1 : 2);

/** @param apiVersion may be empty where the kind alone says which */
export function kindNamed(kinds: readonly KindRow[], kind: string, apiVersion: string): KindRow | undefined {
  return kinds.find((one) => one.kind === kind && (apiVersion === "" || one.apiVersion === apiVersion));
}
