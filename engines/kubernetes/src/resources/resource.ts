import type { KubeObject } from "../object.ts";
import type { Type } from "../schema/type.ts";
import type { Cause } from "../status.ts";
import type { View } from "./view.ts";

/** A kind as the API serves it: one declaration for built-in kinds and custom ones alike. */
export interface Resource {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly type: Type;
  /** The schema of a custom resource, as its definition gives it. */
  readonly openApi?: unknown;
  /** Declared by a CustomResourceDefinition: it has no strategic merge. */
  readonly isCustom?: boolean;
  /** Its objects are stored as those of another kind. */
  readonly view?: View;
  /** `status` is written through its own path only; `scale` reads and writes replicas at these paths. */
  readonly subresources: { readonly status?: boolean; readonly scale?: ScalePaths };
  readonly columns: readonly Column[];
  /** Further subresources that discovery names: `pods/log`, with the kind of what they take. */
  readonly others?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly verbs: readonly string[];
    /** Of that kind; the resource's own when left out. */
    readonly group?: string;
    readonly version?: string;
  }[];
  /** Field selectors beyond metadata.name and metadata.namespace: `spec.nodeName`. */
  readonly selectable?: readonly string[];
  /** Takes out, in place, what the kind does not know, where its type does not tell.
   *  @returns the paths of what was taken */
  readonly prune?: (object: KubeObject) => string[];
  /** Fills what was left out, in place, before validation; `before` on updates. */
  readonly setDefaults?: (object: KubeObject) => void;
  /** What a client may not decide: on creation, and on updates what is carried over from `before`. */
  readonly prepare?: (object: KubeObject, before: KubeObject | undefined) => void;
  /** @param subresource  through which it is written, when not the object's own path: a pod's `binding` sets its node
   *  @returns what is wrong, as Kubernetes says it; nothing when it may be stored. A cause's message does not name its
   *           field: `Required value` */
  readonly validate?: (
    object: KubeObject,
    before: KubeObject | undefined,
    subresource?: string,
  ) => readonly Cause[];
}

/** JSON paths without the leading dot: `spec.replicas`. */
export interface ScalePaths {
  readonly spec: string;
  readonly status: string;
  /** Where the label selector stands, as text or as a LabelSelector. */
  readonly selector: string;
}

/** A column of `kubectl get`. Priority above 0: only with `-o wide`.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/ (meta/v1 Table) */
export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "date";
  readonly format?: "name";
  readonly description?: string;
  readonly priority?: number;
  readonly cell: (object: KubeObject, now: number) => string | number | boolean | null;
}
