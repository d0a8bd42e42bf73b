/** What a URL asks for.
 *  Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  /** Undefined when the path names a group's version itself. */
  readonly plural: string | undefined;
  /** Undefined for all namespaces, and for kinds that have none. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** What follows a subresource, as `proxy` takes it. */
  readonly rest: string;
}

/** @returns undefined when the path is none of a resource */
export function readPath(pathname: string): ResourcePath | undefined {
  const [root, ...steps] = pathname.split("/").slice(1).map(decodeStep);
  if (root !== "api" && root !== "apis") return undefined;
  const group = root === "api" ? "" : steps.shift();
  const version = steps.shift();
  if (group === undefined || !version) return undefined;
  return { group, version, ...readResource(steps.filter((step, i) => step !== "" || i < steps.length - 1)) };
}

type Within = Omit<ResourcePath, "group" | "version">;

function readResource(steps: readonly string[]): Within {
  const [first, second, ...after] = steps;
  // A namespace's own subresources share their paths with kinds: those two names are taken.
  const isWithin =
    first === "namespaces" && after.length > 0 && !["status", "finalize"].includes(after[0] ?? "");
  if (!isWithin) return named(first, undefined, [second, ...after]);
  return named(after[0], second, after.slice(1));
}

function named(
  plural: string | undefined,
  namespace: string | undefined,
  [name, subresource, ...rest]: readonly (string | undefined)[],
): Within {
  return { plural, namespace, name, subresource, rest: rest.join("/") };
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
