import { Badge, type OutputOf, type Tone, useCall } from "@naru/ui";
import { listScaleToZero, type PlannedPlace } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useText } from "./messages.ts";

type Row = OutputOf<typeof listScaleToZero>["workloads"][number];

const tones: Readonly<Record<Row["state"], Tone>> = {
  awake: "plain",
  asleep: "accent",
  off: "plain",
  held: "warn",
};

/** Whether a workload has no pods while nobody needs any, and why not; nothing where it does not ask for that. */
export function IdleNote({ place }: { readonly place: PlannedPlace }) {
  const t = useText();
  const { data } = useCall(listScaleToZero, {}, { live: "slow" });
  const row = data?.workloads.find((each) => isAt(each, place));
  if (!row) return null;
  const { state, why, period, replicas, message } = row;
  return (
    <ul className={styles.conditions}>
      <li>
        <Badge tone={tones[state]}>{t(state)}</Badge>
        <span title={message}>
          {state === "held"
            ? why !== null && t(`held_${why}`, { period })
            : t(`${state}Help`, { period, replicas: replicas ?? 1 })}
        </span>
      </li>
    </ul>
  );
}

const isAt = (row: Row, place: PlannedPlace) =>
  row.cluster === place.cluster &&
  row.kind === place.kind &&
  row.namespace === place.namespace &&
  row.name === place.name;
