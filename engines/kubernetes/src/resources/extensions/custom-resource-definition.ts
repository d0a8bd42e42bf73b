import { get, isObject } from "../../patch/json.ts";
import { createdColumn, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import { at, ensure, fill, text } from "../values.ts";
import { checkDefinition } from "./definition-check.ts";

export const customResourceDefinition = builtin({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  isClusterWide: true,
  status: () => ({}),
  columns: [nameColumn, createdColumn],
  setDefaults: (definition) => {
    const spec = ensure(definition, "spec");
    const names = ensure(spec, "names");
    const kind = text(get(names, "kind"));
    if (kind !== "") {
      fill(names, "singular", kind.toLowerCase());
      fill(names, "listKind", `${kind}List`);
    }
    fill(ensure(spec, "conversion"), "strategy", "None");
    const webhook = at(spec, "conversion", "webhook", "clientConfig", "service");
    if (isObject(webhook)) fill(webhook, "port", 443);
  },
  check: checkDefinition,
});
