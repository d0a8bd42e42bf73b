import type { PodRow } from "#kubernetes/api.ts";
import type { Picture } from "#kubernetes/index.ts";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { Evidence, Policy } from "./api.ts";
import { lateCalls } from "./judge/callers.ts";
import { isWorseMeanwhile, type Rigour, sickAmong } from "./judge/judge.ts";
import { momentsOf } from "./judge/moments.ts";
import { noTraffic, trafficOf, without } from "./judge/traffic.ts";
import { type AnsweredRow, momentsBetween, podName, type UnansweredRow } from "./store.ts";
import { finder, policiesOf, policyAnnotation, trafficByPod, type WardPods, wardsOf } from "./fleet/wards.ts";

/** What pods answered in a range of time. */
export interface Look {
  readonly window: Window;
  /** All that there are. */
  readonly pods: readonly PodRow[];
  readonly answered: readonly AnsweredRow[];
  readonly wards: readonly WardPods[];
}

/** @param most  the most that is allowed at all */
export function lookAt(
  picture: Picture,
  most: Policy,
  of: Pick<Look, "window" | "answered"> & { readonly unanswered: readonly UnansweredRow[] },
): Look {
  const pods = picture.pods();
  const traffic = trafficByPod(pods, of.answered, of.unanswered);
  const policyOf = policiesOf(picture.annotated(policyAnnotation), most);
  return { ...of, pods, wards: wardsOf(picture, policyOf, traffic, of.window) };
}

export interface Suspect {
  readonly ward: WardPods;
  readonly uid: string;
  readonly evidence: Evidence;
}

/** Pods that serve worse than those like them: than these usually do, and than these did at the same moments.
 *  @param usually  the workloads over a longer time */
export async function suspectsIn(
  read: Read,
  look: Look,
  rigour: Rigour,
  usually: readonly WardPods[],
): Promise<Suspect[]> {
  const suspects = look.wards.map(async (ward) => {
    const usual = usually.find(({ id }) => id === ward.id) ?? ward;
    const worse = await worseMeanwhile(read, look, {
      ward,
      usual,
      found: sickAmong(ward.pods, rigour, usual.pods),
    });
    return [...worse].map(([uid, evidence]) => ({ ward, uid, evidence }));
  });
  return (await Promise.all(suspects)).flat();
}

interface Found {
  readonly ward: WardPods;
  readonly usual: WardPods;
  /** By uid. */
  readonly found: ReadonlyMap<string, Evidence>;
}

async function worseMeanwhile(
  read: Read,
  { window, pods, answered }: Look,
  { ward, usual, found }: Found,
): Promise<ReadonlyMap<string, Evidence>> {
  if ([...found.values()].every(({ ailment }) => ailment === "hanging")) return found;
  const uidOf = finder(pods);
  const uids = new Map(answered.map((row) => [podName(row), uidOf(row) ?? ""]));
  const names = [...uids].filter(([, uid]) => ward.pods.has(uid));
  const rows = await momentsBetween(read, window, {
    pods: names.flatMap(([name, uid]) => (found.has(uid) ? [name] : [])),
    others: names.flatMap(([name, uid]) => (found.has(uid) ? [] : [name])),
    late: [...lateCalls(answered)],
  });
  const byUid = rows.map((row) => ({ ...row, pod: uids.get(row.pod) ?? "" }));
  const all = trafficOf([...usual.pods.values()]);
  return new Map(
    [...found].filter(([uid, { ailment }]) => {
      const others = without(all, usual.pods.get(uid) ?? noTraffic);
      return ailment === "hanging" || isWorseMeanwhile(ailment, momentsOf(byUid, uid), others);
    }),
  );
}
