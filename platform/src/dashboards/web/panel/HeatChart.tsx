import { resolveColor, useScheme } from "@naru/ui";
import { useEffect, useMemo, useRef } from "react";
import type { Panel } from "../model/dashboard.ts";
import { useText } from "../messages.ts";
import { distributionOf, type Distribution } from "./buckets.ts";
import type { Drawn } from "./drawn.ts";
import styles from "./Panel.module.css";
import { valueFormat } from "./value-format.ts";

/** Buckets of a histogram over time: the more fell into one, the stronger its colour. */
export function HeatChart({ panel, series }: { readonly panel: Panel; readonly series: readonly Drawn[] }) {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useScheme();
  const distribution = useMemo(() => distributionOf(series), [series]);
  useEffect(() => {
    if (canvas.current !== null && distribution !== undefined) paint(canvas.current, distribution);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the canvas takes its colour from the scheme
  }, [distribution, scheme]);
  if (distribution === undefined) return <p className={styles.quiet}>{t("noSeries")}</p>;
  const { format } = valueFormat(panel.unit, panel.decimals);
  const highest = distribution.bounds.findLast(Number.isFinite);
  const lowest = distribution.bounds[0];
  return (
    <>
      <canvas
        ref={canvas}
        className={styles.heat}
        role="img"
        aria-label={t("heatLabel", { title: panel.title, most: format(highest ?? 0) })}
      />
      <p className={styles.note}>
        ≤ {format(lowest ?? 0)} – {highest === undefined ? "∞" : format(highest)}
      </p>
    </>
  );
}

/** One pixel a cell: the browser makes it as large as the panel. */
function paint(canvas: HTMLCanvasElement, { rows, most }: Distribution): void {
  const steps = rows[0]?.length ?? 0;
  canvas.width = Math.max(1, steps);
  canvas.height = rows.length;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.imageSmoothingEnabled = false;
  context.fillStyle = resolveColor("var(--accent)");
  rows.forEach((row, bucket) => {
    row.forEach((count, step) => {
      if (count === 0) return;
      context.globalAlpha = 0.12 + 0.88 * Math.sqrt(count / most);
      context.fillRect(step, rows.length - 1 - bucket, 1, 1);
    });
  });
}
