import {
  Button,
  FilterBox,
  Page,
  resolveRange,
  useCall,
  useShortcuts,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { useCallback, useState } from "react";
import { useCompletion } from "#telemetry/query/web/index.ts";
import { type Axis, findPatterns, type Pattern } from "../../api.ts";
import { InFlightPanel } from "../inflight/InFlightPanel.tsx";
import { useText } from "../messages.ts";
import { ServiceChoice } from "../ServiceChoice.tsx";
import { PatternList } from "../patterns/PatternList.tsx";
import { ScatterPanel } from "../scatter/ScatterPanel.tsx";
import { Selection } from "../scatter/Selection.tsx";
import type { Box } from "../scatter/useBox.ts";
import { useRollouts } from "../scatter/useRollouts.ts";
import styles from "./Live.module.css";
import { PulseTiles } from "./PulseTiles.tsx";
import { VisitorPanel } from "./VisitorPanel.tsx";

const STATE = { service: "", filter: "", axis: "elapsed" };
const EXAMPLE = "status=error http.route=/cart k8s.pod.name=cart-0 user.id=ann";
const NONE: readonly Pattern[] = [];
const AXES: readonly string[] = ["elapsed", "sql", "external", "own"] satisfies readonly Axis[];

/** What goes on now, or went on in a window: who is there, what is under way, every transaction. */
export default function LivePage() {
  const t = useText();
  const completion = useCompletion("traces");
  const [{ service, filter, axis }, change] = useUrlState(STATE);
  const { range } = useTimeRange();
  const [box, setBox] = useState<Box>();
  const ofService = service === "" ? filter : `service=${JSON.stringify(service)} ${filter}`.trim();
  const chosen = AXES.includes(axis) ? (axis as Axis) : "elapsed";
  const [isDrawn, setDrawn] = useState(false);
  const markDrawn = useCallback(() => setDrawn(true), []);
  // Transactions first: looking for shapes among a million of them takes the store as long as handing them out.
  const found = useCall(findPatterns, { ...range, filter: ofService }, { enabled: isDrawn, live: "slow" });
  const patterns = found.data?.patterns ?? NONE;
  const rollouts = useRollouts(service);
  useShortcuts(box === undefined ? {} : { Escape: () => setBox(undefined) });
  return (
    <Page
      title={t("live")}
      scroll
      actions={<ServiceChoice value={service} onChange={(service) => change({ service })} />}
    >
      <PulseTiles service={service} />
      <FilterBox
        label={t("filter")}
        value={filter}
        example={EXAMPLE}
        onChange={(filter) => change({ filter })}
        {...completion}
      />
      <div className={styles.main}>
        <ScatterPanel
          filter={ofService}
          axis={chosen}
          selected={box}
          patterns={patterns}
          rollouts={rollouts}
          onAxis={(axis) => change({ axis })}
          onSelect={setBox}
          onAnswered={markDrawn}
          onClear={filter === "" && service === "" ? undefined : () => change({ filter: "", service: "" })}
        />
        <InFlightPanel service={service} />
      </div>
      <PatternList patterns={patterns} onSelect={setBox} />
      {box === undefined ? (
        <p className={styles.hint}>
          {t("hint")}{" "}
          <Button
            small
            look="quiet"
            onClick={() => setBox({ ...resolveRange(range, Date.now()), leastMs: 0, mostMs: Infinity })}
          >
            {t("slowest")}
          </Button>
        </p>
      ) : (
        <div className={styles.selection}>
          <Selection box={box} filter={ofService} axis={chosen} onClose={() => setBox(undefined)} />
        </div>
      )}
      <VisitorPanel service={service} />
    </Page>
  );
}
