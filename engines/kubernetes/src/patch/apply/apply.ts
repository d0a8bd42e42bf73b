import type { KubeObject } from "../../object.ts";
import type { Type } from "../../schema/type.ts";
import { ApiError } from "../../status.ts";
import type { Cause } from "../../status.ts";
import { equal, isObject } from "../json.ts";
import { changed } from "./changed.ts";
import type { Changes } from "./changed.ts";
import { causesOf, conflictError } from "./conflict.ts";
import type { Conflict } from "./conflict.ts";
import { fieldsOf } from "./fields-of.ts";
import { difference, intersection, isEmpty, noFields, sameFields, union } from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import { isSame, managersIn, unmanaged, withManagers } from "./managers.ts";
import type { Manager, ManagerId } from "./managers.ts";
import { merge } from "./merge.ts";
import { removeUnkept } from "./remove.ts";

export interface ApplyRequest {
  /** undefined: the object is created. */
  readonly live: KubeObject | undefined;
  /** What the manager wants, and only that; untrusted. */
  readonly applied: unknown;
  readonly manager: string;
  /** Whether to take over what others manage. */
  readonly force: boolean;
  readonly type: Type;
  readonly apiVersion: string;
  /** RFC 3339, seconds. */
  readonly now: string;
  readonly subresource?: string | undefined;
}

export interface Applied {
  /** The live object itself when nothing has changed. */
  readonly object: KubeObject;
  /** What was taken over by force. */
  readonly conflicts: readonly Cause[];
}

/** Server-side apply: the manager says all it wants of an object; what it no longer says goes, unless another manages it.
 *  @throws ApiError Conflict when others manage what would change, BadRequest when the object is not of the type
 *  Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export function apply(request: ApplyRequest): Applied {
  const { live, type } = request;
  const applied = configurationIn(request);
  const set = fieldsOf(applied, type);
  const self = { ...identityOf(request), set: difference(set, unmanaged) };
  const managers = managersOf(request);
  const last = managers.find((manager) => isSame(manager, self));
  const others = managers.filter((manager) => !isSame(manager, self));

  const before = live === undefined ? undefined : withManagers(live, []);
  const after = desired(before, applied, last?.set ?? noFields, keptBy(set, others), type);
  const changes = changed(before, after, type);
  const conflicts = conflictsWith(others, touchedBy(changes, set));
  if (conflicts.length > 0 && !request.force) throw conflictError(conflicts);

  const isUnchanged = equal(before, after) && last !== undefined && sameFields(last.set, self.set);
  const time = isUnchanged ? last.time : request.now;
  const object = withManagers(after, [...withdrawn(others, changes, set), { ...self, time }]);
  return {
    object: live !== undefined && equal(live, object) ? live : object,
    conflicts: causesOf(conflicts),
  };
}

/** What of an object a manager applies; any field of it may be missing. */
type Configuration = Record<string, unknown>;

function configurationIn({ applied, apiVersion, live }: ApplyRequest): Configuration {
  if (!isObject(applied) || !isObject(applied["metadata"])) {
    throw new ApiError("BadRequest", "an applied object has apiVersion, kind and metadata");
  }
  if (applied["apiVersion"] !== apiVersion) {
    throw new ApiError(
      "BadRequest",
      `Incorrect version specified in apply patch. Specified patch version: ${String(applied["apiVersion"])}, expected: ${apiVersion}`,
    );
  }
  const { managedFields, ...metadata } = applied["metadata"];
  if (managedFields !== undefined && managedFields !== null) {
    throw new ApiError("BadRequest", "metadata.managedFields must be nil");
  }
  return { ...applied, metadata: live === undefined ? metadata : named(metadata) };
}

const serverFields = new Set([
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "generation",
  "selfLink",
  "clusterName",
]);

/** Of an object that is there the server's own fields are not the manager's to set. */
function named(metadata: Configuration): Configuration {
  return Object.fromEntries(Object.entries(metadata).filter(([field]) => !serverFields.has(field)));
}

function identityOf({ manager, apiVersion, subresource }: ApplyRequest): ManagerId {
  return { manager, operation: "Apply", apiVersion, subresource: subresource || undefined };
}

function managersOf({ live, type, apiVersion, now }: ApplyRequest): Manager[] {
  if (live === undefined) return [];
  const managers = managersIn(live.metadata.managedFields) ?? [];
  if (managers.length > 0) return managers;
  // Nobody was watched so far: what is there is somebody's all the same.
  const set = difference(changed(undefined, live, type).added, unmanaged);
  const identity = {
    manager: "before-first-apply",
    operation: "Update",
    apiVersion,
    subresource: undefined,
  } as const;
  return [{ ...identity, time: now, set }];
}

function keptBy(set: FieldSet, others: readonly Manager[]): FieldSet {
  return [unmanaged, ...others.map((other) => other.set)].reduce(union, set);
}

function desired(
  before: KubeObject | undefined,
  applied: Configuration,
  last: FieldSet,
  kept: FieldSet,
  type: Type,
): KubeObject {
  return removeUnkept(merge(before, applied, type), last, kept, type) as KubeObject;
}

/** What the manager decides in changing it; a null it applies removes a field on purpose. */
function touchedBy({ added, modified, removed }: Changes, set: FieldSet): FieldSet {
  return union(union(added, modified), intersection(removed, set));
}

function conflictsWith(others: readonly Manager[], touched: FieldSet): Conflict[] {
  return others
    .map((other) => ({ with: other, fields: intersection(other.set, touched) }))
    .filter(({ fields }) => !isEmpty(fields))
    .toSorted((a, b) => (a.with.manager < b.with.manager ? -1 : Number(a.with.manager > b.with.manager)));
}

function withdrawn(others: readonly Manager[], changes: Changes, set: FieldSet): Manager[] {
  const lost = union(touchedBy(changes, set), changes.removed);
  return others.map((other) => ({ ...other, set: difference(other.set, lost) }));
}
