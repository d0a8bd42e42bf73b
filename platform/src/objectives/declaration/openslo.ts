import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { type Objective, windowDays } from "./api.ts";
import { refused } from "./refused.ts";

/* The part of OpenSLO that Naru measures. Source: https://github.com/OpenSLO/OpenSLO/tree/v1 */

/** Characters of one declaration. */
export const mostCharacters = 20_000;

const one = { error: "exactly one is measured" };
const name = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: "up to 63 small letters, digits and dashes",
});
const displayName = z.string().trim().max(200).default("");
const description = z.string().max(1050).default("");
/** Of labels and annotations. */
const key = z.string().regex(/^(?:[a-z0-9.-]{1,253}\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, {
  error: "no key of OpenSLO",
});
const annotation = z.string().max(2000);
const label = z.union([annotation, z.array(annotation).max(50)]);

const operation = z.string().max(1000).default("");
const naru = z.discriminatedUnion("indicator", [
  z.strictObject({ indicator: z.literal("availability"), operation }),
  z.strictObject({
    indicator: z.literal("latency"),
    operation,
    thresholdMs: z.number().min(0.001).max(3_600_000),
  }),
]);

const indicator = z.strictObject({
  metadata: z.strictObject({ name: z.string().max(253), displayName }).optional(),
  spec: z.strictObject({
    description,
    ratioMetric: z.strictObject({
      rawType: z.literal("success"),
      raw: z.strictObject({ metricSource: z.strictObject({ type: z.literal("naru"), spec: naru }) }),
    }),
  }),
});

const target = z
  .number()
  .gt(0, { error: "a share above 0 and below 1" })
  .lt(1, { error: "a share above 0 and below 1: no budget is left to a target of 1" });

const slo = z.strictObject({
  apiVersion: z.literal("openslo/v1"),
  kind: z.literal("SLO"),
  metadata: z.strictObject({
    name,
    displayName,
    labels: z.record(key, label).default({}),
    annotations: z.record(key, annotation).default({}),
  }),
  spec: z.strictObject({
    description,
    service: z.string().min(1).max(1000),
    indicator,
    timeWindow: z
      .array(
        z.strictObject({
          duration: z.enum(windowDays.map((days) => `${days}d` as const)),
          isRolling: z.literal(true),
        }),
      )
      .length(1, one),
    budgetingMethod: z.literal("Occurrences"),
    objectives: z.array(z.strictObject({ displayName, target })).length(1, one),
  }),
});

/** Reads one OpenSLO document of kind SLO, YAML or JSON. Nothing is passed over: what is not measured is refused.
 *  @throws NaruError INVALID_DECLARATION that names each field and the way on */
export function readObjective(text: string): Objective {
  const read = slo.safeParse(documentIn(text));
  if (!read.success) throw refused(read.error.issues);
  const { metadata, spec } = read.data;
  const source = spec.indicator.spec.ratioMetric.raw.metricSource.spec;
  const [only] = spec.objectives;
  return {
    name: metadata.name,
    title: metadata.displayName || only?.displayName || metadata.name,
    description: spec.description,
    service: spec.service,
    operation: source.operation,
    indicator: source.indicator,
    thresholdMs: source.indicator === "latency" ? source.thresholdMs : null,
    windowDays: Number.parseInt(spec.timeWindow[0]?.duration ?? "", 10),
    target: only?.target ?? Number.NaN,
    labels: metadata.labels,
    annotations: metadata.annotations,
  };
}

function documentIn(text: string): unknown {
  if (text.length > mostCharacters)
    throw refused([{ path: [], message: `longer than ${mostCharacters} characters` }]);
  try {
    return parse(text, { logLevel: "error" });
  } catch (error) {
    const isMany = error instanceof YAMLParseError && error.code === "MULTIPLE_DOCS";
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
    const message = isMany ? "more than one document: send one objective at a time" : `no YAML: ${reason}`;
    throw refused([{ path: [], message }]);
  }
}
