/* What a receiver is told of a group, and when. As Alertmanager's DedupStage, with two differences: a resolved alert is
 * told to whoever was told that it fires and to nobody else; and an alert that was silenced in between is not told anew.
 * Source: https://github.com/prometheus/alertmanager/blob/main/notify/notify.go */

/** What a receiver knows of a group. */
export interface Known {
  /** Episodes that it was told to be firing and not told to be resolved. */
  readonly open: ReadonlySet<string>;
  /** When it was told last, milliseconds since 1970. */
  readonly at: number;
}

/** One time that an alert fires: told once as firing, once as resolved. */
export const episodeOf = ({
  fingerprint,
  firedAt,
}: {
  readonly fingerprint: string;
  readonly firedAt: number;
}): string => `${fingerprint}@${firedAt}`;

export interface Situation {
  /** Episodes that fire and are not muted. */
  readonly firing: readonly string[];
  /** Episodes that fire and are silenced or inhibited. */
  readonly muted: readonly string[];
  readonly resolved: readonly string[];
  readonly sendResolved: boolean;
  readonly repeatIntervalMs: number;
}

export interface Decision {
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** What the receiver knows as firing afterwards. */
  readonly open: readonly string[];
}

/** @returns undefined when there is nothing to tell */
export function decide(known: Known | undefined, situation: Situation, now: number): Decision | undefined {
  const { firing, muted, sendResolved, repeatIntervalMs } = situation;
  const open = known?.open ?? new Set<string>();
  const resolved = sendResolved ? situation.resolved.filter((episode) => open.has(episode)) : [];
  const isNew = firing.some((episode) => !open.has(episode));
  const isDue = firing.length > 0 && known !== undefined && now - known.at >= repeatIntervalMs;
  if (!isNew && !isDue && resolved.length === 0) return undefined;
  return { firing, resolved, open: [...firing, ...muted.filter((episode) => open.has(episode))] };
}
