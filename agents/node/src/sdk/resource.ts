import { diag } from "@opentelemetry/api";
import { getStringListFromEnv } from "@opentelemetry/core";
import { containerDetector } from "@opentelemetry/resource-detector-container";
import {
  defaultResource,
  detectResources,
  hostDetector,
  osDetector,
  processDetector,
  type Resource,
  type ResourceDetector,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
  serviceNameEnvDetector,
} from "@opentelemetry/resources";
import { scope } from "../scope.ts";
import { releaseOf } from "./release.ts";

const detectors: Readonly<Record<string, readonly ResourceDetector[]>> = {
  service: [serviceInstanceIdDetector, serviceNameEnvDetector],
  serviceinstance: [serviceInstanceIdDetector],
  host: [hostDetector, osDetector],
  os: [osDetector],
  process: [processDetector],
  container: [containerDetector],
  env: [],
};

/** Who speaks: what the detectors see, below that the program's own release, above all what the environment says.
 *  OTEL_NODE_RESOURCE_DETECTORS names detectors, as in the SDK for Node.js. */
export function createResource(): Resource {
  return defaultResource()
    .merge(
      resourceFromAttributes({
        "telemetry.distro.name": scope.name,
        "telemetry.distro.version": scope.version,
      }),
    )
    .merge(resourceFromAttributes(releaseOf(process.env, process.argv[1] ?? process.cwd())))
    .merge(detectResources({ detectors: chosenDetectors() }))
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
}

function chosenDetectors(): ResourceDetector[] {
  const names = getStringListFromEnv("OTEL_NODE_RESOURCE_DETECTORS") ?? ["all"];
  if (names.includes("none")) return [];
  if (names.includes("all")) return [...new Set(Object.values(detectors).flat())];
  return names.flatMap((name) => {
    const known = detectors[name];
    if (!known) diag.warn(`OTEL_NODE_RESOURCE_DETECTORS names "${name}", which is not known.`);
    return known ?? [];
  });
}
