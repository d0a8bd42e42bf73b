import { Answer, Badge, formatInstant, Panel, TableSkeleton, useCall, useZone } from "@naru/ui";
import { listChanges, listEvents } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { ObjectLink } from "../marks/Marks.tsx";
import { around, type Happening } from "./around.ts";
import { changeTones } from "./ChangeRows.tsx";
import { useHistoryText } from "./messages.ts";

const MOST = 100;

interface HappenedAroundProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** Its name; empty when it is not known. */
  readonly workload: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly at: number;
  readonly to: number;
  /** What stands at the moment. */
  readonly mark: string;
}

/** Events of a pod and changes of what it belongs to, before and after a moment: restarts, rollouts, evictions. */
export default function HappenedAround({ at, mark, workload, pod, ...rest }: HappenedAroundProps) {
  const texts = useHistoryText();
  const { cluster, namespace, from, to } = rest;
  const asked = { cluster, namespace, from: String(from), to: String(to), limit: MOST };
  const changes = useCall(listChanges, { ...asked, name: workload || pod });
  const events = useCall(listEvents, { ...asked, name: pod });
  return (
    <Panel title={texts("happened")} note={<span className={styles.dim}>{texts("happenedHelp")}</span>}>
      <Answer of={changes} skeleton={<TableSkeleton />}>
        {({ changes }) => (
          <Answer of={events} skeleton={<TableSkeleton />}>
            {({ events }) => {
              const { before, after } = around(changes, events, at);
              return (
                <div className={styles.scrolling}>
                  <table className={styles.list}>
                    <tbody>
                      <Happenings rows={before} />
                      <Moment at={at} mark={mark} alone={before.length + after.length === 0} />
                      <Happenings rows={after} />
                    </tbody>
                  </table>
                </div>
              );
            }}
          </Answer>
        )}
      </Answer>
    </Panel>
  );
}

function Moment({
  at,
  mark,
  alone,
}: {
  readonly at: number;
  readonly mark: string;
  readonly alone: boolean;
}) {
  const texts = useHistoryText();
  const [zone] = useZone();
  return (
    <tr className={styles.moment}>
      <td>
        <time>{formatInstant(at, zone, "second", "clock")}</time>
      </td>
      <td colSpan={2}>
        <b>{mark}</b> {alone && <span className={styles.dim}>{texts("nothingHappened")}</span>}
      </td>
    </tr>
  );
}

function Happenings({ rows }: { readonly rows: readonly Happening[] }) {
  const texts = useHistoryText();
  const [zone] = useZone();
  return rows.map(({ id, time, change, event }) => {
    const { cluster = "", object } = change ?? event ?? {};
    return (
      <tr key={id}>
        <td>
          <time title={formatInstant(time, zone)}>{formatInstant(time, zone, "second", "clock")}</time>
        </td>
        <td>
          {change !== undefined && (
            <Badge tone={changeTones[change.type] ?? "plain"}>{texts(`type_${change.type}`)}</Badge>
          )}
          {event !== undefined && (
            <Badge tone={event.type === "Warning" ? "warn" : "plain"}>{event.reason}</Badge>
          )}
        </td>
        <td>
          {change?.summary ?? event?.message}
          <div className={styles.dim}>
            {object !== undefined && <ObjectLink cluster={cluster} object={object} />}
          </div>
        </td>
      </tr>
    );
  });
}
