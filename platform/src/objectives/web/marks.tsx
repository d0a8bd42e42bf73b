import { Badge, formatInstant, type Tone, useZone } from "@naru/ui";
import type { Standing } from "../api.ts";
import { formatAhead } from "./figures.ts";
import { useText } from "./messages.ts";

const tones: Readonly<Record<Standing["state"], Tone>> = {
  burning: "bad",
  spent: "bad",
  leaking: "warn",
  kept: "good",
  few: "plain",
  none: "plain",
};

/** How an objective stands, in a word. */
export function StateMark({ state }: Pick<Standing, "state">) {
  const t = useText();
  return (
    <span title={t(`stateHelp_${state}`)}>
      <Badge tone={tones[state]}>{t(`state_${state}`)}</Badge>
    </span>
  );
}

interface GoneProps {
  readonly standing: Standing;
  /** When it was measured. */
  readonly at: number;
}

/** When nothing will be left of the budget; a dash where that can't be said. */
export function Gone({ standing: { goneAt, budget, state }, at }: GoneProps) {
  const t = useText();
  const [zone] = useZone();
  if (goneAt !== null)
    return (
      <span title={formatInstant(goneAt, zone, "minute")}>
        {t("inTime", { time: formatAhead(goneAt, at) })}
      </span>
    );
  if (state === "few" || state === "none") return <span>–</span>;
  return <span>{budget.left <= 0 ? t("isGone") : t("lasts")}</span>;
}
