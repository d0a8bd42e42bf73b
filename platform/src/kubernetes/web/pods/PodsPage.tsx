import {
  Answer,
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
import { listPods, type PodRow } from "../../api.ts";
import { NamespaceChoice } from "../cluster/Choice.tsx";
import { useChosenCluster } from "../cluster/useCluster.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { useText } from "../messages.ts";
import { NoMatch } from "../NoMatch.tsx";
import { usePodText } from "./messages.ts";
import { PodTable } from "./PodTable.tsx";

const STATE = { find: "", namespace: "", trouble: "", sort: "state" };
const REMEMBERED = { name: "pods", keys: ["sort"] } as const;
const CLEAR = { find: "", namespace: "", trouble: "" };

export default function PodsPage() {
  const t = useText();
  const texts = usePodText();
  const [cluster] = useChosenCluster();
  const [{ find, namespace, trouble, sort }, change] = useUrlState(STATE, REMEMBERED);
  const answer = useCall(listPods, { cluster, namespace }, { live: "always" });
  const isFiltered = find !== "" || namespace !== "" || trouble !== "";
  return (
    <Page
      title={t("pods")}
      note={answer.data !== undefined && texts("summary", { count: answer.data.pods.length })}
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
          <SearchField label={texts("find")} value={find} slash onChange={(find) => change({ find }, true)} />
        </>
      }
    >
      <WithClusters>
        <Panel fill>
          <Answer of={answer} skeleton={<TableSkeleton />}>
            {({ pods }) => {
              const found = pods.filter(
                (pod) => (trouble === "" || pod.health === "bad") && isFound(pod, find.toLowerCase()),
              );
              if (found.length > 0) {
                return <PodTable rows={found} order={sort} onOrder={(sort) => change({ sort }, true)} />;
              }
              return isFiltered ? (
                <NoMatch onClear={() => change(CLEAR)} />
              ) : (
                <Empty
                  title={texts("noPods")}
                  actions={<LinkButton to="/apply">{t("applyYaml")}</LinkButton>}
                >
                  <p>{texts("noPodsHelp")}</p>
                </Empty>
              );
            }}
          </Answer>
        </Panel>
      </WithClusters>
    </Page>
  );
}

/** By name, state, node or address: what people have in hand when they look for a pod. */
const isFound = ({ namespace, name, status, node, ip }: PodRow, words: string) =>
  [`${namespace}/${name}`, status, node, ip].some((text) => text.toLowerCase().includes(words));
