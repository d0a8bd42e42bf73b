import { KubernetesError } from "./errors.ts";

/** A kind as data: what is needed to form its paths. Custom resources are kinds like any other. */
export interface Kind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface Place {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

export const apiVersionOf = ({ group, version }: Pick<Kind, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** `/apis/apps/v1/namespaces/shop/deployments/cart/scale`
 *  @throws KubernetesError BadRequest when a part could stand for another path */
export function pathOf(kind: Kind, { namespace, name, subresource }: Place = {}): string {
  const parts = [
    ...(kind.group === "" ? ["api"] : ["apis", kind.group]),
    kind.version,
    ...(kind.namespaced && namespace !== undefined && namespace !== "" ? ["namespaces", namespace] : []),
    kind.plural,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return parts.map((part) => `/${segment(part)}`).join("");
}

function segment(part: string): string {
  if (part !== "" && !/^\.\.?$|[/%]/.test(part)) return encodeURIComponent(part);
  throw new KubernetesError({ code: 400, reason: "BadRequest", message: `"${part}" is no name in a path` });
}
