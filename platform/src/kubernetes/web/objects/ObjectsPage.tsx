import { Answer, Empty, LinkButton, Page, Panel, SearchField, TableSkeleton, useUrlState } from "@naru/ui";
import type { KindRow } from "../../api.ts";
import { NamespaceChoice } from "../cluster/Choice.tsx";
import { useOneCluster } from "../cluster/useCluster.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { useText } from "../messages.ts";
import { KindList } from "./KindList.tsx";
import { kindNamed } from "./kinds.ts";
import { useObjectText } from "./messages.ts";
import { ObjectTable } from "./ObjectTable.tsx";
import styles from "./Objects.module.css";
import { useKinds } from "./useKinds.ts";

const STATE = { kind: "", apiVersion: "", namespace: "", find: "", sort: "" };

export default function ObjectsPage() {
  const t = useText();
  const cluster = useOneCluster();
  const answer = useKinds(cluster);
  const [{ kind, apiVersion, namespace, find }, change] = useUrlState(STATE);
  const chosen = kindNamed(answer.data?.kinds ?? [], kind, apiVersion);
  return (
    <Page
      title={kind === "" ? t("objects") : kind}
      note={kind === "" ? cluster : `${cluster} · ${chosen?.apiVersion ?? apiVersion}`}
      {...(kind === "" ? {} : { parent: { to: "/objects", title: t("objects") } })}
      actions={
        <>
          {chosen?.namespaced === true && (
            <NamespaceChoice value={namespace} onChange={(namespace) => change({ namespace })} />
          )}
          {chosen !== undefined && (
            <SearchField label={t("find")} value={find} slash onChange={(find) => change({ find }, true)} />
          )}
          <LinkButton to="/apply" search={{ cluster }}>
            {t("applyYaml")}
          </LinkButton>
        </>
      }
    >
      <WithClusters only={cluster}>
        <Answer of={answer} skeleton={<TableSkeleton />}>
          {({ kinds }) => (
            <div className={styles.page} data-chosen={kind === "" ? undefined : true}>
              <KindList kinds={kinds} chosen={chosen} namespace={namespace} />
              <Panel fill>
                <Content cluster={cluster} kind={kind} chosen={chosen} />
              </Panel>
            </div>
          )}
        </Answer>
      </WithClusters>
    </Page>
  );
}

interface ContentProps {
  readonly cluster: string;
  readonly kind: string;
  readonly chosen: KindRow | undefined;
}

function Content({ cluster, kind, chosen }: ContentProps) {
  const t = useObjectText();
  if (chosen !== undefined) return <ObjectTable cluster={cluster} kind={chosen} />;
  if (kind === "") {
    return (
      <Empty title={t("choose")}>
        <p>{t("chooseHelp")}</p>
      </Empty>
    );
  }
  return (
    <Empty title={t("unknownKind", { kind })}>
      <p>{t("unknownKindHelp")}</p>
    </Empty>
  );
}
