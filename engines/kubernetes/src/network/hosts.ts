import type { Service } from "../controllers/kinds.ts";

const domain = "svc.cluster.local";

/** Names of services for /etc/hosts, `address names…` a line: those of the own namespace by their short name too.
 *  @param headless  addresses of the pods behind services that have none of their own, by `namespace/name`
 *  Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
export function serviceHosts(
  services: readonly Service[],
  namespace: string,
  headless: ReadonlyMap<string, readonly string[]>,
): string {
  return services
    .flatMap(({ metadata, spec }) => {
      const own = metadata.namespace ?? "";
      const long = `${metadata.name}.${own}`;
      const names = [...(own === namespace ? [metadata.name] : []), long, `${long}.svc`, `${long}.${domain}`];
      const isHeadless = spec.clusterIP === "None";
      const addresses = isHeadless ? (headless.get(`${own}/${metadata.name}`) ?? []) : [spec.clusterIP ?? ""];
      return addresses.filter((address) => address !== "").map((address) => `${address}\t${names.join(" ")}`);
    })
    .join("\n");
}
