import { call, resolveRange, useCall, useTimeRange } from "@naru/ui";
import { useEffect, useState } from "react";
import { decodePoints, scatter, type Axis, type Points } from "../../api.ts";
import { merged } from "./merge.ts";

const EVERY_MILLIS = 1000;
/** Programs send their spans every few seconds, and a request may be stored a little later than the next one. */
const LATE_MILLIS = 15_000;

/** The points of the page's time range; while the page is live, kept up to date second by second. */
export function useScatter(filter: string, axis: Axis) {
  const { range, live } = useTimeRange();
  const input = { filter, axis };
  const whole = useCall(scatter, { ...range, ...input });
  const [base, setBase] = useState<{ readonly of: Uint8Array; readonly points: Points }>();
  if (whole.data !== undefined && whole.data !== base?.of) {
    setBase({ of: whole.data, points: decodePoints(whole.data) });
  }
  const following = live && base !== undefined;
  useEffect(() => {
    if (!following) return undefined;
    const leaving = new AbortController();
    const follow = async () => {
      const now = Date.now();
      const length = now - resolveRange(range, now).from;
      const newest = await call(
        scatter,
        { from: String(now - LATE_MILLIS), to: String(now), filter, axis },
        leaving.signal,
      );
      const newer = decodePoints(newest);
      setBase((base) => base && { ...base, points: merged(base.points, newer, now - length) });
    };
    const timer = setInterval(() => {
      // What can't be had now is had a second later.
      follow().catch(() => undefined);
    }, EVERY_MILLIS);
    return () => {
      clearInterval(timer);
      leaving.abort();
    };
  }, [following, range, filter, axis]);
  return { answer: whole, points: base?.points };
}
