import {
  Badge,
  Button,
  formatDuration,
  formatInteger,
  formatPercent,
  formatRate,
  IconButton,
  icons,
  LinkButton,
  Panel,
  pathTo,
} from "@naru/ui";
import type { MapEdge, MapNode } from "../../api.ts";
import { useText } from "./messages.ts";
import { figuresIn, KINDS, nameOf, STATES } from "./labels.ts";
import styles from "./Map.module.css";
import type { ChangeMap, MapState } from "./MapPage.tsx";
import type { Shown, ShownEdge, ShownNode } from "./view.ts";

interface DetailsProps {
  readonly shown: Shown;
  readonly nodes: readonly MapNode[];
  readonly state: MapState;
  readonly change: ChangeMap;
}

/** What is selected: its figures, and the ways on from it. */
export function Details({ shown, nodes, state, change }: DetailsProps) {
  const node = shown.nodes.find(({ id }) => id === state.at);
  const edge = shown.edges.find(({ id }) => id === state.at);
  if (node !== undefined) return <NodeDetails {...{ node, shown, state, change }} />;
  return edge === undefined ? null : <EdgeDetails {...{ edge, shown, nodes, change }} />;
}

function Close({ change }: Pick<DetailsProps, "change">) {
  const t = useText();
  return (
    <IconButton label={t("closeSelection")} keys="Esc" small onClick={() => change({ at: "" }, true)}>
      <icons.IconX size={15} />
    </IconButton>
  );
}

interface NodeDetailsProps extends Pick<DetailsProps, "shown" | "state" | "change"> {
  readonly node: ShownNode;
}

function NodeDetails({ node, shown, state, change }: NodeDetailsProps) {
  const t = useText();
  const isGroup = node.members.length > 0;
  return (
    <aside className={styles.details}>
      <Panel title={nameOf(t, node)} actions={<Close change={change} />}>
        <div className={styles.text}>
          <p>
            <Badge>{t(KINDS[node.kind])}</Badge>{" "}
            {node.state !== "same" && <Badge tone="accent">{t(STATES[node.state])}</Badge>}{" "}
            {[node.system, isGroup ? "" : node.namespace].filter(Boolean).join(" · ")}
          </p>
          <p>{figuresIn(t, node)}</p>
          <div className={styles.ways}>
            {isGroup ? (
              <Button onClick={() => change({ open: [...state.open, node.id], at: "" })}>
                {t("openGroup")}
              </Button>
            ) : (
              <Button onClick={() => change({ focus: node.id })}>{t("focusOn")}</Button>
            )}
            <Ways node={node} shown={shown} />
          </div>
        </div>
        <Neighbours
          title={t("calledBy")}
          edges={shown.edges.filter(({ to }) => to === node.id)}
          end="from"
          {...{ shown, change }}
        />
        <Neighbours
          title={t("callsTo")}
          edges={shown.edges.filter(({ from }) => from === node.id)}
          end="to"
          {...{ shown, change }}
        />
      </Panel>
    </aside>
  );
}

/** Pages about a node. */
function Ways({ node, shown }: Pick<NodeDetailsProps, "node" | "shown">) {
  const t = useText();
  if (node.members.length > 0) return null;
  if (node.kind === "service") {
    return (
      <>
        <LinkButton to={pathTo("/services", node.name)}>{t("openService")}</LinkButton>
        <LinkButton to="/live" search={{ service: node.name }}>
          {t("live")}
        </LinkButton>
      </>
    );
  }
  const callers = shown.edges.filter(({ to }) => to === node.id).map(({ from }) => from);
  const only = callers.length === 1 ? shown.nodes.find(({ id }) => id === callers[0]) : undefined;
  const of = node.kind === "database" ? "sql" : "calls";
  return (
    <LinkButton to="/top" search={{ of, ...(only?.kind === "service" && { service: only.name }) }}>
      {t(`of_${of}`)}
    </LinkButton>
  );
}

interface NeighboursProps extends Pick<DetailsProps, "shown" | "change"> {
  readonly title: string;
  readonly edges: readonly ShownEdge[];
  readonly end: "from" | "to";
}

function Neighbours({ title, edges, end, shown, change }: NeighboursProps) {
  const t = useText();
  if (edges.length === 0) return null;
  const names = new Map(shown.nodes.map((node) => [node.id, nameOf(t, node)]));
  return (
    <>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.neighbours}>
        {edges
          .toSorted((a, b) => b.rate - a.rate)
          .map((edge) => (
            <li key={edge.id}>
              <button type="button" onClick={() => change({ at: edge.id }, true)}>
                <span>{names.get(edge[end])}</span>
                <small>
                  {edge.state !== "same" && `${t(STATES[edge.state])} · `}
                  {figuresIn(t, edge)}
                </small>
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}

interface EdgeDetailsProps extends Pick<DetailsProps, "shown" | "nodes" | "change"> {
  readonly edge: ShownEdge;
}

function EdgeDetails({ edge, shown, nodes, change }: EdgeDetailsProps) {
  const t = useText();
  const names = new Map(shown.nodes.map((node) => [node.id, nameOf(t, node)]));
  const own = new Map(nodes.map((node) => [node.id, node.name]));
  const [only] = edge.parts;
  const isOne = edge.parts.length === 1 && only !== undefined;
  return (
    <aside className={styles.details}>
      <Panel title={`${names.get(edge.from)} → ${names.get(edge.to)}`} actions={<Close change={change} />}>
        <div className={styles.text}>
          <p>
            <Badge tone={edge.state === "same" ? "plain" : "accent"}>{t(STATES[edge.state])}</Badge>{" "}
            {!edge.exact && t("estimated")}
          </p>
          {isOne ? <Sides edge={only} /> : <p>{figuresIn(t, edge)}</p>}
          {isOne && only.peers.length > 0 && (
            <p className={styles.peers}>
              {t("peers")}: {only.peers.slice(0, 8).join(", ")}
              {only.peers.length > 8 && ` +${only.peers.length - 8}`}
            </p>
          )}
          {isOne && (
            <div className={styles.ways}>
              <LinkButton to="/traces" search={{ filter: only.filter }}>
                {t("openTraces")}
              </LinkButton>
              <LinkButton to="/traces" search={{ filter: `${only.filter} status=error` }}>
                {t("openFailed")}
              </LinkButton>
              <LinkButton to="/top" search={{ of: "calls", service: own.get(only.from) ?? "" }}>
                {t("of_calls")}
              </LinkButton>
            </div>
          )}
        </div>
        {!isOne && (
          <ul className={styles.neighbours}>
            {edge.parts.slice(0, 50).map((part) => (
              <li key={`${part.from} ${part.to}`}>
                <span>
                  {own.get(part.from)} → {own.get(part.to)}
                </span>
                <small>{figuresIn(t, part)}</small>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </aside>
  );
}

const orDash = (nano: number | null) => (nano === null ? "–" : formatDuration(nano));

/** Now and before, figure by figure. */
function Sides({ edge: { before, ...now } }: { readonly edge: MapEdge }) {
  const t = useText();
  const rows = [
    [t("requests"), formatInteger(now.requests), before && formatInteger(before.requests)],
    [t("rate"), formatRate(now.rate), before && formatRate(before.rate)],
    [t("errors"), formatPercent(now.errorRatio), before && formatPercent(before.errorRatio)],
    ["p95", orDash(now.p95Nano), before && orDash(before.p95Nano)],
  ] as const;
  return (
    <table className={styles.sides}>
      <thead>
        <tr>
          <th scope="col">{t("figure")}</th>
          <th scope="col">{t("now")}</th>
          <th scope="col">{t("before")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, today, then]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{today}</td>
            <td>{then ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
