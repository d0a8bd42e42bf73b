import { type Column, ServiceName } from "@naru/ui";
import type { ObjectiveRow } from "../../api.ts";
import { BudgetBar } from "../BudgetBar.tsx";
import { formatRate } from "../figures.ts";
import { Gone, StateMark } from "../marks.tsx";
import { useText } from "../messages.ts";
import { formatShare, formatTarget } from "../share.ts";

const lastHour = ({ standing }: ObjectiveRow) =>
  standing.burnRates.find(({ minutes }) => minutes === 60)?.rate ?? null;

/** @param at  when they were measured */
export function useObjectiveColumns(at: number): readonly Column<ObjectiveRow>[] {
  const t = useText();
  return [
    {
      id: "title",
      header: t("objective"),
      width: "minmax(120px, 2fr)",
      value: ({ objective }) => objective.title,
      cell: ({ objective: { title, description } }) => <span title={description || title}>{title}</span>,
    },
    {
      id: "service",
      header: t("service"),
      width: "minmax(90px, 1fr)",
      above: 760,
      value: ({ objective }) => objective.service,
      cell: ({ objective }) => <ServiceName name={objective.service} />,
    },
    {
      id: "state",
      header: t("state"),
      width: "104px",
      cell: ({ standing }) => <StateMark state={standing.state} />,
    },
    {
      id: "target",
      header: t("target"),
      width: "128px",
      above: 900,
      value: ({ objective }) => objective.target,
      cell: ({ objective: { target, windowDays } }) => `${formatTarget(target)} · ${windowDays}d`,
    },
    {
      id: "sli",
      header: t("sli"),
      end: true,
      width: "104px",
      above: 620,
      value: ({ standing }) => standing.sli,
      cell: ({ standing }) => formatShare(standing.sli),
    },
    {
      id: "left",
      header: t("budgetLeft"),
      width: "minmax(100px, 180px)",
      value: ({ standing }) => standing.budget.leftShare,
      cell: ({ standing }) => <BudgetBar share={standing.budget.leftShare} />,
    },
    {
      id: "burn",
      header: t("burnRate"),
      end: true,
      width: "112px",
      above: 700,
      value: lastHour,
      cell: (row) => formatRate(lastHour(row)),
    },
    {
      id: "gone",
      header: t("gone"),
      width: "88px",
      above: 480,
      value: ({ standing }) => standing.goneAt,
      cell: ({ standing }) => <Gone standing={standing} at={at} />,
    },
  ];
}
