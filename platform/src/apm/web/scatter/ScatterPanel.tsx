import {
  Answer,
  Button,
  Empty,
  formatDuration,
  formatInteger,
  IconButton,
  icons,
  Panel,
  resolveRange,
  Segments,
  Skeleton,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { useEffect, useState } from "react";
import type { ChangeRow } from "#kubernetes/api.ts";
import { type Axis, heatmap, type Pattern, type Points } from "../../api.ts";
import { useText } from "../messages.ts";
import { HeatPlot } from "./HeatPlot.tsx";
import { roundMost, roundUp, type Shown } from "./raster.ts";
import styles from "./Scatter.module.css";
import { ScatterPlot } from "./ScatterPlot.tsx";
import type { Box } from "./useBox.ts";
import { useScatter } from "./useScatter.ts";

interface ScatterPanelProps {
  readonly filter: string;
  readonly axis: Axis;
  readonly selected: Box | undefined;
  readonly patterns: readonly Pattern[];
  readonly rollouts: readonly ChangeRow[];
  readonly onAxis: (axis: Axis) => void;
  readonly onSelect: (box: Box) => void;
  readonly onClear: (() => void) | undefined;
  /** There is something to see, or why there is not. */
  readonly onAnswered: () => void;
}

const AXES = ["elapsed", "sql", "external", "own"] as const;

/** Longer ranges are shown by how many, not one by one. */
const LONGEST_MILLIS = 2 * 3600_000;

export function ScatterPanel(props: ScatterPanelProps) {
  const { range } = useTimeRange();
  const [opened] = useState(() => Date.now());
  const { from, to } = resolveRange(range, opened);
  const isLong = to - from > LONGEST_MILLIS;
  return isLong && props.axis === "elapsed" ? <Heat {...props} /> : <Scatter {...props} />;
}

function Scatter({ filter, axis, patterns, onAxis, onClear, onAnswered, ...plot }: ScatterPanelProps) {
  const t = useText();
  const { answer, points } = useScatter(filter, axis);
  useAnswered(answer.isFetched, onAnswered);
  const [shown, setShown] = useState<Shown>({ good: true, bad: true });
  const [edge, setEdge] = useState<number>();
  const most = edge ?? (points === undefined ? 1000 : roundMost(points));
  return (
    <Panel
      title={t("transactions")}
      note={<Legend shown={shown} onShown={setShown} />}
      fill
      actions={
        <>
          <IconButton label={t("higher")} small onClick={() => setEdge(roundUp(most * 1.01))}>
            <icons.IconZoomOut size={15} />
          </IconButton>
          <Button small look="quiet" title={t("edge")} onClick={() => setEdge(undefined)}>
            {edge === undefined ? t("automatic") : formatDuration(most * 1e6)}
          </Button>
          <IconButton label={t("lower")} small onClick={() => setEdge(roundUp(most / 2.2))}>
            <icons.IconZoomIn size={15} />
          </IconButton>
          <AxisChoice axis={axis} onAxis={onAxis} />
        </>
      }
    >
      <Answer of={{ ...answer, data: points }} skeleton={<Skeleton height={260} />}>
        {(points) =>
          points.count === 0 && !answer.isFetching ? (
            <NoTransactions onClear={onClear} />
          ) : (
            <MovingPlot
              points={points}
              most={most}
              shown={shown}
              patterns={axis === "elapsed" ? patterns : NONE}
              {...plot}
            />
          )
        }
      </Answer>
      {points?.truncated === true && (
        <p className={styles.note}>{t("tooMany", { count: formatInteger(points.count) })}</p>
      )}
    </Panel>
  );
}

function Heat({
  filter,
  axis,
  onAxis,
  onClear,
  onAnswered,
  patterns: _patterns,
  ...plot
}: ScatterPanelProps) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(heatmap, { ...range, filter }, { live: true });
  useAnswered(answer.isFetched, onAnswered);
  return (
    <Panel
      title={t("transactions")}
      note={t("heatNote")}
      fill
      actions={<AxisChoice axis={axis} onAxis={onAxis} />}
    >
      <Answer of={answer} skeleton={<Skeleton height={260} />}>
        {(heat) =>
          heat.cells.length === 0 ? <NoTransactions onClear={onClear} /> : <HeatPlot {...heat} {...plot} />
        }
      </Answer>
    </Panel>
  );
}

function useAnswered(isAnswered: boolean, onAnswered: () => void): void {
  useEffect(() => {
    if (isAnswered) onAnswered();
  }, [isAnswered, onAnswered]);
}

function AxisChoice({ axis, onAxis }: Pick<ScatterPanelProps, "axis" | "onAxis">) {
  const t = useText();
  return (
    <Segments
      label={t("axis")}
      value={axis}
      options={AXES.map((value) => ({ value, label: t(value) }))}
      onChange={onAxis}
    />
  );
}

function NoTransactions({ onClear }: Pick<ScatterPanelProps, "onClear">) {
  const t = useText();
  return (
    <Empty
      title={t("noTransactions")}
      {...(onClear && { actions: <Button onClick={onClear}>{t("clearFilter")}</Button> })}
    >
      <p>{t("noTransactionsHelp")}</p>
    </Empty>
  );
}

const MOVE_MILLIS = 250;
/** Shapes are told of elapsed time. */
const NONE: readonly Pattern[] = [];

interface MovingPlotProps {
  readonly points: Points;
  readonly most: number;
  readonly shown: Shown;
  readonly selected: Box | undefined;
  readonly patterns: readonly Pattern[];
  readonly rollouts: readonly ChangeRow[];
  readonly onSelect: (box: Box) => void;
}

/** While the page is live the window goes with the clock. */
function MovingPlot({ points, ...rest }: MovingPlotProps) {
  const { range, live } = useTimeRange();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(() => setNow(Date.now()), MOVE_MILLIS);
    return () => clearInterval(timer);
  }, [live]);
  const { from, to } = live ? resolveRange(range, now) : points;
  return <ScatterPlot points={points} from={from} to={to} {...rest} />;
}

interface LegendProps {
  readonly shown: Shown;
  readonly onShown: (shown: Shown) => void;
}

function Legend({ shown, onShown }: LegendProps) {
  const t = useText();
  return (
    <>
      <Button small look="quiet" on={shown.good} onClick={() => onShown({ ...shown, good: !shown.good })}>
        <span className={styles.legend}>
          <i style={{ background: "var(--series-0)" }} /> {t("succeeded")}
        </span>
      </Button>
      <Button small look="quiet" on={shown.bad} onClick={() => onShown({ ...shown, bad: !shown.bad })}>
        <span className={styles.legend}>
          <i style={{ background: "var(--bad)" }} /> {t("failed")}
        </span>
      </Button>
    </>
  );
}
