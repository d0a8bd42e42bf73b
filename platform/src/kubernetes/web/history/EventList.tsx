import { Age, Badge, formatInteger, Panel } from "@naru/ui";
import type { EventRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { ObjectLink } from "../marks/Marks.tsx";
import { useText } from "../messages.ts";
import { useHistoryText } from "./messages.ts";

/** A few events about one thing, newest first. */
export function EventList({ events }: { readonly events: readonly EventRow[] }) {
  const t = useText();
  const texts = useHistoryText();
  return (
    <Panel title={t("events")}>
      {events.length === 0 ? (
        <p className={styles.nothing}>{texts("noRecent")}</p>
      ) : (
        <div className={styles.scrolling}>
          <table className={styles.list}>
            <tbody>
              {events.map((event) => (
                <tr key={`${event.object.name} ${event.reason} ${event.firstTime} ${event.message}`}>
                  <td>
                    <Badge tone={event.type === "Warning" ? "warn" : "plain"}>{event.reason}</Badge>
                  </td>
                  <td>
                    {event.message}
                    <div className={styles.dim}>
                      <ObjectLink cluster={event.cluster} object={event.object} />
                    </div>
                  </td>
                  <td className={styles.end}>
                    <Age at={event.time} />
                    {event.count > 1 && <div className={styles.dim}>×{formatInteger(event.count)}</div>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
