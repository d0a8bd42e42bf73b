import { expect, test } from "vitest";
import { deployment, type Given, objectsOf, told } from "./fixture.ts";
import { readersOf, referenceFindings } from "./references.ts";

const cart = (container: object, spec: object = {}) => ({
  deployments: [deployment("cart", {}, { containers: [{ name: "main", ...container }], ...spec })],
});
const variable = (from: string, source: object) =>
  cart({ env: [{ name: "URL", valueFrom: { [from]: source } }] });
const volume = (source: object) => cart({}, { volumes: [{ name: "files", ...source }] });
const env = "containers.main.env.URL";

test.each<[what: string, given: Given, expected: string[]]>([
  [
    "a variable of a secret that is not there",
    variable("secretKeyRef", { name: "db", key: "url" }),
    [`reference-missing Deployment cart: ${env} db (Secret db)`],
  ],
  [
    "a key that is not there, with the one that may be meant",
    {
      ...variable("secretKeyRef", { name: "db", key: "urls" }),
      secrets: [{ name: "db", data: { url: "x" } }],
    },
    [`key-missing Deployment cart: ${env} urls, not url (Secret db)`],
  ],
  [
    "a key that is there",
    {
      ...variable("secretKeyRef", { name: "db", key: "url" }),
      secrets: [{ name: "db", data: { url: "x" } }],
    },
    [],
  ],
  ["what may be missing", variable("configMapKeyRef", { name: "a", key: "b", optional: true }), []],
  [
    "all of a config map that is not there",
    cart({ envFrom: [{ configMapRef: { name: "settings" } }] }),
    ["reference-missing Deployment cart: containers.main.envFrom settings (ConfigMap settings)"],
  ],
  [
    "a volume of a secret that is not there, with the one that may be meant",
    { ...volume({ secret: { secretName: "tls" } }), secrets: [{ name: "shop-tls", data: {} }] },
    ["reference-missing Deployment cart: volumes.files tls, not shop-tls (Secret tls)"],
  ],
  [
    "an item of a volume that is not there",
    {
      ...volume({ configMap: { name: "pages", items: [{ key: "index", path: "x" }] } }),
      configMaps: [{ name: "pages", data: {} }],
    },
    ["key-missing Deployment cart: volumes.files index (ConfigMap pages)"],
  ],
  [
    "a part of a projected volume that is not there",
    volume({ projected: { sources: [{ serviceAccountToken: {} }, { configMap: { name: "ca" } }] } }),
    ["reference-missing Deployment cart: volumes.files ca (ConfigMap ca)"],
  ],
  [
    "what is missing is told once a workload",
    cart({
      envFrom: [{ secretRef: { name: "db" } }],
      env: [{ name: "A", valueFrom: { secretKeyRef: { name: "db", key: "a" } } }],
    }),
    [`reference-missing Deployment cart: containers.main.env.A db (Secret db)`],
  ],
  [
    "a job that is done needs nothing any more",
    {
      jobs: [
        {
          ...deployment(
            "load",
            {},
            { containers: [{ name: "main", envFrom: [{ secretRef: { name: "db" } }] }] },
          ),
          status: { conditions: [{ type: "Complete", status: "True" }] },
        },
      ],
    },
    [],
  ],
])("%s", (_, given, expected) => {
  expect(told(referenceFindings(objectsOf(given)))).toEqual(expected);
});

test("while not all secrets are known none is missing", () => {
  const given = variable("secretKeyRef", { name: "db", key: "url" });
  expect(referenceFindings(objectsOf(given, ["secrets"]))).toEqual([]);
});

const db = { kind: "Secret", namespace: "shop", name: "db" };

test.each<[how: string, given: Given, readers: string[]]>([
  ["a variable", variable("secretKeyRef", { name: "db", key: "url" }), ["cart"]],
  [
    "a variable that may be missing",
    variable("secretKeyRef", { name: "db", key: "url", optional: true }),
    ["cart"],
  ],
  ["all variables", cart({ envFrom: [{ secretRef: { name: "db" } }] }), ["cart"]],
  ["files", volume({ secret: { secretName: "db" } }), ["cart"]],
  ["files beside others", volume({ projected: { sources: [{ secret: { name: "db" } }] } }), ["cart"]],
  ["a variable of another secret", variable("secretKeyRef", { name: "dbs", key: "url" }), []],
  ["a variable of a config map of that name", variable("configMapKeyRef", { name: "db", key: "url" }), []],
])("who is given a secret by %s", (_, given, readers) => {
  expect(readersOf(objectsOf(given), db).map(({ name }) => name)).toEqual(readers);
});
