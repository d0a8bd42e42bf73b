import { hostnameOf, type Pod } from "./pod.ts";

const local = ["127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback"];

export interface HostsOptions {
  readonly podIP: string;
  /** Names of services, one `address names…` a line. */
  readonly services: string;
  /** The machine's own file, which a pod on its network goes by. */
  readonly ofMachine: string;
}

/** What a pod's containers see as /etc/hosts.
 *  Source: Kubernetes' pkg/kubelet/kubelet_pods.go */
export function etcHosts(pod: Pod, { podIP, services, ofMachine }: HostsOptions): string {
  const { hostNetwork, hostAliases = [] } = pod.spec;
  const own = hostNetwork
    ? ["# Kubernetes-managed hosts file (host network).", ofMachine.trimEnd()]
    : ["# Kubernetes-managed hosts file.", ...local, [podIP, ...namesOf(pod)].join("\t")];
  const aliases = hostAliases.map(({ ip, hostnames = [] }) => [ip, ...hostnames].join("\t"));
  const added = aliases.length > 0 ? ["", "# Entries added by HostAliases.", ...aliases] : [];
  return `${[...own, services, ...added].join("\n")}\n`;
}

function namesOf(pod: Pod): string[] {
  const hostname = hostnameOf(pod);
  const { subdomain } = pod.spec;
  const domain = `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.cluster.local`;
  return subdomain ? [domain, hostname] : [hostname];
}
