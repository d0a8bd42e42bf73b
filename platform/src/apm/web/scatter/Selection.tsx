import {
  Answer,
  DataTable,
  formatInteger,
  IconButton,
  icons,
  LinkButton,
  Panel,
  pathTo,
  TableSkeleton,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { listTransactions, type Axis } from "../../api.ts";
import { useText } from "../messages.ts";
import { useTransactionColumns } from "../transaction/useTransactionColumns.tsx";
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
  const { range, zoom } = useTimeRange();
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
          <IconButton label={t("zoomTo")} small onClick={() => zoom(box)}>
            <icons.IconZoomIn size={15} />
          </IconButton>
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
