import {
  Answer,
  Badge,
  type Column,
  DataTable,
  formatDuration,
  formatInstant,
  formatInteger,
  IconButton,
  icons,
  LinkButton,
  Panel,
  pathTo,
  ServiceName,
  TableSkeleton,
  useCall,
  useTimeRange,
  useZone,
} from "@naru/ui";
import { useMemo } from "react";
import { listTransactions, type Axis, type TransactionRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Scatter.module.css";
import { againstTheRest } from "./againstTheRest.ts";
import type { Box } from "./useBox.ts";

interface SelectionProps {
  readonly box: Box;
  readonly filter: string;
  readonly axis: Axis;
  readonly onClose: () => void;
}

/** The transactions of a box, each a way into its trace. */
export function Selection({ box, filter, axis, onClose }: SelectionProps) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(listTransactions, {
    from: String(box.from),
    to: String(box.to),
    filter,
    axis,
    minNano: Math.floor(box.leastMs * 1e6),
    ...(Number.isFinite(box.mostMs) && { maxNano: Math.ceil(box.mostMs * 1e6) }),
  });
  const columns = useTransactionColumns();
  const { total = 0, transactions = [] } = answer.data ?? {};
  const words = { total: formatInteger(total), shown: formatInteger(transactions.length) };
  const told = transactions.length < total ? t("selectedSome", words) : t("selected", words);
  return (
    <Panel
      title={answer.data === undefined ? t("transactions") : told}
      fill
      actions={
        <>
          {axis === "elapsed" && (
            <LinkButton to="/compare" search={againstTheRest(box, filter, range)}>
              {t("whatDiffers")}
            </LinkButton>
          )}
          <IconButton label={t("closeSelection")} keys="Esc" small onClick={onClose}>
            <icons.IconX size={15} />
          </IconButton>
        </>
      }
    >
      <Answer of={answer} skeleton={<TableSkeleton />}>
        {({ transactions }) => (
          <DataTable
            label={t("transactions")}
            rows={transactions}
            columns={columns}
            keyOf={({ traceId, spanId }) => `${traceId}/${spanId}`}
            to={({ traceId, spanId }) => ({ to: pathTo("/traces", traceId), search: { span: spanId } })}
          />
        )}
      </Answer>
    </Panel>
  );
}

function useTransactionColumns(): readonly Column<TransactionRow>[] {
  const t = useText();
  const [zone] = useZone();
  return useMemo(
    () => [
      {
        id: "transaction",
        header: t("transaction"),
        width: "minmax(160px, 2fr)",
        cell: ({ service, name }) => (
          <span className={styles.name}>
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
    [t, zone],
  );
}
