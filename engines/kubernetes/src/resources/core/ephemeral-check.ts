import { get, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { isSame } from "../same.ts";
import { present, records, text } from "../values.ts";
import { checkContainer } from "./container-check.ts";

/** What makes no sense for a container that runs once, beside others that are there already. */
const senseless = [
  "lifecycle",
  "livenessProbe",
  "ports",
  "readinessProbe",
  "resizePolicy",
  "restartPolicy",
  "startupProbe",
];

/** Source: Kubernetes' pkg/apis/core/validation/validation.go */
export function checkEphemeralContainers(
  spec: JsonObject,
  volumes: ReadonlySet<string>,
  path: string,
  found: Findings,
): void {
  const names = (list: string) => records(get(spec, list)).map((container) => text(get(container, "name")));
  const others = new Set([...names("containers"), ...names("initContainers")]);
  const targets = new Set(names("containers"));
  for (const [index, container] of records(get(spec, "ephemeralContainers")).entries()) {
    const at = `${path}.ephemeralContainers[${index}]`;
    checkContainer(container, volumes, at, found);
    const name = text(get(container, "name"));
    if (others.has(name)) found.duplicate(`${at}.name`, name);
    others.add(name);
    const target = text(get(container, "targetContainerName"));
    if (target !== "" && !targets.has(target)) found.notFound(`${at}.targetContainerName`, target);
    for (const field of senseless) {
      if (present(get(container, field)))
        found.forbidden(`${at}.${field}`, "cannot be set for an Ephemeral Container");
    }
  }
}

/** They come, and stay as they came. */
export function checkKeptEphemeralContainers(spec: JsonObject, before: JsonObject, found: Findings): void {
  const path = "spec.ephemeralContainers";
  const now = new Map(records(get(spec, "ephemeralContainers")).map((one) => [text(get(one, "name")), one]));
  for (const was of records(get(before, "ephemeralContainers"))) {
    const name = text(get(was, "name"));
    const is = now.get(name);
    if (!is)
      found.forbidden(path, `existing ephemeral containers ${JSON.stringify(name)} may not be removed`);
    else if (!isSame(is, was))
      found.forbidden(path, `existing ephemeral containers ${JSON.stringify(name)} may not be changed`);
  }
}
