import type { Hold, Policy } from "../api.ts";

/** A node as its cluster tells of it. */
export interface KnownNode {
  readonly cluster: string;
  readonly name: string;
  readonly policy: Policy;
  readonly isReady: boolean;
  /** Since when it is ready or not, milliseconds since 1970. */
  readonly readySince: number | null;
  /** Conditions that tell of trouble. */
  readonly pressures: readonly string[];
  readonly isCordoned: boolean;
  /** Of processor and memory, what its pods ask for and what it has. */
  readonly requested: Room;
  readonly allocatable: Room;
}

export interface Room {
  readonly cpu: number;
  readonly memory: number;
}

/** So long a node may be away before it is taken for gone: it may only be starting again. */
const awayMs = 60_000;
/** What Kubernetes itself handles by moving pods, and what passes. */
const passing = new Set(["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"]);

/** What is wrong with a node for long enough: empty where nothing is.
 *  @param sickPods  pods of several workloads that are sick on this node only */
export function signsOf(node: KnownNode, sickPods: readonly string[], now: number): string[] {
  const isAway = !node.isReady && node.readySince !== null && now - node.readySince >= awayMs;
  return [
    ...(isAway ? ["NotReady"] : []),
    ...node.pressures.filter((condition) => !passing.has(condition)),
    ...sickPods,
  ];
}

/** Of the nodes of a cluster, one, or so large a part of them, may be in trouble. */
const mostNodes = 1 / 3;

/** Why a node that is in trouble is left as it is; undefined: it may be emptied.
 *  @param troubled  all nodes of the cluster that are in trouble, with it
 *  @param others    the other nodes of the cluster */
export function nodeHold(
  node: KnownNode,
  troubled: readonly KnownNode[],
  others: readonly KnownNode[],
  isBlind: boolean,
): Hold | undefined {
  if (isBlind) return "blind";
  if (troubled.length > Math.max(1, (others.length + 1) * mostNodes)) return "fleet";
  const open = others.filter(({ isReady, isCordoned }) => isReady && !isCordoned);
  return hasRoom(node.requested, open) ? undefined : "room";
}

/** As far as sums tell: whether each pod finds a place is for the scheduler to say. */
function hasRoom(wanted: Room, nodes: readonly KnownNode[]): boolean {
  const free = (of: keyof Room) =>
    nodes.reduce((sum, { allocatable, requested }) => sum + Math.max(0, allocatable[of] - requested[of]), 0);
  return nodes.length > 0 && free("cpu") >= wanted.cpu && free("memory") >= wanted.memory;
}
