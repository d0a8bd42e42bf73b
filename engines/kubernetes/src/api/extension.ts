import type { IncomingMessage, ServerResponse } from "node:http";
import type { User } from "../authorization/rbac.ts";

/** One kind, or subresource, as `APIResourceList` names it. */
export interface ApiResource {
  readonly name: string;
  readonly singularName?: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface ExtensionCall {
  readonly user: User;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** A group's version whose objects are not in the store: somebody else answers for it. */
export interface Extension {
  readonly group: string;
  readonly version: string;
  /** Undefined while it can't be reached: then discovery leaves it out. */
  readonly resources: readonly ApiResource[] | undefined;
  /** Whoever asks is permitted to.
   *  @throws ApiError */
  serve(call: ExtensionCall): Promise<void>;
}

export interface Extensions {
  find(group: string, version: string): Extension | undefined;
  all(): Iterable<Extension>;
}
