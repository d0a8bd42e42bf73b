import type { Calls } from "../scene/calls.ts";

/** When a pod was seen at work. Milliseconds since 1970. */
export interface Life {
  readonly pod: string;
  readonly first: number;
  readonly last: number;
}

/** From when to when each pod of each service did anything. */
export function livesOf(calls: Calls): ReadonlyMap<string, readonly Life[]> {
  const seen = new Map<number, { readonly service: number; readonly first: number; last: number }>();
  for (let row = 0; row < calls.count; row++) {
    const pod = calls.pod[row] ?? 0;
    const at = calls.start[row] ?? 0;
    const known = seen.get(pod);
    if (known) known.last = at;
    else seen.set(pod, { service: calls.service[row] ?? 0, first: at, last: at });
  }
  const lives = Array.from(seen, ([pod, { service, first, last }]) => ({
    service: calls.names.text(service),
    life: { pod: calls.names.text(pod), first, last },
  }));
  const byService = Map.groupBy(lives, ({ service }) => service);
  return new Map(Array.from(byService, ([service, of]) => [service, of.map(({ life }) => life)]));
}
