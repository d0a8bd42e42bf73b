import type { NodeRow } from "#kubernetes/api.ts";
import type { Annotated } from "#kubernetes/index.ts";
import type { HealingStep, Patient, Policy, StepKind } from "./api.ts";
import { type KnownNode, nodeHold, signsOf } from "./fleet/nodes.ts";
import { policiesOf, policyAnnotation } from "./fleet/wards.ts";
import type { PodCase } from "./pod-case.ts";
import type { HealerOptions } from "./pod-healer.ts";

/** A node in trouble, and what became of it. */
interface NodeCase {
  readonly cluster: string;
  readonly node: string;
  readonly policy: Policy;
  readonly noticedAt: number;
  readonly signs: readonly string[];
  /** When trouble was seen last. */
  readonly seenAt: number;
  readonly state: Patient["state"];
  readonly reason: string;
  readonly isEmpty: boolean;
}

/** What is over for so long is over. */
const patienceMs = 60_000;

/** Empties nodes that are in trouble, where that is asked for and safe; replacing the machine is for whoever runs it. */
export class NodeHealer {
  readonly #options: HealerOptions;
  #cases: ReadonlyMap<string, NodeCase> = new Map();

  constructor(options: HealerOptions) {
    this.#options = options;
  }

  get patients(): Patient[] {
    return [...this.#cases.values()].map((known) => ({
      ...placeOf(known),
      noticedAt: known.noticedAt,
      isConfirmed: true,
      evidence: null,
      signs: [...known.signs],
      state: known.state,
      reason: known.reason,
    }));
  }

  /** Looks once, and does what is to be done.
   *  @param sick  pods that are sick now */
  async look(sick: readonly PodCase[], signal: AbortSignal): Promise<void> {
    const { picture, clock, most } = this.#options;
    const now = clock.now();
    const nodes = knownNodes(picture.nodes(), picture.annotated(policyAnnotation), most);
    const troubled = nodes.filter((node) => signsOf(node, sickOn(node, sick), now).length > 0);
    for (const node of troubled) this.#notice(node, signsOf(node, sickOn(node, sick), now), now);
    for (const [id, known] of this.#cases) {
      const node = nodes.find((each) => idOf(each.cluster, each.name) === id);
      if (node && now - known.seenAt < patienceMs && node.policy !== "off") continue;
      if (!known.isEmpty) this.#write(known, "cleared", now);
      const cases = new Map(this.#cases);
      cases.delete(id);
      this.#cases = cases;
    }
    const blind = new Set(
      picture.freshness().flatMap(({ cluster, state }) => (state === "live" ? [] : [cluster])),
    );
    for (const node of troubled) await this.#treat(node, troubled, nodes, blind.has(node.cluster), signal);
  }

  #notice(node: KnownNode, signs: readonly string[], now: number): void {
    if (node.policy === "off") return;
    const id = idOf(node.cluster, node.name);
    const known = this.#cases.get(id);
    const next: NodeCase = {
      cluster: node.cluster,
      node: node.name,
      noticedAt: now,
      state: "watched",
      reason: "",
      isEmpty: false,
      ...known,
      policy: node.policy,
      signs,
      seenAt: now,
    };
    this.#cases = new Map(this.#cases).set(id, next);
    if (!known) this.#write(next, "noticed", now);
  }

  async #treat(
    node: KnownNode,
    troubled: readonly KnownNode[],
    nodes: readonly KnownNode[],
    isBlind: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const known = this.#cases.get(idOf(node.cluster, node.name));
    if (!known || known.isEmpty) return;
    const here = (each: KnownNode) => each.cluster === node.cluster;
    const others = nodes.filter((each) => here(each) && each.name !== node.name);
    const why = nodeHold(node, troubled.filter(here), others, isBlind);
    if (why !== undefined) this.#tell(known, "held", why);
    else if (node.policy === "act") await this.#empty(known, signal);
    else this.#tell(known, "advised", "");
  }

  async #empty(known: NodeCase, signal: AbortSignal): Promise<void> {
    const { moving, clock } = this.#options;
    const summary = `emptied: ${known.signs.join(", ")}`;
    try {
      const { pods } = await moving.drain(known.cluster, known.node, { signal, user: "naru", summary });
      const now = clock.now();
      if (known.state !== "evicted") this.#write(known, "cordoned", now);
      const refused = pods.find(({ result }) => result === "refused" || result === "failed");
      const isEmpty = pods.every(({ result }) => result === "stays" || result === "leaving");
      this.#put({ ...known, state: "evicted", reason: refused?.reason ?? "", isEmpty });
      if (isEmpty) this.#write(known, "replaced", now);
      else if (refused && refused.reason !== known.reason) this.#write(known, "held", now, refused.reason);
    } catch (error) {
      signal.throwIfAborted();
      this.#tell(known, "failed", (error as Error).message);
    }
  }

  /** Once, until something else is so. */
  #tell(known: NodeCase, step: "held" | "advised" | "failed", reason: string): void {
    const state = step === "advised" ? "advised" : "held";
    if (known.state === state && known.reason === reason) return;
    this.#put({ ...known, state, reason });
    this.#write(known, step, this.#options.clock.now(), reason);
  }

  #put(known: NodeCase): void {
    this.#cases = new Map(this.#cases).set(idOf(known.cluster, known.node), known);
  }

  #write(known: NodeCase, step: StepKind, at: number, reason = ""): void {
    const written: HealingStep = {
      ...placeOf(known),
      at,
      step,
      reason,
      policy: known.policy,
      by: "",
      evidence: null,
      signs: [...known.signs],
      afterMs: at - known.noticedAt,
    };
    this.#options.ledger.write(written);
  }
}

const idOf = (cluster: string, node: string) => `${cluster}/${node}`;

const placeOf = ({ cluster, node }: NodeCase) => ({
  cluster,
  namespace: "",
  kind: "Node",
  workload: node,
  pod: "",
  node,
});

/** Sick pods that are held since the node, and no pod, seems to be the cause. */
const sickOn = ({ cluster, name }: KnownNode, sick: readonly PodCase[]): string[] =>
  sick.flatMap(({ pod, reason }) =>
    reason === "node" && pod.cluster === cluster && pod.node === name ? [`${pod.namespace}/${pod.name}`] : [],
  );

function knownNodes(rows: readonly NodeRow[], annotated: readonly Annotated[], most: Policy): KnownNode[] {
  const policyOf = policiesOf(annotated, most);
  return rows.map(({ cluster, name, state, isCordoned, conditions, pressures, requested, allocatable }) => ({
    cluster,
    name,
    policy: policyOf({ cluster, kind: "Node", namespace: "", name }).policy,
    isReady: state === "ready",
    readySince: conditions.find(({ type }) => type === "Ready")?.at ?? null,
    pressures,
    isCordoned,
    requested: { cpu: requested.cpu ?? 0, memory: requested.memory ?? 0 },
    allocatable: { cpu: allocatable.cpu ?? 0, memory: allocatable.memory ?? 0 },
  }));
}
