import { Badge, Dot, Graph, type GraphEdge, type GraphNode, PageLink, Panel, pathTo, useGo } from "@naru/ui";
import { useCallback, useMemo } from "react";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { type Path, pathOf, type PathNode } from "./path.ts";

/** The way from symptom to cause as a chain, and as a map where more than the way is known. */
export function PathMap({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const t = useText();
  const path = useMemo(() => pathOf(diagnosis), [diagnosis]);
  const way = path.nodes.filter(({ isOnWay }) => isOnWay);
  const hasMore = path.edges.some(({ isPath }) => !isPath);
  if (way.length < 2 && !hasMore) return null;
  return (
    <Panel title={t("path")}>
      {way.length > 1 && (
        <ol className={styles.chain}>
          {way.map((node) => (
            <li key={node.service}>
              <Box node={node} isLink />
            </li>
          ))}
        </ol>
      )}
      {hasMore && (
        <div className={styles.map}>
          <Map path={path} />
        </div>
      )}
    </Panel>
  );
}

function Box({ node, isLink = false }: { readonly node: PathNode; readonly isLink?: boolean }) {
  const t = useText();
  const { service, isCause, isSymptom } = node;
  return (
    <span className={isCause ? `${styles.node} ${styles.atFault}` : styles.node}>
      <span>
        <Dot name={service} />
        {isLink ? (
          <PageLink to={pathTo("/services", service)}>{service}</PageLink>
        ) : (
          <b title={service}>{service}</b>
        )}
      </span>
      <span>
        {isCause && <Badge tone="bad">{t("isCause")}</Badge>}
        {isSymptom && <Badge tone="warn">{t("isSymptom")}</Badge>}
      </span>
    </span>
  );
}

const SIZE = { width: 190, height: 48 };
const NO_LABEL = () => null;

/** Services around, and who calls whom; the way of the cause is drawn strongly. */
function Map({ path }: { readonly path: Path }) {
  const t = useText();
  const go = useGo();
  const { nodes, edges } = useMemo(
    () => ({
      nodes: path.nodes.map(({ service, isCause, isSymptom }): GraphNode => ({
        id: service,
        ...SIZE,
        label: [t("openService", { service }), isCause && t("isCause"), isSymptom && t("isSymptom")]
          .filter((part) => part !== false)
          .join(", "),
      })),
      edges: path.edges.map(({ from, to, isPath }): GraphEdge => ({
        id: `${from}\n${to}`,
        from,
        to,
        title: `${from} → ${to}`,
        look: isPath ? "bad" : "normal",
        stroke: isPath ? 2.5 : 1.25,
      })),
    }),
    [path, t],
  );
  const node = useCallback(
    (id: string) => {
      const found = path.nodes.find(({ service }) => service === id);
      return found && <Box node={found} />;
    },
    [path],
  );
  return (
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
  );
}
