import type { Pod, Selecting, ServicePort } from "../resources.ts";
import { matches } from "../workloads/selector.ts";
import { type Found, found } from "./found.ts";
import { nearest } from "./nearest.ts";
import { namespaceOf, type Objects } from "./objects.ts";
import { type Template, templatesIn } from "./templates.ts";

type Labels = Readonly<Record<string, string>>;

/** Services that lead nowhere although pods are there: whether those pods are ready is their own matter. */
export function serviceFindings(objects: Objects): Found[] {
  if (!objects.knows("pods") || !objects.knows("deployments") || !objects.knows("statefulSets")) return [];
  return objects.all("services").flatMap((service) => {
    const selector = selectorOf(service);
    if (!selector) return [];
    const namespace = namespaceOf(service);
    const templates = templatesIn(objects, namespace);
    const pods = objects.in("pods", namespace).filter(isLeft).filter(isTaken(selector));
    const meant = templates.filter(({ labels }) => matches({ matchLabels: selector }, labels));
    if (pods.length > 0) return portFindings(service, pods, meant);
    return meant.length > 0 ? [] : [matchesNothing(objects, service, selector, templates)];
  });
}

function selectorOf({ spec = {} }: Selecting): Labels | undefined {
  const selector = (spec.selector ?? {}) as Labels;
  return spec.type === "ExternalName" || Object.keys(selector).length === 0 ? undefined : selector;
}

/** A pod that has ended answers nobody. */
const isLeft = ({ status }: Pod) => status?.phase !== "Succeeded" && status?.phase !== "Failed";
const isTaken =
  (selector: Labels) =>
  ({ metadata }: Pod) =>
    matches({ matchLabels: selector }, metadata.labels ?? {});

function matchesNothing(
  objects: Objects,
  service: Selecting,
  selector: Labels,
  templates: readonly Template[],
): Found {
  const near = nearestTo(service.metadata.name, selector, candidatesOf(objects, service, templates));
  const [key, value] = near?.differing[0] ?? Object.entries(selector)[0] ?? ["", ""];
  return found("selector-matches-nothing", service, {
    touches: near ? [near.ref] : [],
    field: `selector.${key}`,
    found: value,
    wanted: near?.labels[key] ?? "",
  });
}

type Candidate = Pick<Template, "ref" | "labels">;

/** What the service could mean: workloads by their templates, and pods that nothing made. */
function candidatesOf(objects: Objects, service: Selecting, templates: readonly Template[]): Candidate[] {
  const bare = objects
    .in("pods", namespaceOf(service))
    .filter((pod) => isLeft(pod) && !pod.metadata.ownerReferences?.length)
    .map(({ metadata }) => ({
      ref: { kind: "Pod", namespace: metadata.namespace ?? "", name: metadata.name },
      labels: metadata.labels ?? {},
    }));
  return [...templates, ...bare];
}

interface Near extends Candidate {
  /** Labels that the selector names and that the candidate has with another value. */
  readonly differing: readonly (readonly [key: string, value: string])[];
}

/** Who is meant: the one that the service's name says, or the only one that all labels but one fit. */
function nearestTo(service: string, selector: Labels, candidates: readonly Candidate[]): Near | undefined {
  const wanted = Object.entries(selector);
  const near = candidates
    .map((candidate) => ({
      ...candidate,
      differing: wanted.filter(([key, value]) => candidate.labels[key] !== value),
    }))
    .filter(
      ({ differing, labels }) => differing.length === 1 && Object.hasOwn(labels, differing[0]?.[0] ?? ""),
    );
  const named = near.filter(({ ref, labels, differing: [only] }) => {
    const label = labels[only?.[0] ?? ""] ?? "";
    return ref.name === service || label === service || nearest(only?.[1] ?? "", [label]) !== undefined;
  });
  const [best] = named.toSorted((a, b) => Number(b.ref.name === service) - Number(a.ref.name === service));
  return best ?? (near.length === 1 && wanted.length > 1 ? near[0] : undefined);
}

/** A target port by name is one that a container declares. One by number may be open without being declared. */
function portFindings(service: Selecting, pods: readonly Pod[], meant: readonly Template[]): Found[] {
  const declared = new Set(pods.flatMap(portNamesOf));
  return (service.spec?.ports ?? []).flatMap((port) => {
    const { targetPort } = port;
    if (typeof targetPort !== "string" || declared.has(targetPort)) return [];
    return [
      found("target-port-missing", service, {
        touches: meant.map(({ ref }) => ref),
        field: `ports.${port.name ?? port.port}`,
        found: targetPort,
        wanted: nearest(targetPort, [...declared]) ?? onlyOf(declared),
      }),
    ];
  });
}

const portNamesOf = ({ spec }: Pod): string[] =>
  [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ ports = [] }) =>
    ports.flatMap(({ name }) => name ?? []),
  );

const onlyOf = (names: ReadonlySet<string>): string => (names.size === 1 ? ([...names][0] ?? "") : "");

/** Whether a service offers a port, by the name or number that an Ingress gives. */
export const offers = (
  { spec = {} }: Selecting,
  { name, number }: { readonly name?: string; readonly number?: number },
): boolean =>
  (spec.ports ?? []).some((port: ServicePort) =>
    name === undefined ? port.port === number : port.name === name,
  );
