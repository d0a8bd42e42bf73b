export interface Minute {
  /** Seconds since 1970. */
  readonly minute: number;
  readonly spans: number;
}

export interface Sample {
  readonly minutes: readonly number[];
  /** One span of so many lies in them. */
  readonly sampling: number;
}

/** Minutes of a window whose spans are worth reading: all of them while they hold no more spans than `most`; otherwise those
 *  in which most of the callers were at their busiest, so that rare calls are seen too, and others evenly spread.
 *  @param busiest  the busiest minute of each call, seconds since 1970 */
export function sampleOf(all: readonly Minute[], busiest: readonly number[], most: number): Sample {
  const total = all.reduce((sum, { spans }) => sum + spans, 0);
  if (total <= most) return { minutes: all.map(({ minute }) => minute), sampling: 1 };
  const wanted = Map.groupBy(busiest, (minute) => minute);
  const byWanted = all
    .filter(({ minute }) => wanted.has(minute))
    .toSorted((a, b) => (wanted.get(b.minute)?.length ?? 0) - (wanted.get(a.minute)?.length ?? 0));
  const taken = new Set<Minute>();
  let spans = 0;
  const take = (minutes: readonly Minute[], room: number) => {
    for (const each of minutes) {
      if (taken.has(each) || (spans + each.spans > room && taken.size > 0)) continue;
      taken.add(each);
      spans += each.spans;
    }
  };
  take(byWanted, most / 2);
  take(evenly(all), most);
  return {
    minutes: all.filter((each) => taken.has(each)).map(({ minute }) => minute),
    sampling: total / spans,
  };
}

/** All of them, each prefix spread over the whole. Source: van der Corput's sequence */
function evenly<T>(all: readonly T[]): T[] {
  const bits = Math.ceil(Math.log2(Math.max(2, all.length)));
  const place = (index: number) =>
    Number.parseInt(index.toString(2).padStart(bits, "0").split("").toReversed().join(""), 2);
  return all
    .map((value, index) => ({ value, place: place(index) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
