import type { Service } from "../controllers/kinds.ts";

/** Variables by which programs find services: `CART_SERVICE_HOST`, `CART_SERVICE_PORT`, and those of Docker's links.
 *  @param services  of the pod's namespace, in any order
 *  Source: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
export function serviceLinks(services: readonly Service[]): Record<string, string> {
  return Object.assign({}, ...services.filter(hasAddress).map(linksOf)) as Record<string, string>;
}

const hasAddress = ({ spec }: Service) =>
  spec.clusterIP !== undefined && spec.clusterIP !== "" && spec.clusterIP !== "None";

function linksOf({ metadata, spec }: Service): Record<string, string> {
  const [first] = spec.ports ?? [];
  const host = spec.clusterIP ?? "";
  if (!first) return {};
  const prefix = variableName(metadata.name);
  const url = ({ protocol = "TCP", port }: NonNullable<typeof first>) =>
    `${protocol.toLowerCase()}://${host}:${port}`;
  const links: Record<string, string> = {
    [`${prefix}_SERVICE_HOST`]: host,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
    [`${prefix}_PORT`]: url(first),
  };
  for (const each of spec.ports ?? []) {
    const { name, protocol = "TCP", port } = each;
    if (name) links[`${prefix}_SERVICE_PORT_${variableName(name)}`] = String(port);
    const link = `${prefix}_PORT_${port}_${protocol}`;
    links[link] = url(each);
    links[`${link}_PROTO`] = protocol.toLowerCase();
    links[`${link}_PORT`] = String(port);
    links[`${link}_ADDR`] = host;
  }
  return links;
}

const variableName = (name: string) => name.toUpperCase().replaceAll("-", "_");
