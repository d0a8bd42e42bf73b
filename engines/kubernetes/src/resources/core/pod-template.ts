import { ageColumn, nameColumn, templateColumns } from "../cells.ts";
import { builtin } from "../declare.ts";
import { setTemplateDefaults } from "./pod-defaults.ts";
import { checkTemplate } from "./pod-check.ts";

export const podTemplate = builtin({
  group: "",
  version: "v1",
  kind: "PodTemplate",
  plural: "podtemplates",
  columns: [
    nameColumn,
    ...templateColumns("template").map((column) => ({ ...column, priority: 0 })),
    ageColumn,
  ],
  setDefaults: (object) => setTemplateDefaults(object),
  check: (object, _before, found) => checkTemplate(object["template"], "template", found),
});
