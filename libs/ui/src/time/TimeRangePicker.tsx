import { Popover } from "@mantine/core";
import { useState } from "react";
import { Button, IconButton } from "../control/Button.tsx";
import { formatInstant, zoneName } from "../format/instant.ts";
import {
  IconArrowBackUp,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconClock,
  IconZoomOut,
} from "../icon/icons.ts";
import { useUiText } from "../text/messages.ts";
import { QUICK_RANGES, quickOf, type Range, resolveRange, shift, zoomOut } from "./range.ts";
import { RangeForm } from "./RangeForm.tsx";
import { useTimeRange } from "./TimeRange.tsx";
import styles from "./TimeRangePicker.module.css";
import { useZone } from "./zone.ts";

/** A length such as `15m` in words. */
function useLength(): (length: string) => string {
  const t = useUiText();
  return (length) => {
    const count = Number.parseInt(length, 10);
    if (length.endsWith("m")) return t("minutes", { count });
    return length.endsWith("h") ? t("hours", { count }) : t("days", { count });
  };
}

function useRangeLabel(): (range: Range) => string {
  const t = useUiText();
  const lengthOf = useLength();
  const [zone] = useZone();
  return (range) => {
    const quick = quickOf(range);
    if (quick !== undefined) return t("rangeLast", { length: lengthOf(quick) });
    const { from, to } = resolveRange(range, Date.now());
    const sameDay = formatInstant(from, zone, "day") === formatInstant(to, zone, "day");
    const end = formatInstant(to, zone, "second", sameDay ? "clock" : "full");
    return `${formatInstant(from, zone)} – ${end}`;
  };
}

export function TimeRangePicker() {
  const t = useUiText();
  const lengthOf = useLength();
  const labelOf = useRangeLabel();
  const [zone] = useZone();
  const { range, setRange, canGoBack, back } = useTimeRange();
  const [open, setOpen] = useState(false);
  const move = (next: (now: number) => Range) => () => setRange(next(Date.now()));
  const span = (now: number) => resolveRange(range, now);
  const choose = (next: Range) => {
    setRange(next);
    setOpen(false);
  };

  return (
    <div className={styles.group}>
      {canGoBack && (
        <IconButton label={t("rangeBack")} onClick={back}>
          <IconArrowBackUp size={17} />
        </IconButton>
      )}
      <span className={styles.wide}>
        <IconButton label={t("rangeEarlier")} onClick={move((now) => shift(span(now), -1, now))}>
          <IconChevronLeft size={17} />
        </IconButton>
      </span>
      <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus offset={6}>
        <Popover.Target>
          <Button onClick={() => setOpen(!open)}>
            <IconClock size={15} aria-hidden />
            <span className="visually-hidden">{t("rangePick")}</span>
            <span className={styles.label}>{labelOf(range)}</span>
            <small className={`${styles.zone} ${styles.wide}`}>{zoneName(zone)}</small>
            <IconChevronDown size={14} aria-hidden />
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={styles.card}>
          <div className={styles.quick}>
            <h3>{t("rangeQuick")}</h3>
            {QUICK_RANGES.map((length) => (
              <button
                key={length}
                type="button"
                aria-pressed={quickOf(range) === length}
                onClick={() => choose({ from: `now-${length}`, to: "now" })}
              >
                {t("rangeLast", { length: lengthOf(length) })}
              </button>
            ))}
          </div>
          <RangeForm range={range} onRange={choose} />
        </Popover.Dropdown>
      </Popover>
      <span className={styles.wide}>
        <IconButton label={t("rangeLater")} onClick={move((now) => shift(span(now), 1, now))}>
          <IconChevronRight size={17} />
        </IconButton>
        <IconButton label={t("rangeZoomOut")} onClick={move((now) => zoomOut(span(now), now))}>
          <IconZoomOut size={17} />
        </IconButton>
      </span>
    </div>
  );
}
