import {
  Answer,
  formatInteger,
  Panel,
  Segments,
  Skeleton,
  useCall,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { inFlight } from "../../api.ts";
import { InFlightHistory } from "./InFlightHistory.tsx";
import { useText } from "./messages.ts";
import { totalOf } from "./meters.ts";
import { SpeedMeter } from "./SpeedMeter.tsx";

const STATE = { meter: "" };
const VIEWS = ["now", "overTime"] as const;

/** What is under way now; for a window of the past, what was. */
export function InFlightPanel({ service }: { readonly service: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const [{ meter }, change] = useUrlState(STATE);
  const usual = range.to === "now" ? "now" : "overTime";
  const view = VIEWS.find((each) => each === meter) ?? usual;
  const isNow = view === "now";
  const answer = useCall(inFlight, { service, limit: 200 }, { live: "always", enabled: isNow });
  const total = answer.data && totalOf(answer.data);
  return (
    <Panel
      title={t("inFlight")}
      note={isNow && total !== undefined && <b>{formatInteger(total)}</b>}
      actions={
        <Segments
          label={t("view")}
          value={view}
          options={VIEWS.map((value) => ({ value, label: t(value) }))}
          onChange={(meter) => change({ meter })}
        />
      }
      fill
    >
      {isNow ? (
        <Answer of={answer} skeleton={<Skeleton height={180} />}>
          {({ at: _at, ...told }) => <SpeedMeter service={service} {...told} />}
        </Answer>
      ) : (
        <InFlightHistory service={service} />
      )}
    </Panel>
  );
}
