import type { Ingress, IngressBackend, IngressRule } from "./kinds.ts";

/** One path of one rule, ready to be compared. */
export interface Route {
  /** "" for any; `*.shop.test` for exactly one label more. */
  readonly host: string;
  readonly path: string;
  readonly isExact: boolean;
  readonly namespace: string;
  readonly backend: IngressBackend;
}

export interface Target {
  /** Lower case, without a port. */
  readonly host: string;
  /** Without the query, as the client wrote it. */
  readonly path: string;
}

/** Every route of these Ingresses in the order in which they are to be asked: a host before a wildcard before any,
 *  the longest path first, an exact one before a prefix, the older Ingress before the younger; default backends last.
 *  Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches */
export function routesOf(ingresses: readonly Ingress[]): Route[] {
  return ingresses.toSorted(olderFirst).flatMap(routesIn).toSorted(moreSpecificFirst);
}

export const routeFor = (routes: readonly Route[], target: Target): Route | undefined =>
  routes.find((route) => hostMatches(route.host, target.host) && pathMatches(route, target.path));

const olderFirst = ({ metadata: a }: Ingress, { metadata: b }: Ingress) =>
  compare(a.creationTimestamp, b.creationTimestamp) ||
  compare(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function routesIn({ metadata, spec }: Ingress): Route[] {
  const namespace = metadata.namespace ?? "";
  const { rules = [], defaultBackend } = spec;
  const routes = rules.flatMap((rule) => routesOfRule(namespace, rule));
  if (defaultBackend) routes.push({ host: "", path: "", isExact: false, namespace, backend: defaultBackend });
  return routes;
}

function routesOfRule(namespace: string, { host = "", http }: IngressRule): Route[] {
  return (http?.paths ?? []).map(({ path, pathType, backend }) => {
    const isExact = pathType === "Exact";
    const whole = path || "/";
    return {
      host: host.toLowerCase(),
      path: isExact ? whole : withoutEnd(whole),
      isExact,
      namespace,
      backend,
    };
  });
}

/** A slash at the end of a prefix says nothing. The prefix of all is "/". */
const withoutEnd = (path: string) => path.replace(/\/+$/, "") || "/";

function moreSpecificFirst(a: Route, b: Route): number {
  return (
    hostRank(a.host) - hostRank(b.host) ||
    b.host.length - a.host.length ||
    b.path.length - a.path.length ||
    Number(b.isExact) - Number(a.isExact)
  );
}

const hostRank = (host: string) => (host === "" ? 2 : host.startsWith("*.") ? 1 : 0);

export function hostMatches(rule: string, host: string): boolean {
  if (rule === "" || rule === host) return true;
  if (!rule.startsWith("*.")) return false;
  const dot = host.indexOf(".");
  return dot > 0 && host.slice(dot) === rule.slice(1);
}

/** A prefix is compared element by element: `/cart` is one of `/cart/items`, not of `/cartoon`. */
export function pathMatches({ path, isExact }: Pick<Route, "path" | "isExact">, asked: string): boolean {
  if (isExact) return asked === path;
  if (path === "" || path === "/") return true;
  return asked.startsWith(path) && (asked.length === path.length || asked[path.length] === "/");
}
