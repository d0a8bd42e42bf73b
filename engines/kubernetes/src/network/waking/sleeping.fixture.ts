import { named, oneContainer, type TestCluster } from "../../controllers/cluster.fixture.ts";
import { type Deployment, deployments, eventKind } from "../../controllers/kinds.ts";
import { makeService } from "../network.fixture.ts";

/** A Deployment without pods, and the Service that leads to it.
 *  @param former  how many it had before it went to sleep; null: it did not */
export async function makeSleeping(
  cluster: TestCluster,
  name: string,
  { former, service = {} }: { readonly former: string | null; readonly service?: object },
) {
  const labels = { app: name };
  const annotations = {
    "naru.dev/scale-to-zero": "10m",
    ...(former !== null && { "naru.dev/scaled-from": former }),
  };
  const spec = {
    replicas: 0,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: oneContainer("web:1") },
  };
  const made = named("Deployment", name, { metadata: { annotations }, spec }, "apps/v1");
  await cluster.client.create(deployments, "default", made);
  await makeService(cluster, name, {
    clusterIP: "None",
    ports: [{ port: 80 }],
    selector: labels,
    ...service,
  });
}

export function deploymentNamed({ client }: TestCluster, name: string): Deployment {
  const found = client.get(deployments, "default", name);
  if (!found) throw new Error(`there is no Deployment ${name}`);
  return found;
}

/** Reasons and messages of what was told. */
export const toldOf = ({ client }: TestCluster): string[] =>
  client.list(eventKind).map((event) => `${String(event["reason"])}: ${String(event["message"])}`);
