import type { Incident } from "../lifecycle/incident.ts";

/* What incidents may have in common, as short texts: `kind:…`, `service:…`, `inside:…`, `symptom:…`, `pattern:…`. */

export type FeatureKind = "kind" | "service" | "inside" | "symptom" | "pattern";

const mostFeatures = 200;
const mostLength = 300;

/** Of the most confident diagnosis and of the whole course. */
export function featuresOf({ cause, services, best, symptoms, alerts, verdict }: Incident): string[] {
  const top = best?.diagnosis.causes[0];
  // What somebody said it really was counts for what was named.
  const isWrong = verdict?.outcome === "wrong";
  const kind = isWrong ? verdict.kind : cause?.kind;
  const features = [
    ...(kind ? [`kind:${kind}`] : []),
    ...services.map((service) => `service:${service}`),
    ...(top && !isWrong ? top.inside.map((inside) => `inside:${inside.kind} ${masked(inside.name)}`) : []),
    ...symptoms.map(({ code, service, subject }) =>
      code.includes("pattern") ? `pattern:${masked(subject)}` : `symptom:${code} ${service}`,
    ),
    ...alerts.map(({ name, service }) => `symptom:${name} ${service}`),
  ];
  return [...new Set(features.map((feature) => feature.slice(0, mostLength)))].slice(0, mostFeatures);
}

/** Numbers and ids differ from one time to the next. */
const masked = (text: string) => text.replaceAll(/\b[0-9a-f]{8,}(-[0-9a-f]{4,})*\b|\d+/gi, "#");

export function featureParts(feature: string): { readonly kind: FeatureKind; readonly name: string } {
  const colon = feature.indexOf(":");
  const kind = feature.slice(0, colon);
  const known = (["kind", "service", "inside", "symptom", "pattern"] as const).find((each) => each === kind);
  return { kind: known ?? "symptom", name: feature.slice(colon + 1) };
}
