import { describe, expect, test } from "vitest";
import { namespace } from "./core/namespace.ts";
import { configMap } from "./core/config.ts";
import { service } from "./core/service.ts";
import { role } from "./rbac/rbac.ts";
import { complaints, specimen } from "./specimen.ts";

const ofMap = (metadata: object) => complaints(configMap, specimen(configMap, {}, metadata));
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const qualified =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

describe("metadata is refused", () => {
  test.each([
    [{ name: "" }, ["metadata.name: Required value: name or generateName is required"]],
    [{ name: "A_b" }, [`metadata.name: Invalid value: "A_b": ${subdomain}`]],
    [{ name: "a..b" }, [`metadata.name: Invalid value: "a..b": ${subdomain}`]],
    [
      { name: "a".repeat(254) },
      [`metadata.name: Invalid value: "${"a".repeat(254)}": must be no more than 253 bytes`],
    ],
    [{ labels: { app: "a b" } }, [`metadata.labels: Invalid value: "a b": ${labelValue}`]],
    [{ labels: { "a b": "" } }, [`metadata.labels: Invalid value: "a b": name part ${qualified}`]],
    [{ labels: { "/b": "" } }, ['metadata.labels: Invalid value: "/b": prefix part must be non-empty']],
    [
      { annotations: { a: "x".repeat(256 * 1024) } },
      ["metadata.annotations: Too long: may not be more than 262144 bytes"],
    ],
    [
      { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "a" }] },
      ['metadata.ownerReferences[0].uid: Invalid value: "": uid must not be empty'],
    ],
  ])("%j", (metadata, told) => {
    expect(ofMap(metadata)).toEqual(told);
  });
});

test.each([
  [{ name: "a.b-c.1" }],
  [{ labels: { "app.kubernetes.io/name": "" } }],
  [{ annotations: { "Example.com/A": "" } }],
])("metadata %j is accepted", (metadata) => {
  expect(ofMap(metadata)).toEqual([]);
});

const named = (name: string) => ({ name });

test("what a name may be depends on the kind", () => {
  expect(complaints(namespace, specimen(namespace, {}, named("a.b")))[0]).toBe(
    `metadata.name: Invalid value: "a.b": ${label}`,
  );
  expect(complaints(service, specimen(service, { spec: { ports: [{ port: 80 }] } }, named("1a")))[0]).toMatch(
    /^metadata\.name: Invalid value: "1a": a DNS-1035 label/,
  );
  const rules = [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }];
  expect(complaints(role, specimen(role, { rules }, named("system:node:A")))).toEqual([]);
  expect(complaints(role, specimen(role, { rules }, named("a/b")))).toEqual([
    `metadata.name: Invalid value: "a/b": may not contain '/'`,
  ]);
});
