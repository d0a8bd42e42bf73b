import type { ClickHouse } from "@naru/clickhouse";
import {
  formatExpression,
  instantQuery,
  type Labels,
  parse,
  type QueryOptions,
  rangeQuery,
} from "@naru/promql";
import type { Context, Hono } from "hono";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Feature, type Handler, handle } from "#kernel/feature.ts";
import { windowOf as rangeFrom } from "#telemetry/query/index.ts";
import * as operations from "./api.ts";
import { renderInstant, renderRange } from "./answer.ts";
import { captured } from "./charts/captured.ts";
import { charts } from "./charts/charts.ts";
import { type Evaluator, queryOptions, readerFor } from "./evaluator.ts";
import { exemplars } from "./exemplars.ts";
import { BadParameter, failureOf } from "./failure.ts";
import { LabelSearch } from "./labels.ts";
import { metadata } from "./metadata.ts";
import { Parameters, rangeOf, selectorOf, selectorsOf, windowOf } from "./request.ts";
import { chosen, noRules, ruleFilterOf, type RuleSource } from "./rules.ts";
import { Catalogue } from "./series/catalogue.ts";
import type { Reader } from "./store.ts";
import { syntaxTree } from "./syntax-tree.ts";

export { promqlSource } from "./evaluator.ts";
export { type Alert, type Rule, type RuleGroup, type RuleSource } from "./rules.ts";

export interface PrometheusOptions {
  readonly clickhouse: ClickHouse;
  readonly clock?: Clock;
  /** Who keeps rules, and knows which alerts are active. */
  readonly rules?: RuleSource;
}

const mostAnnotations = 10;

/** What an endpoint gives: `data` as it is written, and what should be known of it. */
interface Answer {
  readonly data: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** PromQL for our own charts, and Prometheus's HTTP API over our metrics, for Grafana's Prometheus data source and everything else that speaks it.
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/api/ */
export function prometheus(options: PrometheusOptions): Feature {
  const api = new Api(options);
  const register = (app: Hono) => {
    const route = (
      path: string,
      run: (parameters: Parameters, c: Context) => Promise<Answer>,
      alsoPost = false,
    ) => {
      const handler = answer(run);
      app.get(`/prometheus/api/v1/${path}`, handler);
      if (alsoPost) app.post(`/prometheus/api/v1/${path}`, handler);
    };
    route("query", (parameters, c) => api.query(parameters, c), true);
    route("query_range", (parameters, c) => api.queryRange(parameters, c), true);
    route("query_exemplars", (parameters, c) => api.exemplars(parameters, c), true);
    route("series", (parameters, c) => api.series(parameters, c), true);
    route("labels", (parameters, c) => api.labels(parameters, c), true);
    route("label/:name/values", (parameters, c) => api.labelValues(parameters, c));
    route("metadata", (parameters, c) => api.metadata(parameters, c));
    route("format_query", async (parameters) => json(formatExpression(parse(parameters.query()))), true);
    route("parse_query", async (parameters) => json(syntaxTree(parse(parameters.query()))), true);
    route("rules", async (parameters) => {
      const filter = ruleFilterOf(parameters);
      return json({ groups: chosen(await (options.rules ?? noRules).groups(), filter) });
    });
    route("alerts", async () => json({ alerts: await (options.rules ?? noRules).alerts() }));
    route("status/buildinfo", async () => json(buildInfo));
  };
  return {
    name: "prometheus",
    operations: chartOperations(options),
    routes: { permission: "telemetry:read", register },
  };
}

function chartOperations({ clickhouse, clock = systemClock }: PrometheusOptions): Handler[] {
  const search = (input: { from: string; to: string }, signal: AbortSignal) =>
    new LabelSearch(readerFor({ clickhouse, signal }), rangeFrom(input, clock.now()));
  return [
    handle(operations.promql, (input, { signal }) => charts({ clickhouse, signal }, input, clock.now())),
    handle(operations.promqlLabels, async (input, { signal }) => ({
      labels: await search(input, signal).names(selectorOf(input.selector)),
    })),
    handle(operations.promqlValues, async (input, { signal }) => {
      const { label, selector, limit } = input;
      const part = input.search.toLowerCase();
      const all = await search(input, signal).values(label, selectorOf(selector));
      const found = captured(all, input.pattern);
      const values = found.filter((value) => value.toLowerCase().includes(part));
      return { values: values.slice(0, limit), isTruncated: values.length > limit };
    }),
  ];
}

/** The version is that of Prometheus whose API this is. */
const buildInfo = {
  version: "3.5.0",
  revision: "",
  branch: "",
  buildUser: "",
  buildDate: "",
  goVersion: "",
  application: "Naru",
};

const json = (data: unknown): Answer => ({ data: JSON.stringify(data) });

class Api {
  readonly #clickhouse: ClickHouse;
  readonly #clock: Clock;

  constructor({ clickhouse, clock = systemClock }: PrometheusOptions) {
    this.#clickhouse = clickhouse;
    this.#clock = clock;
  }

  #evaluator(c: Context): Evaluator {
    return { clickhouse: this.#clickhouse, signal: c.req.raw.signal };
  }

  #reader(c: Context): Reader {
    return readerFor(this.#evaluator(c));
  }

  #queryOptions(parameters: Parameters, c: Context): QueryOptions {
    return queryOptions(this.#evaluator(c), {
      timeoutMs: parameters.duration("timeout"),
      lookbackMs: parameters.duration("lookback_delta"),
    });
  }

  async query(parameters: Parameters, c: Context): Promise<Answer> {
    const time = parameters.time("time", this.#clock.now());
    const { result, annotations } = await instantQuery(
      parameters.query(),
      time,
      this.#queryOptions(parameters, c),
    );
    const limit = parameters.limit();
    const total =
      result.type === "vector" ? result.rows.length : result.type === "matrix" ? result.series.length : 0;
    return noted(await renderInstant(result, time, limit), annotations(mostAnnotations), total > limit);
  }

  async queryRange(parameters: Parameters, c: Context): Promise<Answer> {
    const range = rangeOf(parameters);
    const { result, annotations } = await rangeQuery(
      parameters.query(),
      range,
      this.#queryOptions(parameters, c),
    );
    const limit = parameters.limit();
    return noted(await renderRange(result, limit), annotations(mostAnnotations), result.rows.length > limit);
  }

  async exemplars(parameters: Parameters, c: Context): Promise<Answer> {
    return json(await exemplars(this.#reader(c), parameters.query(), windowOf(parameters)));
  }

  async series(parameters: Parameters, c: Context): Promise<Answer> {
    const selectors = selectorsOf(parameters);
    if (selectors.length === 0) throw new BadParameter("match[]", "no match[] parameter provided");
    return limited(await this.#search(parameters, c).series(selectors), parameters.limit());
  }

  async labels(parameters: Parameters, c: Context): Promise<Answer> {
    return limited(await this.#search(parameters, c).names(selectorsOf(parameters)), parameters.limit());
  }

  async labelValues(parameters: Parameters, c: Context): Promise<Answer> {
    const name = labelName(c.req.param("name") ?? "");
    return limited(
      await this.#search(parameters, c).values(name, selectorsOf(parameters)),
      parameters.limit(),
    );
  }

  async metadata(parameters: Parameters, c: Context): Promise<Answer> {
    const now = this.#clock.now();
    const catalogue = new Catalogue(this.#reader(c), { from: now - 86_400_000, to: now });
    const limits = { metrics: parameters.limit(), perMetric: parameters.limit("limit_per_metric") };
    return json(await metadata(catalogue, parameters.text("metric"), limits));
  }

  #search(parameters: Parameters, c: Context): LabelSearch {
    return new LabelSearch(this.#reader(c), windowOf(parameters));
  }
}

/** In an address, a name that is no classic one is written `U__http_2e_route`.
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/api/#querying-label-values */
function labelName(given: string): string {
  if (!given.startsWith("U__")) return given;
  return given
    .slice(3)
    .replaceAll(/__|_([0-9a-fA-F]+)_/g, (_, code?: string) =>
      code === undefined ? "_" : String.fromCodePoint(Number.parseInt(code, 16)),
    );
}

const truncated = "results truncated due to limit";

function noted(
  data: string,
  { warnings, infos }: { readonly warnings: readonly string[]; readonly infos: readonly string[] },
  isTruncated: boolean,
): Answer {
  return { data, warnings: isTruncated ? [...warnings, truncated] : warnings, infos };
}

const limited = (items: readonly (string | Labels)[], limit: number): Answer => ({
  ...json(items.slice(0, limit)),
  warnings: items.length > limit ? [truncated] : [],
});

function answer(run: (parameters: Parameters, c: Context) => Promise<Answer>) {
  return async (c: Context) => {
    try {
      const { data, warnings = [], infos = [] } = await run(await Parameters.of(c), c);
      const notes =
        (warnings.length > 0 ? `,"warnings":${JSON.stringify(warnings)}` : "") +
        (infos.length > 0 ? `,"infos":${JSON.stringify(infos)}` : "");
      return c.body(`{"status":"success","data":${data}${notes}}`, 200, {
        "content-type": "application/json",
      });
    } catch (cause) {
      const failure = failureOf(cause);
      if (!failure) throw cause;
      const { status, errorType, error } = failure;
      return c.body(JSON.stringify({ status: "error", errorType, error }), status as 400, {
        "content-type": "application/json",
      });
    }
  };
}
