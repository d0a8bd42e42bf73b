import {
  Answer,
  Button,
  Empty,
  formatInteger,
  formatRate,
  Page,
  Panel,
  SearchField,
  Segments,
  SelectField,
  Skeleton,
  useCall,
  useShortcuts,
  useSize,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { useMemo } from "react";
import { type MapEdge, type MapNode, serviceMap } from "../../api.ts";
import { useText } from "./messages.ts";
import { Details } from "./Details.tsx";
import { EdgeList } from "./EdgeList.tsx";
import styles from "./Map.module.css";
import { MapGraph } from "./MapGraph.tsx";
import { GROUPINGS, groupingOf, viewOf } from "./view.ts";

const STATE = {
  find: "",
  least: "0",
  focus: "",
  hops: "1",
  group: "",
  open: [] as readonly string[],
  against: "before",
  show: "map",
  at: "",
};
const REMEMBERED = { name: "map", keys: ["group", "against"] } as const;
const RATES = ["0", "0.1", "1", "10", "100"] as const;
const HOPS = ["1", "2", "3"] as const;
/** More nodes than this nobody can read. */
const MOST_DRAWN = 500;
/** On anything narrower the edges are a list. */
const NARROW = 760;

export type MapState = ReturnType<typeof useMapState>[0];
export type ChangeMap = ReturnType<typeof useMapState>[1];
const useMapState = () => useUrlState(STATE, REMEMBERED);

/** Who calls whom: services, databases, caches, queues, outside parties. */
export default function MapPage() {
  const t = useText();
  const { range } = useTimeRange();
  const [state, change] = useMapState();
  const against = state.against === "day" ? "day" : "before";
  const answer = useCall(serviceMap, { ...range, against }, { live: "slow" });
  useShortcuts(state.at === "" ? {} : { Escape: () => change({ at: "" }, true) });
  return (
    <Page
      title={t("map")}
      note={answer.data !== undefined && <Notes {...answer.data} />}
      actions={<Choices state={state} change={change} nodes={answer.data?.nodes ?? []} />}
    >
      <Answer of={answer} skeleton={<Skeleton height={420} />}>
        {({ nodes, edges }) =>
          nodes.length === 0 ? (
            <Empty title={t("emptyMap")}>
              <p>{t("emptyMapHelp")}</p>
            </Empty>
          ) : (
            <Body nodes={nodes} edges={edges} state={state} change={change} />
          )
        }
      </Answer>
    </Page>
  );
}

interface BodyProps {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly state: MapState;
  readonly change: ChangeMap;
}

function Body({ nodes, edges, state, change }: BodyProps) {
  const t = useText();
  const [measure, { width }] = useSize();
  const { find, focus, group, open } = state;
  const [least, hops] = [Number(state.least) || 0, Number(state.hops) || 1];
  const shown = useMemo(
    () => viewOf({ nodes, edges }, { find, least, focus, hops, grouping: groupingOf(group, nodes), open }),
    [nodes, edges, find, least, focus, hops, group, open],
  );
  const isTooMuch = shown.nodes.length > MOST_DRAWN;
  const asList = isTooMuch || state.show === "list" || (width > 0 && width < NARROW);
  const select = (at: string) => change({ at }, true);
  return (
    <div ref={measure} className={styles.body}>
      <Panel fill>
        {shown.nodes.length === 0 ? (
          <Empty
            title={t("nothingLeft")}
            actions={
              <Button onClick={() => change({ find: "", least: "0", focus: "" })}>{t("showAll")}</Button>
            }
          >
            <p>{t("nothingLeftHelp")}</p>
          </Empty>
        ) : asList ? (
          <>
            {isTooMuch && <p className={styles.note}>{t("tooManyNodes", { count: MOST_DRAWN })}</p>}
            <EdgeList shown={shown} onSelect={select} />
          </>
        ) : (
          width > 0 && <MapGraph shown={shown} find={find} selected={state.at} onSelect={select} />
        )}
      </Panel>
      <Details shown={shown} nodes={nodes} state={state} change={change} />
    </div>
  );
}

interface NotesProps {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly sampling: number;
  readonly compared: boolean;
}

function Notes({ nodes, edges, sampling, compared }: NotesProps) {
  const t = useText();
  const count = (wanted: MapEdge["state"]) => edges.filter(({ state }) => state === wanted).length;
  const parts = [
    t("mapCounts", { nodes: formatInteger(nodes.length), edges: formatInteger(edges.length) }),
    compared ? t("mapChanges", { added: count("new"), gone: count("vanished") }) : t("notCompared"),
    ...(sampling > 1 ? [t("sampled", { count: formatInteger(sampling) })] : []),
  ];
  return <>{parts.join(" · ")}</>;
}

interface ChoicesProps {
  readonly state: MapState;
  readonly change: ChangeMap;
  readonly nodes: readonly MapNode[];
}

function Choices({ state, change, nodes }: ChoicesProps) {
  const t = useText();
  return (
    <>
      {state.focus !== "" && (
        <>
          <SelectField
            label={t("hops")}
            value={HOPS.find((each) => each === state.hops) ?? "1"}
            options={HOPS.map((value) => ({ value, label: value }))}
            onChange={(hops) => change({ hops })}
          />
          <Button onClick={() => change({ focus: "" })}>{t("showAll")}</Button>
        </>
      )}
      <Segments
        label={t("showAs")}
        value={state.show === "list" ? "list" : "map"}
        options={[
          { value: "map", label: t("map") },
          { value: "list", label: t("list") },
        ]}
        onChange={(show) => change({ show })}
      />
      <SelectField
        label={t("groupBy")}
        value={groupingOf(state.group, nodes)}
        options={GROUPINGS.map((value) => ({ value, label: t(`group_${value}`) }))}
        onChange={(group) => change({ group, open: [] })}
      />
      <SelectField
        label={t("leastRate")}
        value={RATES.find((each) => each === state.least) ?? "0"}
        options={RATES.map((value) => ({
          value,
          label: value === "0" ? t("anyRate") : formatRate(Number(value)),
        }))}
        onChange={(least) => change({ least })}
      />
      <SelectField
        label={t("against")}
        value={state.against === "day" ? "day" : "before"}
        options={[
          { value: "before", label: t("againstBefore") },
          { value: "day", label: t("againstDay") },
        ]}
        onChange={(against) => change({ against })}
      />
      <SearchField
        label={t("findNode")}
        value={state.find}
        slash
        onChange={(find) => change({ find }, true)}
      />
    </>
  );
}
