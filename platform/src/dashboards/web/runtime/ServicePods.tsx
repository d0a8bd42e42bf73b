import { Answer, Empty, Panel, Skeleton, useCall, useTimeRange } from "@naru/ui";
import { Suspense, useMemo, useState } from "react";
import { listNodes, listPods, listServiceWorkloads, type ServiceWorkload } from "#kubernetes/api.ts";
import { NodeTable, PodTable } from "#kubernetes/web/index.ts";
import { useText } from "../messages.ts";
import styles from "./Runtime.module.css";

/** The pods that a service runs as, and the nodes that these run on: what they use of what they asked for. */
export function ServicePods({ service }: { readonly service: string }) {
  const { range } = useTimeRange();
  const answer = useCall(listServiceWorkloads, { ...range, service }, { live: true });
  return (
    <Answer of={answer} brief skeleton={<Skeleton height={120} />}>
      {({ relations }) =>
        relations.some(({ cluster }) => cluster !== "") ? <Running relations={relations} /> : <NoPods />
      }
    </Answer>
  );
}

function NoPods() {
  const t = useText();
  return (
    <Panel title={t("pods")}>
      <Empty title={t("noPods")}>
        <p>{t("noPodsHelp")}</p>
      </Empty>
    </Panel>
  );
}

function Running({ relations }: { readonly relations: readonly ServiceWorkload[] }) {
  const t = useText();
  const uids = useMemo(
    () => new Set(relations.flatMap(({ pods }) => pods.map(({ uid }) => uid))),
    [relations],
  );
  const pods = useCall(listPods, {}, { live: "always" });
  const nodes = useCall(listNodes, {}, { live: "always" });
  const [podOrder, setPodOrder] = useState("state");
  const [nodeOrder, setNodeOrder] = useState("name");
  const own = (pods.data?.pods ?? []).filter(({ uid }) => uids.has(uid));
  const hosts = new Set(own.map(({ cluster, node }) => `${cluster}/${node}`));
  return (
    <>
      <Panel title={t("pods")}>
        <div className={styles.table}>
          <Suspense fallback={<Skeleton height={160} />}>
            <Answer of={pods} brief skeleton={<Skeleton height={160} />}>
              {() => <PodTable rows={own} order={podOrder} onOrder={setPodOrder} />}
            </Answer>
          </Suspense>
        </div>
      </Panel>
      <Panel title={t("nodes")}>
        <div className={styles.table}>
          <Suspense fallback={<Skeleton height={160} />}>
            <Answer of={nodes} brief skeleton={<Skeleton height={160} />}>
              {(data) => (
                <NodeTable
                  rows={data.nodes.filter(({ cluster, name }) => hosts.has(`${cluster}/${name}`))}
                  order={nodeOrder}
                  onOrder={setNodeOrder}
                />
              )}
            </Answer>
          </Suspense>
        </div>
      </Panel>
    </>
  );
}
