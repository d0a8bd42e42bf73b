import {
  Answer,
  Empty,
  LinkButton,
  Page,
  Panel,
  SearchField,
  SelectField,
  TableSkeleton,
  useCall,
  usePathParam,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { Suspense } from "react";
import { SendData } from "#telemetry/ingest/web/index.ts";
import { listMetrics, listServices } from "../../api.ts";
import { useText as useSharedText } from "../messages.ts";
import { useText } from "./messages.ts";
import { MetricList } from "./MetricList.tsx";
import styles from "./Metrics.module.css";
import { MetricView } from "./MetricView.tsx";

const STATE = { find: "", service: "" };

export default function MetricsPage() {
  const t = useText();
  const shared = useSharedText();
  const chosen = usePathParam("metric");
  const { range } = useTimeRange();
  const [{ find, service }, change] = useUrlState(STATE);
  const answer = useCall(listMetrics, {
    ...range,
    search: find,
    service: service === "" ? undefined : service,
    limit: 1000,
  });
  const services = useCall(listServices, range);
  const names = new Set([service, ...(services.data?.services ?? []).map((row) => row.service)]);
  names.delete("");
  if (answer.data?.metrics.length === 0 && find === "" && service === "" && chosen === "") {
    return (
      <Page title={shared("metrics")} scroll>
        <Suspense>
          <SendData empty />
        </Suspense>
      </Page>
    );
  }
  return (
    <Page
      title={chosen === "" ? shared("metrics") : chosen}
      {...parentOf(chosen, shared("metrics"))}
      actions={<LinkButton to="/promql">PromQL</LinkButton>}
    >
      <div className={styles.split} data-chosen={chosen === "" ? undefined : true}>
        <div className={styles.side}>
          <Panel fill>
            <div className={styles.find}>
              <SearchField label={t("find")} value={find} slash onChange={(find) => change({ find }, true)} />
              <SelectField
                label={t("service")}
                value={service}
                options={[
                  { value: "", label: t("allServices") },
                  ...Array.from(names, (name) => ({ value: name, label: name })),
                ]}
                onChange={(service) => change({ service }, true)}
              />
            </div>
            <Answer of={answer} skeleton={<TableSkeleton />}>
              {({ metrics }) => <MetricList metrics={metrics} chosen={chosen} search={{ find, service }} />}
            </Answer>
          </Panel>
        </div>
        <div className={styles.detail}>
          {chosen === "" ? (
            <Empty title={t("choose")}>
              <p>{t("chooseHelp")}</p>
            </Empty>
          ) : (
            <MetricView key={chosen} name={chosen} />
          )}
        </div>
      </div>
    </Page>
  );
}

function parentOf(chosen: string, title: string) {
  return chosen === "" ? {} : { parent: { to: "/metrics", title } };
}
