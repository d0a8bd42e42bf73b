import { Badge, type Column, formatDuration, formatInstant, ServiceName, useZone } from "@naru/ui";
import { useMemo } from "react";
import type { TransactionRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Transaction.module.css";

/** Of lists of transactions.
 *  @param marked  a trace whose transactions are marked as the ones that the page is about */
export function useTransactionColumns(marked = ""): readonly Column<TransactionRow>[] {
  const t = useText();
  const [zone] = useZone();
  return useMemo(
    () => [
      {
        id: "transaction",
        header: t("transaction"),
        width: "minmax(160px, 2fr)",
        cell: ({ traceId, service, name }) => (
          <span className={styles.name}>
            {traceId === marked && <i className={styles.marked} title={t("thisTransaction")} />}
            <ServiceName name={service} />
            <span>{name}</span>
          </span>
        ),
      },
      {
        id: "duration",
        header: t("duration"),
        end: true,
        width: "96px",
        cell: ({ valueNano }) => formatDuration(valueNano),
      },
      {
        id: "status",
        header: t("status"),
        width: "84px",
        cell: ({ status, httpStatus }) =>
          status === "error" ? (
            <Badge tone="bad">{httpStatus ?? t("failed")}</Badge>
          ) : (
            <span>{httpStatus ?? "–"}</span>
          ),
      },
      {
        id: "user",
        header: t("user"),
        width: "minmax(80px, 1fr)",
        above: 820,
        cell: ({ user }) => user || "–",
      },
      { id: "pod", header: t("pod"), width: "minmax(90px, 1fr)", above: 960, cell: ({ pod }) => pod || "–" },
      {
        id: "ended",
        header: t("ended"),
        width: "180px",
        above: 640,
        cell: ({ endTimeUnixNano }) => formatInstant(endTimeUnixNano, zone, "milli"),
      },
    ],
    [t, zone, marked],
  );
}
