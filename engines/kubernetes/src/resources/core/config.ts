import { isObject } from "../../patch/json.ts";
import { ageColumn, column, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import { ensure, fields, fill, text } from "../values.ts";
import { checkConfigMap, checkSecret } from "./config-check.ts";

const size = (value: unknown) => Object.keys(fields(value)).length;

export const configMap = builtin({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  shortNames: ["cm"],
  columns: [nameColumn, column("Data", (map) => size(map["data"]) + size(map["binaryData"])), ageColumn],
  check: checkConfigMap,
});

export const secret = builtin({
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  selectable: ["type"],
  columns: [
    nameColumn,
    column("Type", (secret) => text(secret["type"])),
    column("Data", (secret) => size(secret["data"])),
    ageColumn,
  ],
  setDefaults: (secret) => fill(secret, "type", "Opaque"),
  prepare: (secret) => {
    const plain = secret["stringData"];
    if (!isObject(plain)) return;
    const encoded = Object.entries(plain).map(([key, value]) => [
      key,
      Buffer.from(text(value)).toString("base64"),
    ]);
    secret["data"] = { ...ensure(secret, "data"), ...Object.fromEntries(encoded) };
    delete secret["stringData"];
  },
  check: checkSecret,
});

export const serviceAccount = builtin({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  others: [
    {
      name: "token",
      kind: "TokenRequest",
      group: "authentication.k8s.io",
      version: "v1",
      verbs: ["create"],
    },
  ],
  columns: [nameColumn, ageColumn],
});
