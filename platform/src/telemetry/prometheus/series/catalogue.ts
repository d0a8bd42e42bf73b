import { bucketLabel, Labels, type Matcher, metricName } from "@naru/promql";
import { type FamilyRow, type Reader, resourcesOf, seriesOf, type SeriesRow, type Window } from "../store.ts";
import { type Resource, type Scope, seriesLabels, targetLabels } from "../translate/labels.ts";
import { familiesIn, type KeptNames, scopesIn } from "./names.ts";
import {
  asksForTarget,
  type Family,
  type Part,
  type Presentation,
  resolve,
  targetInfo,
} from "./presentation.ts";

/** A part of a stored series under its name and labels. Buckets and quantiles still lack their own label. */
export interface FoundSeries {
  readonly labels: Labels;
  readonly part: Part;
  readonly row: SeriesRow;
}

/** The series that a selector means.
 *  `isMost`: they are most of all that their metrics have, so that naming them would cost more than it saves. */
export interface Found {
  readonly series: readonly FoundSeries[];
  readonly isMost: boolean;
}

/** So many stored series may be looked at for one selector. */
export const mostSeries = 200_000;

/** Which series there are, in a window. */
export class Catalogue {
  readonly #reader: Reader;
  readonly #window: Window;
  readonly #kept: KeptNames | undefined;
  #scopes: Promise<ReadonlyMap<string, Scope>> | undefined;
  #families: Promise<readonly Family[]> | undefined;

  /** @param kept  names that need not be read again */
  constructor(reader: Reader, window: Window, kept?: KeptNames) {
    this.#reader = reader;
    this.#window = window;
    this.#kept = kept;
  }

  scopes(): Promise<ReadonlyMap<string, Scope>> {
    this.#scopes ??= this.#kept
      ? this.#kept.of(this.#window).then(({ scopes }) => scopes)
      : scopesIn(this.#reader, this.#window);
    return this.#scopes;
  }

  families(): Promise<readonly Family[]> {
    this.#families ??= this.#kept
      ? this.#kept.of(this.#window).then(({ families }) => families)
      : familiesIn(this.#reader, this.#window, this.scopes());
    return this.#families;
  }

  async find(matchers: readonly Matcher[]): Promise<Found> {
    const wanted = resolve(await this.families(), matchers);
    const targets = asksForTarget(matchers) ? await this.#targets(matchers) : [];
    if (wanted.length === 0) return { series: targets, isMost: false };
    const metrics = [...new Set(wanted.map((each) => each.family.metric))];
    const values = pushed(matchers);
    const rows = await seriesOf(this.#reader, this.#window, metrics, values, mostSeries);
    const byFamily = Map.groupBy(wanted, (each) => keyOf(each.family));
    const isVerbatim = wanted.every(({ family }) => family.isVerbatim);
    // Labels of what came by remote write are its attributes alone.
    const resources = await this.#resources(isVerbatim ? [] : rows);
    const known = await this.scopes();
    const found = rows.flatMap((row) =>
      (byFamily.get(keyOf(row)) ?? []).map((presentation): FoundSeries => {
        const labels = labelsOf(row, presentation, known, resources);
        return { row, part: presentation.part, labels: labels.with(metricName, presentation.name) };
      }),
    );
    const fitting = found.filter((each) => fits(each, matchers));
    const distinct = new Set(fitting.map(({ row }) => row.series_id)).size;
    const isMost = values.length === 0 && targets.length === 0 && distinct * 2 > rows.length;
    return { series: [...fitting, ...targets], isMost };
  }

  async #resources(rows: readonly SeriesRow[]): Promise<ReadonlyMap<string, Resource>> {
    const ids = [...new Set(rows.map((row) => row.resource_id))];
    if (ids.length === 0) return new Map();
    const found = await resourcesOf(this.#reader, this.#window, ids);
    return new Map(found.map(({ resource_id, attributes }) => [resource_id, { attributes }]));
  }

  /** `target_info` of each resource that has metrics: one of its series tells when it was there. */
  async #targets(matchers: readonly Matcher[]): Promise<FoundSeries[]> {
    const known = await this.scopes();
    const own = (await this.families()).filter((family) => !family.isVerbatim);
    if (own.length === 0) return [];
    const rows = await seriesOf(this.#reader, this.#window, [], [], mostSeries);
    const native = rows.filter(
      (row) => known.has(row.scope_id) && own.some((family) => keyOf(family) === keyOf(row)),
    );
    const resources = await this.#resources(native);
    const first = new Map(native.toReversed().map((row) => [row.resource_id, row]));
    return [...first.values()]
      .map((row): FoundSeries => {
        const resource = resources.get(row.resource_id) ?? { attributes: {} };
        return { row, part: "info", labels: targetLabels(resource, "classic").with(metricName, targetInfo) };
      })
      .filter((each) => each.labels.size > 1 && fits(each, matchers));
  }
}

const noScope: Scope = { name: "", version: "", schemaUrl: "", attributes: {} };

function labelsOf(
  row: SeriesRow,
  { family, spelling }: Presentation,
  scopes: ReadonlyMap<string, Scope>,
  resources: ReadonlyMap<string, Resource>,
): Labels {
  if (family.isVerbatim) return Labels.of(row.attributes);
  const resource = resources.get(row.resource_id) ?? { attributes: {} };
  return seriesLabels(row.attributes, scopes.get(row.scope_id) ?? noScope, resource, spelling);
}

const keyOf = ({ metric, kind, unit, temporality, monotonic, scope_id }: FamilyRow | SeriesRow): string =>
  [metric, kind, unit, temporality, monotonic, scope_id].join("\u0000");

/** The label that a part gets only when its points are read. */
const lateLabel: Readonly<Partial<Record<Part, string>>> = { bucket: bucketLabel, quantile: "quantile" };

const fits = ({ labels, part }: FoundSeries, matchers: readonly Matcher[]): boolean =>
  matchers.every((each) => each.name === lateLabel[part] || each.matches(labels.get(each.name)));

/** Labels that need not be attributes of the series. */
const fromElsewhere = /^(?:__name__|job|instance|le|quantile|otel_scope_.*)$/;

/** Values of which each must be one of the attributes, whatever their names. */
const pushed = (matchers: readonly Matcher[]): string[] =>
  matchers
    .filter(
      ({ operator, name, value }) =>
        operator === "=" && value !== "" && !value.includes(";") && !fromElsewhere.test(name),
    )
    .map(({ value }) => value);
