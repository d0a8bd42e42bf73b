import {
  Badge,
  Dot,
  formatDuration,
  formatInstant,
  formatInteger,
  millisOfNano,
  ServiceName,
  useZone,
  type Column,
} from "@naru/ui";
import type { TraceRow } from "../../api.ts";
import { useText as useSharedText } from "../messages.ts";
import { useText } from "./messages.ts";
import styles from "./Traces.module.css";

const DOTS = 8;
/** Programs send their spans every few seconds: a younger trace may still be on its way. */
const ARRIVAL_MILLIS = 30_000;

interface TraceList {
  /** The greatest duration in the list, which a full bar stands for. */
  readonly longest: number;
  /** When the list was asked for, in milliseconds since 1970. */
  readonly asOf: number;
}

export function useTraceColumns({ longest, asOf }: TraceList): readonly Column<TraceRow>[] {
  const t = useText();
  const shared = useSharedText();
  const [zone] = useZone();
  return [
    {
      id: "root",
      header: t("root"),
      width: "minmax(150px, 1fr)",
      cell: (row) => (
        <span className={styles.name}>
          <ServiceName name={row.service} />
          <span className={styles.operation}>{row.name}</span>
          {row.rootMissing && (
            <RootMissing arriving={asOf - millisOfNano(row.startTimeUnixNano) < ARRIVAL_MILLIS} />
          )}
        </span>
      ),
    },
    {
      id: "duration",
      header: shared("duration"),
      end: true,
      width: "minmax(84px, 190px)",
      cell: ({ durationNano }) => (
        <span className={styles.duration}>
          <i style={{ width: `${(100 * durationNano) / Math.max(1, longest)}%` }} />
          <b>{formatDuration(durationNano)}</b>
        </span>
      ),
    },
    {
      id: "errors",
      header: shared("errors"),
      width: "86px",
      above: 560,
      cell: ({ errors }) =>
        errors === 0 ? (
          <span className={styles.none}>–</span>
        ) : (
          <Badge tone="bad">{t("errorCount", { count: errors })}</Badge>
        ),
    },
    {
      id: "spans",
      header: shared("spans"),
      end: true,
      width: "64px",
      above: 640,
      cell: ({ spans }) => formatInteger(spans),
    },
    {
      id: "services",
      header: shared("services"),
      width: "120px",
      above: 800,
      cell: ({ services }) => (
        <span
          className={styles.services}
          title={services.map((one) => `${one.service} ${one.spans}`).join("\n")}
        >
          {services.slice(0, DOTS).map(({ service }) => (
            <Dot key={service} name={service} />
          ))}
          {services.length > DOTS && <small>+{services.length - DOTS}</small>}
        </span>
      ),
    },
    {
      id: "time",
      header: shared("time"),
      width: "190px",
      above: 720,
      cell: ({ startTimeUnixNano }) => (
        <span className={styles.time}>{formatInstant(startTimeUnixNano, zone, "milli")}</span>
      ),
    },
  ];
}

function RootMissing({ arriving }: { readonly arriving: boolean }) {
  const t = useText();
  return (
    <span title={arriving ? t("arrivingHelp") : t("rootMissingHelp")}>
      <Badge tone={arriving ? "plain" : "warn"}>{arriving ? t("arriving") : t("rootMissing")}</Badge>
    </span>
  );
}
