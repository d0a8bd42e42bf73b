import { Badge, Dot, Graph, type GraphEdge, type GraphNode, Panel, pathTo, useGo } from "@naru/ui";
import { useCallback, useMemo } from "react";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { pathOf } from "./path.ts";

const SIZE = { width: 190, height: 48 };
const NO_LABEL = () => null;

/** Services between symptom and cause, and who calls whom; the way of the cause is drawn strongly. */
export function PathMap({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const t = useText();
  const go = useGo();
  const path = useMemo(() => pathOf(diagnosis), [diagnosis]);
  const { nodes, edges } = useMemo(() => {
    const what = (isCause: boolean, isSymptom: boolean) =>
      [isCause && t("isCause"), isSymptom && t("isSymptom")].filter((word) => word !== false).join(", ");
    return {
      nodes: path.nodes.map(({ service, isCause, isSymptom }): GraphNode => ({
        id: service,
        ...SIZE,
        label: `${t("openService", { service })} ${what(isCause, isSymptom)}`,
      })),
      edges: path.edges.map(({ from, to, isPath }): GraphEdge => ({
        id: `${from}\n${to}`,
        from,
        to,
        title: `${from} → ${to}`,
        look: isPath ? "bad" : "normal",
        stroke: isPath ? 2.5 : 1.25,
      })),
    };
  }, [path, t]);
  const node = useCallback(
    (id: string) => {
      const found = path.nodes.find(({ service }) => service === id);
      return (
        found && (
          <span className={found.isCause ? `${styles.node} ${styles.atFault}` : styles.node}>
            <span>
              <Dot name={id} />
              <b title={id}>{id}</b>
            </span>
            <span>
              {found.isCause && <Badge tone="bad">{t("isCause")}</Badge>}
              {found.isSymptom && <Badge tone="warn">{t("isSymptom")}</Badge>}
            </span>
          </span>
        )
      );
    },
    [path, t],
  );
  if (edges.length === 0) return null;
  return (
    <Panel title={t("path")}>
      <div className={styles.map}>
        <Graph
          label={t("path")}
          nodes={nodes}
          edges={edges}
          node={node}
          edge={NO_LABEL}
          selected=""
          onSelect={(id) => {
            if (path.nodes.some(({ service }) => service === id)) go({ to: pathTo("/services", id) });
          }}
        />
      </div>
    </Panel>
  );
}
