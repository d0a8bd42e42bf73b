import {
  Answer,
  condition,
  Empty,
  LinkButton,
  pathTo,
  ServiceName,
  Skeleton,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { Suspense } from "react";
import { ServiceCharts } from "#telemetry/query/web/index.ts";
import { listServiceWorkloads } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import type { Place } from "../targets.ts";
import { useWorkloadText } from "./messages.ts";

/** Rate, errors and duration of the services that a workload is, as their own pages have them. */
export function WorkloadTelemetry({ cluster, kind, namespace, name }: Place) {
  const { range } = useTimeRange();
  const about = { ...range, cluster, kind, namespace, workload: name };
  const answer = useCall(listServiceWorkloads, about, { live: true });
  return (
    <Answer of={answer} skeleton={<Skeleton height={200} />}>
      {({ relations }) =>
        relations.length === 0 ? (
          <NoTelemetry />
        ) : (
          relations.map(({ service }) => <ServiceTelemetry key={service} service={service} />)
        )
      }
    </Answer>
  );
}

function NoTelemetry() {
  const t = useWorkloadText();
  return (
    <Empty title={t("noTelemetry")} actions={<LinkButton to="/ingest">{t("sendData")}</LinkButton>}>
      <p>{t("noTelemetryHelp")}</p>
    </Empty>
  );
}

function ServiceTelemetry({ service }: { readonly service: string }) {
  const t = useText();
  const texts = useWorkloadText();
  const filter = condition("service", "=", service);
  return (
    <section className={styles.stack}>
      <header className={styles.head}>
        <h2>
          <ServiceName name={service} />
        </h2>
        <LinkButton to={pathTo("/services", service)}>{texts("toService")}</LinkButton>
        <LinkButton to="/traces" search={{ filter }}>
          {t("traces")}
        </LinkButton>
        <LinkButton to="/logs" search={{ filter }}>
          {t("logs")}
        </LinkButton>
      </header>
      <Suspense fallback={<Skeleton height={200} />}>
        <ServiceCharts service={service} />
      </Suspense>
    </section>
  );
}
