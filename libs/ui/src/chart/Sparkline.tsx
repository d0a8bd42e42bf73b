import { memo } from "react";
import { linePath } from "./path.ts";

interface SparklineProps {
  readonly values: readonly (number | null)[];
  readonly color?: string;
  readonly width?: number;
  readonly height?: number;
}

/** A trend beside a figure. It starts at zero; the figure carries the value. */
export const Sparkline = memo(function Sparkline({
  values,
  color = "var(--text-3)",
  width = 84,
  height = 20,
}: SparklineProps) {
  const { line, area } = linePath(values, width, height - 2);
  return (
    <svg width={width} height={height} viewBox={`0 -1 ${width} ${height}`} aria-hidden>
      <path d={area} fill={color} opacity={0.14} />
      <path d={line} fill="none" stroke={color} strokeWidth={1.25} strokeLinejoin="round" />
    </svg>
  );
});
