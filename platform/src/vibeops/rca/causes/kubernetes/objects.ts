import type { Finding, ObjectRef } from "#kubernetes/api.ts";
import type { CauseKind, Inside } from "../../diagnosis/api.ts";
import type { Scene } from "../../scene/scene.ts";
import { isServing, trafficTo } from "../../scene/traffic.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { beginningOf } from "./beginning.ts";
import { objectLink, objectText } from "./links.ts";
import { nothingReady, settleMs, someReady } from "./scores.ts";
import { serviceOf } from "./service.ts";

interface Weight {
  readonly kind: CauseKind;
  /** When it began in the window: where requests go there, and where none are seen. */
  readonly score: number;
  readonly unused: number;
  /** What it keeps from happening as long as it lasts. */
  readonly stops?: "requests" | "pods";
}

/** What harms nobody by itself before something else happens weighs no more than what is about to end. */
const latent = 9;
/** What was so before the window: not enough to be told alone, even beside a change. */
const standing = 1.5;

const led = { kind: "routing", score: nothingReady, unused: latent } as const;
const unstarted = { score: someReady, unused: someReady, stops: "pods" } as const;

/** Budgets are none: nobody's requests suffer from them. */
const weights: Readonly<Partial<Record<Finding["reason"], Weight>>> = {
  "selector-matches-nothing": { ...led, kind: "selector", stops: "requests" },
  "target-port-missing": { ...led, stops: "requests" },
  "backend-service-missing": led,
  "backend-port-missing": led,
  "ingress-class-missing": led,
  "headless-service-missing": { ...led, score: latent },
  "tls-secret-missing": { kind: "missing-config", score: someReady, unused: latent },
  "reference-missing": { kind: "missing-config", score: latent, unused: latent },
  "key-missing": { kind: "missing-config", score: latent, unused: latent },
  "quota-exceeded": { ...unstarted, kind: "quota" },
  "pods-refused": { ...unstarted, kind: "pods-refused" },
  "claim-pending": { ...unstarted, kind: "volume-pending" },
  "claim-lost": { ...unstarted, kind: "volume-pending" },
  "storage-class-missing": { ...unstarted, kind: "volume-pending" },
  "job-failed": { kind: "job-failed", score: latent, unused: latent },
  "cron-job-missed": { kind: "job-failed", score: 5, unused: 5 },
  "cron-job-suspended": { kind: "job-failed", score: 2, unused: 2 },
  "scale-target-missing": { kind: "scaling", score: 6, unused: 3 },
  "metrics-unreadable": { kind: "scaling", score: 6, unused: 3 },
  "cannot-scale": { kind: "scaling", score: 6, unused: 3 },
  "at-maximum": { kind: "scaling", score: 2, unused: 2 },
  "quota-nearly-full": { kind: "quota", score: 2, unused: 2 },
};

/** What is wrong with objects that no pod tells of. What one missing object does to several workloads is one trouble. */
export function objectTrouble(scene: Scene): Hypothesis[] {
  const groups = Map.groupBy(scene.findings, groupOf);
  return [...groups.values()].flatMap((findings) => {
    const found = findings.flatMap((finding) => {
      const weight = weights[finding.reason];
      return weight ? hypothesisOf(scene, finding, weight) : [];
    });
    const [worst, ...others] = found.toSorted((a, b) => b.score - a.score);
    return worst ? [together(worst, others)] : [];
  });
}

function groupOf({ cluster, reason, object, touches: [missing], field, found }: Finding): string {
  const isShared = reason === "reference-missing" || reason === "key-missing";
  const place = isShared && missing ? [objectText(missing)] : [objectText(object), field];
  return [cluster, reason, ...place, found].join("\n");
}

const mostFacts = 3;

const together = (worst: Hypothesis, others: readonly Hypothesis[]): Hypothesis => ({
  ...worst,
  facts: [worst, ...others].flatMap(({ facts }) => facts).slice(0, mostFacts),
  touches: [...new Set([worst, ...others].flatMap(({ touches }) => touches))],
  victims: [...new Set(others.map(({ service }) => service))].filter((service) => service !== worst.service),
});

function hypothesisOf(scene: Scene, finding: Finding, weight: Weight): Hypothesis[] {
  const { object, touches, cluster, field, found, wanted, message } = finding;
  const meant = meantBy(finding);
  const service = serviceOf(scene, meant);
  const { at, change } = beginningOf(scene, finding);
  const harm = harmOf(scene, weight, finding, { service, meant });
  const isNew = (at ?? harm.since ?? 0) >= scene.window.from;
  const began = Math.max(at ?? harm.since ?? 0, scene.window.from);
  if (scene.now - began < settleMs) return [];
  const before = change?.differences.find((each) => each.field === field)?.before ?? null;
  return [
    {
      rule: "kubernetes",
      kind: weight.kind,
      service,
      subject: objectText(object),
      at: began,
      score: Math.max(isNew ? harm.score : standing, harm.lasting),
      inside: isNew || harm.lasting > 0 ? insidesOf(finding, weight.kind, before) : [],
      facts: [
        {
          code: finding.reason,
          values: {
            object: objectText(object),
            other: touches.map(objectText).at(-1) ?? "",
            field,
            found,
            wanted,
            message,
            standing: isNew ? "" : "yes",
          },
          link: objectLink({ cluster, ...object }),
        },
      ],
      against: [],
      victims: [],
      touches: [object, ...touches].map(objectText),
    },
  ];
}

const workloads = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "CronJob", "Pod"]);

/** Whose trouble it is: the workload that it has to do with, else the Service, else the object itself. */
function meantBy({ object, touches }: Finding): ObjectRef {
  const all = [object, ...touches];
  return (
    all.findLast(({ kind }) => workloads.has(kind)) ??
    all.findLast(({ kind }) => kind === "Service") ??
    object
  );
}

interface Harm {
  /** When it began in the window. */
  readonly score: number;
  /** For as long as it is so, whenever it began; 0: nobody is seen to suffer. */
  readonly lasting: number;
  /** When the first one suffered, where that was seen to begin. */
  readonly since: number | undefined;
}

const fewLost = 3;

function harmOf(
  scene: Scene,
  { score, unused, stops }: Weight,
  { object, touches, cluster }: Finding,
  { service, meant }: { readonly service: string; readonly meant: ObjectRef },
): Harm {
  const services = [object, ...touches].filter(({ kind }) => kind === "Service");
  const isUsed = isServing(scene, service) || services.some((each) => trafficTo(scene, each).calls > 0);
  const usual = { score: isUsed ? score : unused, lasting: 0, since: undefined };
  if (stops === "requests") {
    const { lost, lostAt, answeredAt } = trafficTo(scene, object);
    if (lost < fewLost) return usual;
    const hasBegun = answeredAt !== undefined && (lostAt ?? 0) >= scene.window.from;
    return hasBegun ? { ...usual, lasting: score, since: lostAt } : { ...usual, lasting: someReady };
  }
  const { namespace, name } = meant;
  const own = scene.workloads.find(
    (each) => each.cluster === cluster && each.namespace === namespace && each.name === name,
  );
  if (stops !== "pods" || !own || own.ready >= own.desired) return usual;
  const lacking = own.ready === 0 ? nothingReady : someReady;
  return { score: lacking, lasting: lacking, since: undefined };
}

const settings: ReadonlySet<CauseKind> = new Set(["selector", "routing", "missing-config", "scaling"]);

/** Where it is, with what stood there before and what stands there. */
function insidesOf(
  { object, field, found, message }: Finding,
  kind: CauseKind,
  before: string | null,
): Inside[] {
  const place = settings.has(kind)
    ? insideOf("setting", field || objectText(object), before, found)
    : insideOf("resource", objectText(object));
  return [place, ...(message === "" ? [] : [insideOf("log", message.slice(0, 300))])];
}
