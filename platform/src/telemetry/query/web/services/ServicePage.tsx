import {
  Answer,
  condition,
  Dot,
  LinkButton,
  Page,
  Panel,
  pathTo,
  SearchField,
  TableSkeleton,
  useCall,
  useContributions,
  usePathParam,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { Suspense, useMemo } from "react";
import { listOperations } from "../../api.ts";
import { useText } from "../messages.ts";
import { OperationTable } from "./OperationTable.tsx";
import { completeSteps } from "./complete.ts";
import ServiceCharts from "./ServiceCharts.tsx";

const STATE = { find: "", sort: "-rate" };
const REMEMBERED = { name: "service", keys: ["sort"] } as const;

export default function ServicePage() {
  const t = useText();
  const service = usePathParam("service");
  const { range } = useTimeRange();
  const [{ find, sort }, change] = useUrlState(STATE, REMEMBERED);
  const operations = useCall(listOperations, { ...range, service }, { live: true });
  const contributions = useContributions("service");
  const about = useMemo(() => ({ service }), [service]);
  const ofService = condition("service", "=", service);
  return (
    <Page
      title={service}
      mark={<Dot name={service} />}
      parent={{ to: "/services", title: t("services") }}
      actions={
        <>
          <LinkButton to="/traces" search={{ filter: ofService }}>
            {t("traces")}
          </LinkButton>
          <LinkButton to="/logs" search={{ filter: ofService }}>
            {t("logs")}
          </LinkButton>
          <LinkButton to="/metrics" search={{ service }}>
            {t("metrics")}
          </LinkButton>
          <LinkButton to="/live" search={{ service }}>
            {t("live")}
          </LinkButton>
          <LinkButton to="/compare" search={{ service }}>
            {t("compare")}
          </LinkButton>
          <LinkButton to={`${pathTo("/services", service)}/runtime`}>{t("runtime")}</LinkButton>
          <SearchField
            label={t("findOperation")}
            value={find}
            slash
            onChange={(find) => change({ find }, true)}
          />
        </>
      }
    >
      {contributions.map(({ id, component: View }) => (
        <Suspense key={id} fallback={null}>
          <View about={about} />
        </Suspense>
      ))}
      <ServiceCharts service={service} />
      <Panel fill>
        <Answer of={operations} skeleton={<TableSkeleton />}>
          {({ operations: rows, ...grid }) => (
            <OperationTable
              service={service}
              rows={rows}
              steps={completeSteps(grid, operations.dataUpdatedAt)}
              find={find}
              sort={sort}
              onSort={(sort) => change({ sort }, true)}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  );
}
