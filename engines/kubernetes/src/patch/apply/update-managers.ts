import type { KubeObject } from "../../object.ts";
import type { Type } from "../../schema/type.ts";
import { isObject } from "../json.ts";
import { changed } from "./changed.ts";
import { difference, isEmpty, noFields, union } from "./fields.ts";
import { boundUpdaters, isSame, managersIn, unmanaged, withManagers } from "./managers.ts";
import type { Manager, ManagerId } from "./managers.ts";

export interface UpdateRequest {
  /** undefined: the object is created. */
  readonly before: KubeObject | undefined;
  readonly after: KubeObject;
  readonly manager: string;
  readonly type: Type;
  readonly apiVersion: string;
  /** RFC 3339, seconds. */
  readonly now: string;
  readonly subresource?: string | undefined;
}

/** Keeps account of who manages what over a create, update or patch: what has changed becomes the manager's alone.
 *  @returns `after` with its `metadata.managedFields` */
export function updateManagers(request: UpdateRequest): KubeObject {
  const { before, after, type, now } = request;
  const managers = managersOf(request);
  // An object that nobody was watched on stays so until somebody applies.
  if (managers.length === 0 && before !== undefined) return withManagers(after, []);
  const { added, modified, removed } = changed(
    before && withManagers(before, []),
    withManagers(after, []),
    type,
  );
  const set = union(added, modified);
  const lost = union(set, removed);
  const left = managers.map((manager) => ({ ...manager, set: difference(manager.set, lost) }));
  const taken = difference(set, unmanaged);
  if (isEmpty(taken)) return withManagers(after, left);
  const identity = identityOf(request);
  const own = left.find((manager) => isSame(manager, identity))?.set ?? noFields;
  const others = left.filter((manager) => !isSame(manager, identity) && !isEmpty(manager.set));
  return withManagers(after, boundUpdaters([...others, { ...identity, time: now, set: union(own, taken) }]));
}

function identityOf({ manager, apiVersion, subresource }: UpdateRequest): ManagerId {
  return { manager, operation: "Update", apiVersion, subresource: subresource || undefined };
}

/** A client may set the managers itself, and reset them with an empty list; one that leaves them out has not meant
 *  to, and one that writes a subresource cannot. */
function managersOf({ before, after, subresource }: UpdateRequest): readonly Manager[] {
  const stored = managersIn(before?.metadata.managedFields) ?? [];
  if (subresource) return stored;
  const entries: unknown = after.metadata.managedFields;
  if (isReset(entries)) return [];
  const given = managersIn(entries) ?? [];
  return given.length > 0 ? given : stored;
}

function isReset(entries: unknown): boolean {
  if (!Array.isArray(entries) || entries.length > 1) return false;
  const [only] = entries as unknown[];
  return only === undefined || (isObject(only) && Object.keys(only).length === 0);
}
