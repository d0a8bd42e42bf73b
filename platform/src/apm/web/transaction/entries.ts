import type { SpanRow } from "#telemetry/query/api.ts";

/** Of each service of a trace the span by which it was entered, in the order of their time; its first one where none was. */
export function entriesOf(spans: readonly SpanRow[]): readonly SpanRow[] {
  const byService = Map.groupBy(spans, ({ service }) => service);
  return [...byService.values()].flatMap((own) => own.find(isEntry) ?? own.slice(0, 1));
}

const isEntry = ({ kind, parentSpanId }: SpanRow) =>
  kind === "server" || kind === "consumer" || parentSpanId === "";
