import type { KubeObject } from "../object.ts";
import type { Cause } from "../status.ts";
import type { Resource } from "./resource.ts";

/** The same objects under another version, or another group, of the API. */
export interface View {
  /** As they are stored. */
  readonly of: Resource;
  readonly shows: (stored: KubeObject) => KubeObject;
  /** Also of a part of an object, as server-side apply sends it.
   *  @param before  as it is stored now: what this view can't show stays as it is there */
  readonly stores: (shown: KubeObject, before: KubeObject | undefined) => KubeObject;
  /** What this view asks for beyond what its kind does.
   *  @param before  as shown; undefined when it is being created */
  readonly check?: (shown: KubeObject, before: KubeObject | undefined) => readonly Cause[];
}

/** The kind under which objects are stored. */
export const storedAs = (resource: Resource): Resource => resource.view?.of ?? resource;

/** An object as this kind shows what is stored. */
export const shownAs = ({ view }: Resource, stored: KubeObject): KubeObject =>
  view ? view.shows(stored) : stored;
