import {
  Answer,
  LinkButton,
  Page,
  PageLink,
  Panel,
  pathTo,
  Segments,
  Skeleton,
  useCall,
  usePathParam,
  useUrlState,
} from "@naru/ui";
import { getWorkload, type WorkloadRow } from "../../api.ts";
import type { workloadKinds } from "../../workloads/api.ts";
import { WorkloadActions } from "../actions/WorkloadActions.tsx";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { ChangeTable } from "../history/ChangeTable.tsx";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { targetOf } from "../targets.ts";
import { Trouble } from "../Trouble.tsx";
import { YamlPanel } from "../yaml/YamlPanel.tsx";
import { useWorkloadText } from "./messages.ts";
import { WorkloadOverview } from "./WorkloadOverview.tsx";
import { RevisionTable } from "./RevisionTable.tsx";
import { WorkloadTelemetry } from "./WorkloadTelemetry.tsx";

const STATE = { view: "overview", change: "" };
/** What lives on, and so has a capacity. */
const lasting = new Set<string>(["Deployment", "StatefulSet", "DaemonSet"]);

/** The address says what it says: the server tells when it is no kind of workload. */
const useKind = () => usePathParam("kind") as (typeof workloadKinds)[number];

export default function WorkloadPage() {
  const t = useText();
  const texts = useWorkloadText();
  const [cluster, kind, namespace, name] = [
    usePathParam("cluster"),
    useKind(),
    usePathParam("namespace"),
    usePathParam("name"),
  ];
  const place = { cluster, kind, namespace, name };
  const [{ view }, change] = useUrlState(STATE);
  const answer = useCall(getWorkload, place, { live: "always" });
  const workload = answer.data?.workload;
  return (
    <Page
      title={name}
      mark={<span className={styles.dim}>{kind}</span>}
      parent={{ to: "/workloads", title: t("workloads") }}
      note={`${cluster} / ${namespace}`}
      scroll={view !== "changes" && view !== "yaml"}
      actions={workload !== undefined && <WorkloadActions workload={workload} />}
    >
      <WithClusters only={cluster}>
        <Answer of={answer} skeleton={<Skeleton height={320} />}>
          {(data) => (
            <>
              <WhatIsWrong workload={data.workload} pods={data.pods} />
              <div className={styles.views}>
                <Segments
                  label={t("view")}
                  value={view}
                  options={[
                    { value: "overview", label: t("overview") },
                    { value: "telemetry", label: t("telemetry") },
                    { value: "revisions", label: texts("revisions") },
                    { value: "changes", label: t("changes") },
                    { value: "yaml", label: t("yaml") },
                  ]}
                  onChange={(view) => change({ view })}
                />
                {lasting.has(kind) && (
                  <LinkButton to={[cluster, kind, namespace, name].reduce(pathTo, "/capacity")}>
                    {texts("capacity")}
                  </LinkButton>
                )}
              </div>
              {view === "overview" && <WorkloadOverview {...data} />}
              {view === "telemetry" && <WorkloadTelemetry {...place} />}
              {view === "revisions" && <RevisionTable workload={data.workload} revisions={data.revisions} />}
              {view === "changes" && (
                <Panel fill>
                  <ChangeTable about={place} />
                </Panel>
              )}
              {view === "yaml" && <YamlPanel place={place} apiVersion={apiVersionOf(kind)} />}
            </>
          )}
        </Answer>
      </WithClusters>
    </Page>
  );
}

const apiVersionOf = (kind: string) =>
  kind === "Job" || kind === "CronJob" ? "batch/v1" : kind === "Pod" ? "v1" : "apps/v1";

interface WhatIsWrongProps {
  readonly workload: WorkloadRow;
  readonly pods: readonly { readonly name: string; readonly status: string; readonly restarts: number }[];
}

/** The reason of trouble, and the log to read first. */
function WhatIsWrong({ workload, pods }: WhatIsWrongProps) {
  const texts = useWorkloadText();
  const { cluster, namespace, reason, message } = workload;
  if (reason === "") return null;
  const worst = pods.find(({ status }) => status === reason);
  const hasRun = worst !== undefined && worst.restarts > 0;
  return (
    <Trouble reason={reason} message={message}>
      {hasRun && (
        <PageLink
          to={targetOf({ cluster, kind: "Pod", namespace, name: worst.name }).to}
          search={{ view: "logs", previous: "1" }}
        >
          {texts("previousLog")}
        </PageLink>
      )}
    </Trouble>
  );
}
