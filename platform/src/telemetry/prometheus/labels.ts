import {
  bucketLabel,
  formatValue,
  type Labels,
  type Matcher,
  matchesAll,
  matcher,
  metricName,
} from "@naru/promql";
import { derivedFamilies } from "./derived/families.ts";
import { derivedLabelSets } from "./derived/source.ts";
import { Catalogue, type FoundSeries, mostSeries } from "./series/catalogue.ts";
import { presentations, targetInfo } from "./series/presentation.ts";
import { boundsOf, type Reader, type Window } from "./store.ts";

/** What series there are: their labels, and names and values of these. */
export class LabelSearch {
  readonly #reader: Reader;
  readonly #window: Window;
  readonly #catalogue: Catalogue;

  constructor(reader: Reader, window: Window) {
    this.#reader = reader;
    this.#window = window;
    this.#catalogue = new Catalogue(reader, window);
  }

  /** @param selectors a series fits one of them at least */
  async series(selectors: readonly (readonly Matcher[])[]): Promise<Labels[]> {
    const found = new Map<string, Labels>();
    for (const matchers of selectors) {
      for (const labels of await derivedLabelSets(this.#reader, this.#window, matchers)) {
        found.set(labels.key, labels);
      }
      for (const labels of await this.#complete((await this.#catalogue.find(matchers)).series, matchers)) {
        found.set(labels.key, labels);
      }
    }
    return [...found.values()];
  }

  async names(selectors: readonly (readonly Matcher[])[]): Promise<string[]> {
    const names = new Set<string>();
    for (const labels of await this.series(orAll(selectors))) for (const [name] of labels) names.add(name);
    return [...names].toSorted();
  }

  async values(name: string, selectors: readonly (readonly Matcher[])[]): Promise<string[]> {
    if (name === metricName && selectors.length === 0) return this.#metricNames();
    const having = selectors.length > 0 ? selectors : [[matcher(name, "!=", "")]];
    const values = new Set((await this.series(having)).map((labels) => labels.get(name)));
    values.delete("");
    return [...values].toSorted();
  }

  async #metricNames(): Promise<string[]> {
    const families = await this.#catalogue.families();
    const names = new Set(families.flatMap((each) => presentations(each, "classic").map(({ name }) => name)));
    if (families.some((each) => !each.isVerbatim)) names.add(targetInfo);
    for (const { name } of derivedFamilies) names.add(name);
    return [...names].toSorted();
  }

  /** Buckets and quantiles get the bounds that their points have had. */
  async #complete(series: readonly FoundSeries[], matchers: readonly Matcher[]): Promise<Labels[]> {
    const late = series.filter(({ part }) => part === "bucket" || part === "quantile");
    const bounds = late.length === 0 ? new Map<string, never>() : await this.#bounds(late);
    return series.flatMap(({ labels, part, row }) => {
      if (part !== "bucket" && part !== "quantile") return [labels];
      const own = bounds.get(row.series_id);
      const values = part === "bucket" ? [...(own?.bounds ?? []), Infinity] : (own?.quantiles ?? []);
      const label = part === "bucket" ? bucketLabel : "quantile";
      return values
        .map((value) => labels.with(label, formatValue(value)))
        .filter((each) => matchesAll(matchers, each));
    });
  }

  async #bounds(series: readonly FoundSeries[]) {
    const rows = await boundsOf(this.#reader, {
      window: this.#window,
      metrics: [...new Set(series.map(({ row }) => row.metric))],
      ids: [...new Set(series.map(({ row }) => row.series_id))],
      needed: undefined,
      withStart: false,
      limit: mostSeries,
    });
    return new Map(rows.map((row) => [row.series_id, row]));
  }
}

const orAll = (selectors: readonly (readonly Matcher[])[]): readonly (readonly Matcher[])[] =>
  selectors.length > 0 ? selectors : [[matcher(metricName, "!=", "")]];
