import {
  Answer,
  Button,
  Empty,
  LinkButton,
  Page,
  Panel,
  SearchField,
  Segments,
  TableSkeleton,
  useCall,
  useUrlState,
} from "@naru/ui";
import { listWorkloads, type WorkloadRow } from "../../api.ts";
import { Choice, NamespaceChoice } from "../cluster/Choice.tsx";
import { useChosenCluster } from "../cluster/useCluster.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { isTroubled } from "../marks/state.ts";
import { useText } from "../messages.ts";
import { NoMatch } from "../NoMatch.tsx";
import { useWorkloadText } from "./messages.ts";
import { WorkloadTable } from "./WorkloadTable.tsx";

const STATE = { find: "", namespace: "", kind: "", trouble: "", sort: "state" };
const REMEMBERED = { name: "workloads", keys: ["sort"] } as const;
const CLEAR = { find: "", namespace: "", kind: "", trouble: "" };
const KINDS = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicaSet", "Pod"];

export default function WorkloadsPage() {
  const t = useText();
  const [cluster] = useChosenCluster();
  const [{ sort, ...filter }, change] = useUrlState(STATE, REMEMBERED);
  const { find, namespace, kind, trouble } = filter;
  const answer = useCall(listWorkloads, { cluster, namespace }, { live: "always" });
  return (
    <Page
      title={t("workloads")}
      note={<Summary workloads={answer.data?.workloads} />}
      actions={
        <>
          <Segments
            label={t("status")}
            value={trouble}
            options={[
              { value: "", label: t("all") },
              { value: "1", label: t("inTrouble") },
            ]}
            onChange={(trouble) => change({ trouble })}
          />
          <NamespaceChoice value={namespace} onChange={(namespace) => change({ namespace })} />
          <Choice label={t("kind")} value={kind} names={KINDS} onChange={(kind) => change({ kind })} />
          <SearchField label={t("find")} value={find} slash onChange={(find) => change({ find }, true)} />
        </>
      }
    >
      <WithClusters>
        <Panel fill>
          <Answer of={answer} skeleton={<TableSkeleton />}>
            {({ workloads }) => {
              const found = workloads.filter((row) => matches(row, filter));
              return found.length === 0 ? (
                <Nothing
                  isTroubleWanted={trouble !== "" && find === "" && kind === ""}
                  isFiltered={find !== "" || namespace !== "" || kind !== "" || trouble !== ""}
                  onClear={() => change(CLEAR)}
                />
              ) : (
                <WorkloadTable rows={found} order={sort} onOrder={(sort) => change({ sort }, true)} />
              );
            }}
          </Answer>
        </Panel>
      </WithClusters>
    </Page>
  );
}

interface Filter {
  readonly find: string;
  readonly kind: string;
  readonly trouble: string;
}

function matches(row: WorkloadRow, { find, kind, trouble }: Filter): boolean {
  return (
    (kind === "" || row.kind === kind) &&
    (trouble === "" || isTroubled(row)) &&
    `${row.namespace}/${row.name} ${row.reason}`.toLowerCase().includes(find.toLowerCase())
  );
}

function Summary({ workloads }: { readonly workloads: readonly WorkloadRow[] | undefined }) {
  const t = useWorkloadText();
  if (workloads === undefined) return null;
  const troubled = workloads.filter(isTroubled).length;
  return `${t("summary", { count: workloads.length })} · ${t("troubled", { count: troubled })}`;
}

interface NothingProps {
  readonly isTroubleWanted: boolean;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function Nothing({ isTroubleWanted, isFiltered, onClear }: NothingProps) {
  const t = useText();
  const texts = useWorkloadText();
  if (isTroubleWanted) {
    return (
      <Empty title={texts("noTrouble")} actions={<Button onClick={onClear}>{t("clearFilter")}</Button>}>
        <p>{texts("noTroubleHelp")}</p>
      </Empty>
    );
  }
  if (isFiltered) return <NoMatch onClear={onClear} />;
  return (
    <Empty title={texts("noWorkloads")} actions={<LinkButton to="/apply">{t("applyYaml")}</LinkButton>}>
      <p>{texts("noWorkloadsHelp")}</p>
    </Empty>
  );
}
