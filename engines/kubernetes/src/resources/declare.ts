import type { KubeObject } from "../object.ts";
import { builtinType } from "../schema/definitions.ts";
import { canonicalize } from "./canonical.ts";
import { Findings } from "./findings.ts";
import { checkMetadata, type NameRule } from "./metadata.ts";
import type { Resource } from "./resource.ts";

/** What a built-in kind says of itself; what it leaves out is as most kinds have it. */
export interface Declaration extends Pick<
  Resource,
  "group" | "version" | "kind" | "plural" | "columns" | "others" | "selectable" | "view"
> {
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** Without namespaces. */
  readonly isClusterWide?: boolean;
  readonly names?: NameRule;
  /** The status of what was just created; kinds without one have no path for it. */
  readonly status?: (object: KubeObject) => Record<string, unknown>;
  readonly hasScale?: boolean;
  readonly setDefaults?: (object: KubeObject) => void;
  readonly prepare?: (object: KubeObject, before: KubeObject | undefined) => void;
  readonly check?: (
    object: KubeObject,
    before: KubeObject | undefined,
    found: Findings,
    subresource: string | undefined,
  ) => void;
}

const scalePaths = { spec: "spec.replicas", status: "status.replicas", selector: "spec.selector" };

export function builtin(declared: Declaration): Resource {
  const { group, version, kind, plural, columns, others, selectable, view, status } = declared;
  const type = builtinType(group, version, kind);
  if (type === undefined) throw new Error(`no type of ${group}/${version} ${kind} is known`);
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: declared.shortNames ?? [],
    categories: declared.categories ?? [],
    namespaced: declared.isClusterWide !== true,
    type,
    subresources: { ...(status && { status: true }), ...(declared.hasScale && { scale: scalePaths }) },
    columns,
    ...(others && { others }),
    ...(selectable && { selectable }),
    ...(view && { view }),
    setDefaults: (object) => {
      canonicalize(object, type);
      declared.setDefaults?.(object);
    },
    prepare: (object, before) => {
      if (status) settleStatus(object, before, status);
      declared.prepare?.(object, before);
    },
    validate: (object, before, subresource) => {
      const found = new Findings();
      checkMetadata(object, before === undefined ? (declared.names ?? "subdomain") : undefined, found);
      declared.check?.(object, before, found, subresource);
      return found.causes;
    },
  };
}

/** A client decides no status: a new object's is its kind's first, an old one's is as it was. */
function settleStatus(
  object: KubeObject,
  before: KubeObject | undefined,
  first: NonNullable<Declaration["status"]>,
): void {
  if (before === undefined) object["status"] = first(object);
  else if (before["status"] === undefined) delete object["status"];
  else object["status"] = structuredClone(before["status"]);
}
