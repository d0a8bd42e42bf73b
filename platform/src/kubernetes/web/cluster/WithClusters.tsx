import { Answer, Empty, TableSkeleton } from "@naru/ui";
import type { ReactNode } from "react";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { ClusterNotices } from "./ClusterNotices.tsx";
import { useChosenCluster, useClusters } from "./useCluster.ts";

const EXAMPLE = "NARU_CLUSTERS=main=~/.kube/config";

/** What a page shows once it is known which clusters there are: how they are first; without any, how to connect one.
 *  @param only the one cluster that the page is about */
export function WithClusters({ only, children }: { readonly only?: string; readonly children: ReactNode }) {
  const t = useText();
  const answer = useClusters();
  const [chosen] = useChosenCluster();
  const about = only ?? chosen;
  return (
    <Answer of={answer} skeleton={<TableSkeleton />}>
      {({ clusters }) =>
        clusters.length === 0 ? (
          <Empty title={t("noCluster")}>
            <p>{t("noClusterHelp")}</p>
            <pre className={styles.example}>{EXAMPLE}</pre>
            <p>{t("noClusterKinds")}</p>
          </Empty>
        ) : (
          <>
            <ClusterNotices clusters={clusters.filter(({ name }) => about === "" || name === about)} />
            {children}
          </>
        )
      }
    </Answer>
  );
}
