import { type Claim, type Controller, timeOf } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";
import { type Found, found } from "./found.ts";
import { nearest } from "./nearest.ts";
import { namespaceOf, type Objects } from "./objects.ts";
import { type Template, templatesIn } from "./templates.ts";

/** A volume is there within seconds where one can be made. */
const patienceMs = 60_000;

/** Claims that get no volume, or lost theirs. */
export const claimFindings = (objects: Objects): Found[] =>
  objects.all("claims").flatMap((claim) => {
    const { phase } = claim.status ?? {};
    if (phase === "Bound") return [];
    const touches = templatesIn(objects, namespaceOf(claim))
      .filter((template) => isUsedBy(claim.metadata.name, template))
      .map(({ ref }) => ref);
    if (phase === "Lost")
      return [
        found("claim-lost", claim, { touches, field: "volumeName", found: claim.spec?.volumeName ?? "" }),
      ];
    return pendingFindings(objects, claim, touches);
  });

function pendingFindings(objects: Objects, claim: Claim, touches: readonly ObjectRef[]): Found[] {
  const since = timeOf(claim.metadata.creationTimestamp);
  const name = claim.spec?.storageClassName ?? "";
  if (objects.now - (since ?? objects.now) < patienceMs) return [];
  // A class without an object is fine as a name that volumes and claims share: then a volume has it, and the claim is bound.
  if (name !== "" && objects.lacks("storageClasses", "", name)) {
    const classes = objects.all("storageClasses").map(({ metadata }) => metadata.name);
    return [
      found("storage-class-missing", claim, {
        touches: [{ kind: "StorageClass", namespace: "", name }, ...touches],
        since,
        field: "storageClassName",
        found: name,
        wanted: nearest(name, classes) ?? (classes.length === 1 ? (classes[0] ?? "") : ""),
      }),
    ];
  }
  const mode = objects.get("storageClasses", "", name)?.volumeBindingMode;
  if (mode === "WaitForFirstConsumer" && !isConsumed(objects, claim)) return [];
  const message = objects.told(claim)[0]?.message ?? "";
  return [found("claim-pending", claim, { touches: [...touches], since, found: name, message })];
}

const isConsumed = (objects: Objects, claim: Claim): boolean =>
  objects.in("pods", namespaceOf(claim)).some(({ spec }) => namesClaim(spec.volumes, claim.metadata.name));

/** By a volume, or by a StatefulSet's own claims: `data-database-0`. */
const isUsedBy = (claim: string, { object, ref, spec }: Template): boolean =>
  namesClaim(spec.volumes, claim) ||
  ownClaims(object).some((own) => {
    const prefix = `${own}-${ref.name}-`;
    return claim.startsWith(prefix) && /^\d+$/.test(claim.slice(prefix.length));
  });

const ownClaims = ({ spec }: Controller): string[] =>
  (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);

const namesClaim = (volumes: Template["spec"]["volumes"] = [], claim: string): boolean =>
  volumes.some((volume) => {
    const source = volume["persistentVolumeClaim"] as { readonly claimName?: string } | undefined;
    return source?.claimName === claim;
  });
