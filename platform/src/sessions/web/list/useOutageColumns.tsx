import { type Column, formatDuration, formatInstant, useZone } from "@naru/ui";
import type { OutageRow } from "../../api.ts";
import { useText } from "../messages.ts";

const NANOS = 1e6;

export function useOutageColumns(): readonly Column<OutageRow>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    { id: "when", header: t("when"), width: "176px", cell: ({ from }) => formatInstant(from, zone) },
    { id: "store", header: t("store"), width: "96px", cell: ({ store }) => store },
    {
      id: "lasted",
      header: t("lasted"),
      end: true,
      width: "96px",
      cell: ({ from, to }) => formatDuration((to - from) * NANOS),
    },
    {
      id: "lost",
      header: t("lost"),
      end: true,
      width: "112px",
      cell: ({ lostMs }) => (lostMs === 0 ? t("nothingLost") : formatDuration(lostMs * NANOS)),
    },
    {
      id: "what",
      header: t("what"),
      width: "minmax(140px, 1fr)",
      above: 760,
      cell: ({ isFailover }) => t(isFailover ? "failover" : "restart"),
    },
    {
      id: "why",
      header: t("why"),
      width: "minmax(140px, 1fr)",
      above: 900,
      cell: ({ why }) => <span title={why}>{why}</span>,
    },
  ];
}
