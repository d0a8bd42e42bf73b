import { Client, kinds } from "@naru/kubernetes";
import { eventually } from "@naru/testkit";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { declareKinds, ruleKind, writeDefaultRules } from "./definitions.ts";

let kubernetes: Kubernetes;
let client: Client;
beforeAll(async () => {
  kubernetes = await startKubernetes();
  client = new Client({ kubeconfig: kubernetes.kubeconfig });
});
afterAll(async () => {
  client?.close();
  await kubernetes?.stop();
});

const { signal } = new AbortController();
const write = (isFirst: boolean) => eventually(() => writeDefaultRules(client, isFirst, signal), 10_000);
const names = async () => (await client.all(ruleKind, {})).map(({ metadata }) => metadata.name).toSorted();
const remember = (text: string | null) =>
  client.patch(kinds.namespaces, { name: "naru" }, "merge", {
    metadata: { annotations: { "naru/rules-written": text } },
  });

test("rules that Naru brings are written once, and those of a newer Naru when they are new", async () => {
  await write(await declareKinds(client, signal));
  expect(await names()).toEqual(["naru-defaults", "naru-kubernetes", "naru-self"]);

  await client.delete(ruleKind, { namespace: "naru", name: "naru-kubernetes" });
  await write(await declareKinds(client, signal));
  expect(await names()).toEqual(["naru-defaults", "naru-self"]);

  await remember("default-rules,naru-rules");
  await write(false);
  expect(await names()).toEqual(["naru-defaults", "naru-kubernetes", "naru-self"]);

  await client.delete(ruleKind, { namespace: "naru", name: "naru-defaults" });
  await client.delete(ruleKind, { namespace: "naru", name: "naru-self" });
  await remember(null);
  await write(false);
  expect(await names()).toEqual(["naru-kubernetes", "naru-self"]);
});
