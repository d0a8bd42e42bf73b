import { expect, test } from "vitest";
import { readManifests, withoutVolumes } from "./deploy.ts";
import { topology } from "./topology.ts";

interface Deployment {
  metadata: { name: string; labels: Record<string, string> };
  spec: { template: { spec: { containers: { image: string; env: { name: string; value?: string }[] }[] } } };
}

const objects = await readManifests();
const deployments = objects.filter(({ kind }) => kind === "Deployment") as unknown as Deployment[];
const containerOf = (service: string) =>
  deployments.find(({ metadata }) => metadata.name === service)?.spec.template.spec.containers[0];

test.each(topology)(
  "the manifest of $name says the version that runs, and where what it calls is",
  ({ name, version, calls }) => {
    const container = containerOf(name);
    expect(container?.image).toBe(`shop/${name}:${version}`);
    const urls = container?.env.filter(
      (variable) => variable.name.endsWith("_URL") && variable.name !== "DATABASE_URL",
    );
    expect(urls).toEqual(
      calls.map((called) => {
        const variable = called.toUpperCase().replaceAll("-", "_");
        return {
          name: `${variable}_URL`,
          value: `http://$(${variable}_SERVICE_HOST):$(${variable}_SERVICE_PORT)`,
        };
      }),
    );
  },
);

test("where nothing can be mounted, no program is told of a folder that is not there", () => {
  const order = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "order");
  const text = JSON.stringify(order);
  const without = JSON.stringify(order && withoutVolumes(order));
  for (const word of ["volumeMounts", "SPOOL_DIR", "emptyDir"]) {
    expect(text).toContain(word);
    expect(without).not.toContain(word);
  }
  expect(without).toContain("DRAIN_DELAY_MS");
});

test("no manifest holds a password", () => {
  const secrets = objects.filter(({ kind }) => kind === "Secret");
  expect(secrets.filter((secret) => "data" in secret || "stringData" in secret)).toEqual([]);
});

test("every object is of the shop's namespace", () => {
  const others = objects.filter(
    ({ kind, metadata }) => kind !== "Namespace" && metadata.namespace !== "shop",
  );
  expect(others).toEqual([]);
});
