import { Page, Panel, SearchField, useUrlState } from "@naru/ui";
import { changeTypes } from "../../history/api.ts";
import { Choice, NamespaceChoice } from "../cluster/Choice.tsx";
import { useChosenCluster } from "../cluster/useCluster.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { useText } from "../messages.ts";
import { ChangeTable } from "./ChangeTable.tsx";
import { useHistoryText } from "./messages.ts";

const STATE = { find: "", namespace: "", type: "" };

export default function ChangesPage() {
  const t = useText();
  const texts = useHistoryText();
  const [cluster] = useChosenCluster();
  const [{ find, namespace, type }, change] = useUrlState(STATE);
  const known = changeTypes.find((one) => one === type);
  return (
    <Page
      title={t("changes")}
      actions={
        <>
          <Choice
            label={t("type")}
            value={type}
            names={changeTypes}
            labelOf={(name) => {
              const known = changeTypes.find((one) => one === name);
              return known === undefined ? name : texts(`type_${known}`);
            }}
            onChange={(type) => change({ type })}
          />
          <NamespaceChoice value={namespace} onChange={(namespace) => change({ namespace })} />
          <SearchField label={t("findText")} value={find} slash onChange={(find) => change({ find }, true)} />
        </>
      }
    >
      <WithClusters>
        <Panel fill>
          <ChangeTable about={{ cluster, namespace, search: find, type: known }} />
        </Panel>
      </WithClusters>
    </Page>
  );
}
