import { derivedFamilies } from "./derived/families.ts";
import type { Catalogue } from "./series/catalogue.ts";
import { type Family, kinds, presentations } from "./series/presentation.ts";

interface Metadata {
  readonly type: "counter" | "gauge" | "histogram" | "summary" | "unknown";
  readonly help: string;
  readonly unit: string;
}

/** What metrics are, by the name of their family.
 *  @param limits of metrics, and of differing descriptions of each */
export async function metadata(
  catalogue: Catalogue,
  metric: string | undefined,
  limits: { readonly metrics: number; readonly perMetric: number },
): Promise<Record<string, Metadata[]>> {
  const found = new Map<string, Metadata[]>();
  for (const family of await catalogue.families()) {
    const name = familyName(family);
    if (metric !== undefined && name !== metric) continue;
    const known = found.get(name) ?? [];
    const own: Metadata = { type: typeOf(family), help: family.description, unit: family.unit };
    if (known.length < limits.perMetric && !known.some((each) => same(each, own))) known.push(own);
    if (found.size < limits.metrics || found.has(name)) found.set(name, known);
  }
  for (const { name, type, help, unit } of derivedFamilies) {
    if ((metric === undefined || name === metric) && !found.has(name) && found.size < limits.metrics) {
      found.set(name, [{ type, help, unit }]);
    }
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const same = (a: Metadata, b: Metadata): boolean =>
  a.type === b.type && a.help === b.help && a.unit === b.unit;

/** A histogram's parts have its name in common. */
function familyName(family: Family): string {
  const [first] = presentations(family, "classic");
  return first?.part === "bucket" ? first.name.slice(0, -"_bucket".length) : (first?.name ?? family.metric);
}

function typeOf({ kind, monotonic }: Family): Metadata["type"] {
  if (kind === kinds.gauge) return "gauge";
  if (kind === kinds.sum) return monotonic === 1 ? "counter" : "gauge";
  return kind === kinds.summary ? "summary" : kind === 0 ? "unknown" : "histogram";
}
