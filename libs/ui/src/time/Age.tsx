import { useSyncExternalStore } from "react";
import { formatAge } from "../format/age.ts";
import { formatInstant } from "../format/instant.ts";
import { useZone } from "./zone.ts";

const STEP_MILLIS = 1000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every age on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, STEP_MILLIS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** How long ago something was; the moment itself stands in its title.
 *  @param at milliseconds since 1970, null when it is not known */
export function Age({ at }: { readonly at: number | null }) {
  const [zone] = useZone();
  // Ages in one table differ by rendering otherwise; a string changes only when the text does.
  const age = useSyncExternalStore(subscribe, () => (at === null ? "–" : formatAge(now - at)));
  if (at === null) return <span>–</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatInstant(at, zone)}>
      {age}
    </time>
  );
}
