import { formatDuration, formatPercent, formatRate } from "@naru/ui";
import type { MapNode, NodeKind } from "../../api.ts";
import type { useText } from "./messages.ts";
import type { ShownNode } from "./view.ts";

type Text = ReturnType<typeof useText>;

export const KINDS = {
  service: "kindService",
  database: "kindDatabase",
  cache: "kindCache",
  queue: "kindQueue",
  outside: "kindOutside",
} as const satisfies Record<NodeKind, string>;

export const GROUPS = {
  service: "groupService",
  database: "groupDatabase",
  cache: "groupCache",
  queue: "groupQueue",
  outside: "groupOutside",
} as const satisfies Record<NodeKind, string>;

export const STATES = { same: "stateSame", new: "stateNew", vanished: "stateVanished" } as const;

/** What people call a node, or a group. */
export function nameOf(t: Text, { kind, name, members }: ShownNode): string {
  if (members.length === 0) return name;
  return t(GROUPS[kind], { count: members.length, name: name === "" ? t("noNamespace") : name });
}

type Figures = Pick<MapNode, "rate" | "errorRatio" | "p95Nano">;

export const figuresIn = (t: Text, { rate, errorRatio, p95Nano }: Figures): string =>
  [
    formatRate(rate),
    ...(errorRatio > 0 ? [t("errorShare", { share: formatPercent(errorRatio) })] : []),
    ...(p95Nano === null ? [] : [`p95 ${formatDuration(p95Nano)}`]),
  ].join(" · ");
