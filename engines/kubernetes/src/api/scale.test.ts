import { expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { builtinType } from "../schema/definitions.ts";
import type { Resource } from "../resources/resource.ts";
import { scaleEdit, scaleOf } from "./scale.ts";

const paths = { spec: "spec.replicas", status: "status.replicas", selector: "spec.selector" };
const resource = { kind: "Deployment", type: builtinType("apps", "v1", "Deployment") } as unknown as Resource;
const deployment = (): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop", uid: "u", resourceVersion: "7", creationTimestamp: "t" },
  spec: {
    replicas: 3,
    selector: {
      matchLabels: { app: "web" },
      matchExpressions: [
        { key: "tier", operator: "In", values: ["a", "b"] },
        { key: "gone", operator: "DoesNotExist" },
      ],
    },
  },
});

test("a deployment's scale tells its replicas and its selector as text", () => {
  expect(scaleOf(deployment(), paths)).toMatchObject({
    metadata: { name: "web", resourceVersion: "7" },
    spec: { replicas: 3 },
    status: { replicas: 0, selector: "app=web,!gone,tier in (a,b)" },
  });
});

test("a scale's replicas go into the object, with the version they were read at", () => {
  const edit = scaleEdit(resource, paths, (scale) => ({ ...scale, spec: { replicas: 5 } }));
  expect(edit(deployment())).toMatchObject({ metadata: { resourceVersion: "7" }, spec: { replicas: 5 } });
});

test.each([-1, 1.5, "3"])("%j replicas are refused", (replicas) => {
  const edit = scaleEdit(resource, paths, () => ({ spec: { replicas } }));

  expect(() => edit(deployment())).toThrow("must be greater than or equal to 0");
});
