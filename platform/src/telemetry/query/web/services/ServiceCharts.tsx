import { Answer, Empty, Skeleton, useCall, useTimeRange } from "@naru/ui";
import { listServices } from "../../api.ts";
import { useText } from "../messages.ts";
import { completeSteps } from "./complete.ts";
import { RedCharts } from "./RedCharts.tsx";

/** Rate, errors and duration of one service in the page's time range. */
export default function ServiceCharts({ service }: { readonly service: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const services = useCall(listServices, range, { live: true });
  return (
    <Answer of={services} skeleton={<Skeleton height={200} />}>
      {({ services: rows, ...grid }) => {
        const row = rows.find((one) => one.service === service);
        return row === undefined ? (
          <Empty title={t("missingService")}>
            <p>{t("missingServiceHelp")}</p>
          </Empty>
        ) : (
          <RedCharts row={row} {...grid} steps={completeSteps(grid, services.dataUpdatedAt)} />
        );
      }}
    </Answer>
  );
}
