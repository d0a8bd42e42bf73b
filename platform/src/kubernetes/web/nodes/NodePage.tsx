import {
  Age,
  Answer,
  Empty,
  formatBytes,
  Page,
  Panel,
  Segments,
  Skeleton,
  Tiles,
  useCall,
  usePathParam,
  useUrlState,
} from "@naru/ui";
import { listEvents, listNodes, listPods, type NodeRow } from "../../api.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { Conditions } from "../Conditions.tsx";
import { Facts } from "../Facts.tsx";
import { EventList } from "../history/EventList.tsx";
import styles from "../Kubernetes.module.css";
import { formatCores } from "../marks/cores.ts";
import { NodeState, Usage } from "../marks/Marks.tsx";
import { useText } from "../messages.ts";
import { PodTable } from "../pods/PodTable.tsx";
import { YamlPanel } from "../yaml/YamlPanel.tsx";
import { useNodeText } from "./messages.ts";
import { NodeActions } from "./NodeActions.tsx";

const STATE = { view: "overview", sort: "state" };
const BESIDES = ["node", "cluster"];

export default function NodePage() {
  const t = useText();
  const [cluster, name] = [usePathParam("cluster"), usePathParam("name")];
  const [{ view }, change] = useUrlState(STATE);
  const answer = useCall(listNodes, { cluster }, { live: "always" });
  const node = answer.data?.nodes.find((one) => one.name === name);
  const place = { cluster, kind: "Node", namespace: "", name };
  return (
    <Page
      title={name}
      mark={<span className={styles.dim}>Node</span>}
      parent={{ to: "/nodes", title: t("nodes") }}
      note={cluster}
      scroll={view === "overview"}
      actions={node !== undefined && <NodeActions node={node} />}
    >
      <WithClusters only={cluster}>
        <Answer of={answer} skeleton={<Skeleton height={320} />}>
          {() =>
            node === undefined ? (
              <Empty title={t("noMatch")} />
            ) : (
              <>
                <div className={styles.views}>
                  <Segments
                    label={t("view")}
                    value={view}
                    options={[
                      { value: "overview", label: t("overview") },
                      { value: "pods", label: t("pods") },
                      { value: "yaml", label: t("yaml") },
                    ]}
                    onChange={(view) => change({ view })}
                  />
                </div>
                {view === "overview" && <NodeOverview node={node} />}
                {view === "pods" && <NodePods cluster={cluster} node={name} />}
                {view === "yaml" && <YamlPanel place={place} apiVersion="v1" />}
              </>
            )
          }
        </Answer>
      </WithClusters>
    </Page>
  );
}

function NodeOverview({ node }: { readonly node: NodeRow }) {
  const t = useText();
  const texts = useNodeText();
  const events = useCall(
    listEvents,
    { cluster: node.cluster, kind: "Node", name: node.name, from: "now-1d", limit: 50 },
    { live: "always" },
  );
  return (
    <>
      <Tiles
        tiles={[
          { label: t("status"), value: <NodeState node={node} /> },
          { label: texts("podCount"), value: `${node.pods} / ${node.podCapacity ?? "–"}` },
          { label: `${t("cpu")} · ${texts("requested")}`, value: <Amount node={node} of="cpu" /> },
          { label: `${t("memory")} · ${texts("requested")}`, value: <Amount node={node} of="memory" /> },
          { label: t("age"), value: <Age at={node.createdAt} /> },
        ]}
      />
      {node.usage === null && <p className={styles.notice}>{texts("noMeasure")}</p>}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Panel title={t("overview")}>
            <Facts
              facts={[
                [
                  texts("cpuUse"),
                  <Usage
                    key="cpu"
                    of="cpu"
                    used={node.usage}
                    asked={node.requested}
                    most={node.allocatable}
                  />,
                ],
                [
                  texts("memoryUse"),
                  <Usage
                    key="memory"
                    of="memory"
                    used={node.usage}
                    asked={node.requested}
                    most={node.allocatable}
                  />,
                ],
                [texts("roles"), node.roles.join(", ") || t("none")],
                [texts("version"), <code key="version">{node.version}</code>],
                [texts("system"), node.os],
                [texts("address"), <code key="address">{node.address}</code>],
                [texts("taints"), <Taints key="taints" taints={node.taints} />],
              ]}
            />
          </Panel>
          <Conditions conditions={node.conditions} />
        </div>
        <EventList events={events.data?.events ?? []} />
      </div>
    </>
  );
}

function Amount({ node, of }: { readonly node: NodeRow; readonly of: "cpu" | "memory" }) {
  const format = of === "cpu" ? formatCores : formatBytes;
  const [asked, most] = [node.requested[of], node.allocatable[of]];
  return (
    <span>
      {asked === null ? "–" : format(asked)} <small>/ {most === null ? "–" : format(most)}</small>
    </span>
  );
}

function Taints({ taints }: Pick<NodeRow, "taints">) {
  const t = useText();
  if (taints.length === 0) return t("none");
  return (
    <span className={styles.chips}>
      {taints.map(({ key, value, effect }) => (
        <code key={`${key}${effect}`}>{`${key}${value === "" ? "" : `=${value}`}:${effect}`}</code>
      ))}
    </span>
  );
}

function NodePods({ cluster, node }: { readonly cluster: string; readonly node: string }) {
  const texts = useNodeText();
  const [{ sort }, change] = useUrlState(STATE);
  const answer = useCall(listPods, { cluster, node }, { live: "always" });
  return (
    <Panel fill>
      <Answer of={answer} skeleton={<Skeleton height={320} />}>
        {({ pods }) =>
          pods.length === 0 ? (
            <Empty title={texts("nobody")} />
          ) : (
            <PodTable rows={pods} besides={BESIDES} order={sort} onOrder={(sort) => change({ sort }, true)} />
          )
        }
      </Answer>
    </Panel>
  );
}
