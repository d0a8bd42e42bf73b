import { expect, test } from "vitest";
import { etcHosts } from "./etc-hosts.ts";
import type { Pod } from "./pod.ts";

const podOf = (spec: Partial<Pod["spec"]>): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "shop", uid: "u", creationTimestamp: "" },
  spec: { restartPolicy: "Always", containers: [{ name: "main", image: "x" }], ...spec },
});
const around = { podIP: "127.16.0.10", services: "127.16.0.2\tcart", ofMachine: "127.0.0.1 me\n" };
const head = `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
`;

test.each<[string, Partial<Pod["spec"]>, string]>([
  ["a pod finds itself and services", {}, `${head}127.16.0.10\tweb\n127.16.0.2\tcart\n`],
  [
    "a pod of a subdomain has its full name too",
    { hostname: "one", subdomain: "db" },
    `${head}127.16.0.10\tone.db.shop.svc.cluster.local\tone\n127.16.0.2\tcart\n`,
  ],
  [
    "names that it asks for come last",
    { hostAliases: [{ ip: "10.0.0.1", hostnames: ["a", "b"] }] },
    `${head}127.16.0.10\tweb\n127.16.0.2\tcart\n\n# Entries added by HostAliases.\n10.0.0.1\ta\tb\n`,
  ],
  [
    "a pod on the machine's network goes by the machine's file",
    { hostNetwork: true },
    "# Kubernetes-managed hosts file (host network).\n127.0.0.1 me\n127.16.0.2\tcart\n",
  ],
])("%s", (_, spec, expected) => expect(etcHosts(podOf(spec), around)).toBe(expected));
