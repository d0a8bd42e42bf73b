import type { Place } from "../shapes/api.ts";
import type { ContainerSize, Sizes } from "./api.ts";

/** `250m`, `3` */
export const coresText = (cores: number): string =>
  Number.isInteger(cores) ? String(cores) : `${Math.round(cores * 1000)}m`;
/** `384Mi` */
export const bytesText = (bytes: number): string => `${Math.round(bytes / 2 ** 20)}Mi`;

/** What is to be applied so that containers have the sizes that are advised; empty where they have.
 *  With server-side apply it leaves everything else as it is: containers are found by their names. */
export function sizesYaml(
  { kind, namespace, name }: Place,
  containers: readonly Pick<ContainerSize, "name" | "now" | "advised">[],
): string {
  const changed = containers.flatMap(({ name, now, advised }) =>
    advised !== null && isOther(now, advised) ? [containerYaml(name, advised)] : [],
  );
  if (changed.length === 0) return "";
  return `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  template:
    spec:
      containers:
${changed.join("")}`;
}

const isOther = (now: Sizes, advised: Sizes) =>
  (Object.keys(now) as (keyof Sizes)[]).some((each) => now[each] !== advised[each]);

function containerYaml(name: string, { cpuRequest, cpuLimit, memoryRequest, memoryLimit }: Sizes): string {
  return `        - name: ${name}
          resources:
${amountsYaml("requests", cpuRequest, memoryRequest)}${amountsYaml("limits", cpuLimit, memoryLimit)}`;
}

function amountsYaml(title: string, cpu: number | null, memory: number | null): string {
  if (cpu === null && memory === null) return "";
  const lines = [
    ...(cpu === null ? [] : [`cpu: ${coresText(cpu)}`]),
    ...(memory === null ? [] : [`memory: ${bytesText(memory)}`]),
  ];
  return `            ${title}:\n${lines.map((line) => `              ${line}\n`).join("")}`;
}
