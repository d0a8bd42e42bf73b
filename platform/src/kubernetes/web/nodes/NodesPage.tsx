import { Answer, Empty, Page, Panel, SearchField, TableSkeleton, useCall, useUrlState } from "@naru/ui";
import { listNodes } from "../../api.ts";
import { useChosenCluster } from "../cluster/useCluster.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { useText } from "../messages.ts";
import { NoMatch } from "../NoMatch.tsx";
import { useNodeText } from "./messages.ts";
import { NodeTable } from "./NodeTable.tsx";

const STATE = { find: "", sort: "state" };
const REMEMBERED = { name: "nodes", keys: ["sort"] } as const;

export default function NodesPage() {
  const t = useText();
  const texts = useNodeText();
  const [cluster] = useChosenCluster();
  const [{ find, sort }, change] = useUrlState(STATE, REMEMBERED);
  const answer = useCall(listNodes, { cluster }, { live: "always" });
  return (
    <Page
      title={t("nodes")}
      actions={
        <SearchField label={t("find")} value={find} slash onChange={(find) => change({ find }, true)} />
      }
    >
      <WithClusters>
        <Panel fill>
          <Answer of={answer} skeleton={<TableSkeleton />}>
            {({ nodes }) => {
              const found = nodes.filter(({ name }) => name.includes(find.toLowerCase()));
              if (found.length > 0) {
                return <NodeTable rows={found} order={sort} onOrder={(sort) => change({ sort }, true)} />;
              }
              return find === "" ? (
                <Empty title={texts("noNodes")}>
                  <p>{texts("noNodesHelp")}</p>
                </Empty>
              ) : (
                <NoMatch onClear={() => change({ find: "" })} />
              );
            }}
          </Answer>
        </Panel>
      </WithClusters>
    </Page>
  );
}
