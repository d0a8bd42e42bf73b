import { ApiError } from "../status.ts";

/** Where an object lives: `pods` or `deployments.apps`, its namespace ("" when its kind has none), its name. */
export interface Key {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** The paths from `start` up to, and without, `end`. */
export interface PathRange {
  readonly start: string;
  readonly end: string;
}

const separator = "/";
const afterSeparator = "0";

/** LMDB takes keys of 1,978 bytes; the longest path Kubernetes permits has less than 600. */
const longestPath = 1024;

/** `resource/namespace/name`, as in etcd, so that lists have the order that clients know: `a-b` before `a`, because
 *  "-" sorts before "/".
 *  @throws ApiError BadRequest when a part could be taken for another key: names reach this place from URLs */
export function pathOf(key: Key): string {
  const path = [key.resource, key.namespace, key.name].map(checked).join(separator);
  if (key.resource === "" || key.name === "") throw new ApiError("BadRequest", "a name may not be empty");
  if (Buffer.byteLength(path) > longestPath) throw new ApiError("BadRequest", "the name is too long");
  return path;
}

export function keyOf(path: string): Key {
  const [resource = "", namespace = "", name = ""] = path.split(separator);
  return { resource, namespace, name };
}

export function rangeOf(resource: string, namespace: string | undefined): PathRange {
  const parts = namespace === undefined ? [resource] : [resource, namespace];
  const prefix = parts.map(checked).join(separator);
  return { start: prefix + separator, end: prefix + afterSeparator };
}

/** A lone surrogate has no UTF-8 of its own, NUL ends a key in LMDB. */
function checked(part: string): string {
  if (part.includes(separator) || part.includes("\0") || !part.isWellFormed())
    throw new ApiError("BadRequest", `invalid name ${JSON.stringify(part)}: may not contain "/"`);
  return part;
}
