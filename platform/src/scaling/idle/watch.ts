/** For how long nothing was asked of a workload's pods, as far as it was watched. */
export interface Watch {
  /** Uids of its pods. */
  readonly pods: string;
  readonly idleSince: number;
}

export interface Glance {
  readonly now: number;
  readonly uids: readonly string[];
  /** Whatever is asked of these pods is seen, and there are no others. */
  readonly isSteady: boolean;
  /** When the last request was there; null: none is known. */
  readonly askedAt: number | null;
}

/** Begins again when its pods are others, or when something could have happened that nobody saw. */
export function watched(before: Watch | undefined, { now, uids, isSteady, askedAt }: Glance): Watch {
  const pods = uids.toSorted().join(" ");
  const since = isSteady && before?.pods === pods ? before.idleSince : now;
  return { pods, idleSince: Math.max(since, askedAt ?? 0) };
}
