import { Button, CodeEditor, Page, Panel, SelectField, useUrlState } from "@naru/ui";
import { useRef, useState } from "react";
import { Choice } from "../cluster/Choice.tsx";
import { useChosenCluster, useClusters, useNamespaces, useOneCluster } from "../cluster/useCluster.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { useText } from "../messages.ts";
import styles from "./Apply.module.css";
import { ApplyFlow } from "./ApplyFlow.tsx";
import { draftNamed } from "./draft.ts";
import { useApplyText } from "./messages.ts";

const STATE = { namespace: "", draft: "" };

export default function ApplyPage() {
  const t = useText();
  const texts = useApplyText();
  const [{ namespace, draft }, change] = useUrlState(STATE);
  const cluster = useOneCluster();
  const namespaces = useNamespaces();
  const [loaded, setLoaded] = useState(() => draftNamed(draft));
  const [yaml, setYaml] = useState(loaded);
  const load = (text: string) => {
    setLoaded(text);
    setYaml(text);
  };
  return (
    <Page
      title={t("applyYaml")}
      actions={
        <>
          <TargetCluster cluster={cluster} />
          <Choice
            label={texts("into")}
            value={namespace}
            names={namespaces}
            none="default"
            onChange={(namespace) => change({ namespace }, true)}
          />
          <OpenFile onText={load} />
        </>
      }
    >
      <WithClusters only={cluster}>
        <div className={styles.page}>
          <Panel fill>
            <CodeEditor label={texts("editor")} text={loaded} onChange={setYaml} />
          </Panel>
          <Panel fill>
            <div style={{ height: 12, flex: "none" }} />
            <ApplyFlow cluster={cluster} namespace={namespace} yaml={yaml} />
          </Panel>
        </div>
      </WithClusters>
    </Page>
  );
}

/** Into which cluster, where the top bar says all of them. */
function TargetCluster({ cluster }: { readonly cluster: string }) {
  const t = useText();
  const [chosen, choose] = useChosenCluster();
  const clusters = useClusters().data?.clusters ?? [];
  if (chosen !== "" || clusters.length < 2) return null;
  return (
    <SelectField
      label={t("cluster")}
      value={cluster}
      options={clusters.map(({ name }) => ({ value: name, label: name }))}
      onChange={choose}
    />
  );
}

function OpenFile({ onText }: { readonly onText: (text: string) => void }) {
  const t = useApplyText();
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: readonly File[]) => {
    const texts = await Promise.all(files.map((file) => file.text()));
    onText(texts.join("\n---\n"));
  };
  return (
    <>
      <Button onClick={() => input.current?.click()}>{t("openFile")}</Button>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json"
        multiple
        className={styles.file}
        tabIndex={-1}
        aria-label={t("openFile")}
        onChange={(event) => void read([...(event.target.files ?? [])])}
      />
    </>
  );
}
