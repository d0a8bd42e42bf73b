import {
  Age,
  Answer,
  Badge,
  DataTable,
  Empty,
  formatInteger,
  icons,
  type OutputOf,
  Page,
  Panel,
  Skeleton,
  Tiles,
  useCall,
} from "@naru/ui";
import { listHealing } from "../../api.ts";
import styles from "./Healing.module.css";
import { useText } from "./messages.ts";
import { Patients } from "./Patients.tsx";
import { Steps } from "./Steps.tsx";
import { useNodeColumns } from "./useNodeColumns.tsx";
import { useWorkloadColumns } from "./useWorkloadColumns.tsx";

type Listed = OutputOf<typeof listHealing>;

/** Pods and nodes that are sick, what was done with them, and how far that may go. */
export default function HealingPage() {
  const t = useText();
  const answer = useCall(listHealing, {}, { live: "always" });
  return (
    <Page title={t("healing")} scroll>
      <Answer of={answer} skeleton={<Skeleton height={420} />}>
        {(listed) => (
          <>
            <Summary listed={listed} />
            <Notices listed={listed} />
            <Panel title={t("now")}>
              {listed.patients.length === 0 ? (
                <Empty
                  icon={<icons.IconHeartbeat size={28} stroke={1.5} aria-hidden />}
                  title={t(listed.most === "off" ? "isOff" : "allWell")}
                >
                  <p>{t(listed.most === "off" ? "isOffHelp" : "allWellHelp")}</p>
                </Empty>
              ) : (
                <Patients patients={listed.patients} />
              )}
            </Panel>
            <Steps />
            <Workloads listed={listed} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Workloads({ listed: { workloads, nodes } }: { readonly listed: Listed }) {
  const t = useText();
  const columns = useWorkloadColumns();
  const nodeColumns = useNodeColumns();
  return (
    <>
      <Panel title={t("workloads")}>
        {workloads.length === 0 ? (
          <Empty title={t("noWorkloads")}>
            <p>{t("noWorkloadsHelp")}</p>
          </Empty>
        ) : (
          <DataTable
            label={t("workloads")}
            rows={workloads}
            columns={columns}
            keyOf={({ cluster, namespace, kind, name }) => `${cluster}/${namespace}/${kind}/${name}`}
          />
        )}
      </Panel>
      {nodes.length > 0 && (
        <Panel title={t("nodes")}>
          <DataTable
            label={t("nodes")}
            rows={nodes}
            columns={nodeColumns}
            keyOf={({ cluster, name }) => `${cluster}/${name}`}
          />
        </Panel>
      )}
    </>
  );
}

function Summary({ listed: { patients, workloads, lookedAt } }: { readonly listed: Listed }) {
  const t = useText();
  const pods = patients.filter(({ pod, isConfirmed }) => pod !== "" && isConfirmed).length;
  const nodes = patients.filter(({ pod }) => pod === "").length;
  const acting = workloads.filter(({ policy }) => policy === "act").length;
  return (
    <Tiles
      tiles={[
        { label: t("sickPods"), value: <Count of={pods} /> },
        { label: t("sickNodes"), value: <Count of={nodes} /> },
        {
          label: t("workloadsActing"),
          value: `${formatInteger(acting)} / ${formatInteger(workloads.length)}`,
        },
        { label: t("lookedAt"), value: lookedAt === null ? t("notYet") : <Age at={lookedAt} /> },
      ]}
    />
  );
}

const Count = ({ of }: { readonly of: number }) =>
  of === 0 ? formatInteger(of) : <Badge tone="bad">{formatInteger(of)}</Badge>;

function Notices({ listed: { most, problem } }: { readonly listed: Listed }) {
  const t = useText();
  return (
    <>
      {most === "advise" && (
        <p role="status" className={styles.note}>
          {t("mostAdvise")}
        </p>
      )}
      {problem !== "" && (
        <p role="alert" className={styles.note}>
          <Badge tone="bad">{t("lookFailed", { problem })}</Badge>
        </p>
      )}
    </>
  );
}
