import type { KubeObject } from "../object.ts";
import type { StatefulSet } from "./apps-kinds.ts";
import type { Draft } from "./client.ts";
import { revisionLabel } from "./controller-revisions.ts";
import type { Pod, PodTemplate } from "./kinds.ts";
import { controllerReference } from "./owners.ts";
import { podDraft } from "./pod-draft.ts";
import { ordinalOf, startOf } from "./stateful-plan.ts";
import { replicasOf } from "./rolling-bounds.ts";

const nameLabel = "statefulset.kubernetes.io/pod-name";
const indexLabel = "apps.kubernetes.io/pod-index";

/** The pod of a place: its name, its host name and its claims are the place's.
 *  @param revision  name of the revision that the template is of */
export function statefulPod(
  set: StatefulSet,
  template: PodTemplate,
  revision: string,
  ordinal: number,
): Draft {
  const { serviceName } = set.spec;
  const name = `${set.metadata.name}-${ordinal}`;
  const { metadata, ...draft } = podDraft(set, template);
  const { generateName: _, ...rest } = metadata;
  const labels = {
    ...metadata.labels,
    [nameLabel]: name,
    [indexLabel]: String(ordinal),
    [revisionLabel]: revision,
  };
  const own = claimTemplates(set).map((claim) => claim.metadata.name);
  const volumes = [
    ...own.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: `${claim}-${name}` } })),
    ...(template.spec.volumes ?? []).filter((volume) => !own.includes(volume.name)),
  ];
  const spec = {
    ...template.spec,
    hostname: name,
    ...(serviceName && { subdomain: serviceName }),
    ...(volumes.length > 0 && { volumes }),
  };
  return { ...draft, metadata: { ...rest, name, labels }, spec };
}

const claimTemplates = ({ spec }: StatefulSet) => spec.volumeClaimTemplates ?? [];

/** The claims of a place, which outlive its pods. */
export function statefulClaims(set: StatefulSet, ordinal: number): Draft[] {
  return claimTemplates(set).map(({ metadata, spec }) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      ...(metadata.annotations && { annotations: metadata.annotations }),
      name: `${metadata.name}-${set.metadata.name}-${ordinal}`,
      labels: { ...metadata.labels, ...set.spec.selector.matchLabels },
    },
    spec,
  }));
}

/** Who takes a claim along when it goes: the set when it is deleted, the pod when the set gets smaller.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention */
function claimOwner(set: StatefulSet, pod: Pod): KubeObject | undefined {
  const { whenDeleted = "Retain", whenScaled = "Retain" } =
    set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const ordinal = ordinalOf(set, pod) ?? 0;
  const isCondemned = ordinal < startOf(set) || ordinal >= startOf(set) + replicasOf(set);
  if (whenScaled === "Delete" && isCondemned) return pod;
  return whenDeleted === "Delete" ? set : undefined;
}

/** The owners of a claim: those that others gave it, and the one that its set's policy gives it. */
export function claimOwners(claim: KubeObject, set: StatefulSet, pod: Pod) {
  const owner = claimOwner(set, pod);
  const ours = new Set([set.metadata.uid, pod.metadata.uid]);
  const others = (claim.metadata.ownerReferences ?? []).filter(({ uid }) => !ours.has(uid));
  return owner ? [...others, referenceTo(owner)] : others;
}

/** Claims do not hold up their owners. */
function referenceTo(owner: KubeObject) {
  const { blockOwnerDeletion: _, ...reference } = controllerReference(owner);
  return reference;
}
