import { setTimeout as pause } from "node:timers/promises";
import { type Client, isReason, type Kind, kinds } from "@naru/kubernetes";
import { namespace } from "../deploy.ts";
import { fine } from "../card-network/conditions.ts";
import { askBank, query, replacePods } from "./shop.ts";
import { endStutter } from "./stutter.ts";

/** How one change is put back. Plain data, kept in a file: it has to work after a restart, too. */
export type Undo =
  | {
      readonly how: "template";
      readonly deployment: string;
      readonly template: object;
      readonly labels: Readonly<Record<string, string>>;
      readonly changeCause: string | undefined;
    }
  | {
      readonly how: "replicas";
      readonly kind: "deployments" | "statefulSets";
      readonly name: string;
      readonly replicas: number;
    }
  | { readonly how: "password"; readonly value: string; readonly service: string }
  | { readonly how: "delete"; readonly kind: Kind; readonly namespace?: string; readonly name: string }
  | { readonly how: "statements"; readonly role: string; readonly statements: readonly string[] }
  | { readonly how: "conditions" }
  | { readonly how: "power"; readonly node: string }
  | { readonly how: "stutter"; readonly target: number };

const goneWithinMs = 30_000;
const goneAgainMs = 250;
export const fieldManager = "shop-release";
export const powerAnnotation = "naru.dev/power";
export const changeCauseAnnotation = "kubernetes.io/change-cause";

/** Doing it twice does no harm, and neither does doing what was never changed.
 *  @throws KubernetesError, DatabaseError, Error */
export async function putBack(client: Client, undo: Undo): Promise<void> {
  try {
    await perform(client, undo);
  } catch (error) {
    // What was there for the fault only has gone already.
    if (!isReason(error, "NotFound")) throw error;
  }
}

async function perform(client: Client, undo: Undo): Promise<unknown> {
  switch (undo.how) {
    case "template":
      return putBackTemplate(client, undo);
    case "replicas":
      return client.scale(kinds[undo.kind], { namespace, name: undo.name }, undo.replicas, { fieldManager });
    case "password":
      await setPassword(client, undo.value);
      return replacePods(client, undo.service);
    case "delete":
      return deleteWhole(client, undo);
    case "statements":
      return query(client, undo.role, undo.statements);
    case "conditions":
      return askBank(client, fine);
    case "power":
      return client.patch(kinds.nodes, { name: undo.node }, "merge", {
        metadata: { annotations: { [powerAnnotation]: null } },
      });
    case "stutter":
      return endStutter(undo.target);
  }
}

/** Waits until it is gone: whoever starts the same fault again would find it on its way out.
 *  @throws KubernetesError NotFound then */
async function deleteWhole(
  client: Client,
  { kind, ...ref }: Extract<Undo, { how: "delete" }>,
): Promise<never> {
  await client.delete(kind, ref, { propagationPolicy: "Background" });
  const signal = AbortSignal.timeout(goneWithinMs);
  for (;;) {
    await client.get(kind, ref, { signal });
    await pause(goneAgainMs, undefined, { signal });
  }
}

/** The former template, field by field, so that Kubernetes finds its ReplicaSet again: a roll back. */
function putBackTemplate(
  client: Client,
  { deployment, template, labels, changeCause }: Extract<Undo, { how: "template" }>,
): Promise<unknown> {
  const cause = `/metadata/annotations/${changeCauseAnnotation.replace("/", "~1")}`;
  return client.patch(
    kinds.deployments,
    { namespace, name: deployment },
    "json",
    [
      { op: "replace", path: "/spec/template", value: template },
      { op: "replace", path: "/metadata/labels", value: labels },
      { op: "add", path: cause, value: changeCause ?? "" },
      ...(changeCause === undefined ? [{ op: "remove", path: cause }] : []),
    ],
    { fieldManager },
  );
}

/** @param value  in base64 */
export function setPassword(client: Client, value: string): Promise<unknown> {
  const body = { data: { "database-password": value } };
  return client.patch(kinds.secrets, { namespace, name: "shop" }, "merge", body, { fieldManager });
}
