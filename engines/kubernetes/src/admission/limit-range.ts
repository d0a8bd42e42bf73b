import type { Amounts, Container, Pod } from "../kubelet/pod.ts";
import type { KubeObject } from "../object.ts";
import {
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantityNumber,
  quantityText,
} from "../resources/quantity.ts";
import { forbidden } from "./refusal.ts";

/** A LimitRange, as far as it is read. */
export interface LimitRange extends KubeObject {
  spec: { limits: Limit[] };
}

interface Limit {
  type: string;
  default?: Amounts;
  defaultRequest?: Amounts;
  min?: Amounts;
  max?: Amounts;
  maxLimitRequestRatio?: Amounts;
}

/** Gives a pod's containers what they don't say, and refuses what is too much or too little.
 *  @throws ApiError Forbidden
 *  Source: https://kubernetes.io/docs/concepts/policy/limit-range/ */
export function applyLimits(pod: Pod, ranges: readonly LimitRange[]): void {
  const limits = ranges.flatMap(({ spec }) => spec.limits);
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  for (const limit of limits.filter(({ type }) => type === "Container")) {
    for (const container of containers) fill(container, limit);
  }
  const problems = limits.flatMap((limit) => {
    if (limit.type === "Container")
      return containers.flatMap(({ resources }) => violations(limit, resources ?? {}));
    return limit.type === "Pod" ? violations(limit, sumOf(pod.spec.containers)) : [];
  });
  if (problems.length === 1) throw forbidden("pods", pod, problems[0] ?? "");
  if (problems.length > 1) throw forbidden("pods", pod, `[${problems.join(", ")}]`);
}

/** @throws ApiError Forbidden when a claim asks for more, or less, than it may */
export function checkClaim(claim: KubeObject, ranges: readonly LimitRange[]): void {
  const { resources = {} } = (claim["spec"] ?? {}) as { resources?: Needs };
  const limits = ranges
    .flatMap(({ spec }) => spec.limits)
    .filter(({ type }) => type === "PersistentVolumeClaim");
  const [problem] = limits.flatMap((limit) => violations(limit, resources));
  if (problem !== undefined) throw forbidden("persistentvolumeclaims", claim, problem);
}

interface Needs {
  limits?: Amounts;
  requests?: Amounts;
}

function fill(container: Container, { default: usual = {}, defaultRequest = {} }: Limit): void {
  const { limits: givenLimits = {}, requests: givenRequests = {} } = container.resources ?? {};
  const limits = { ...usual, ...givenLimits };
  const requests = { ...defaultRequest, ...givenLimits, ...givenRequests };
  container.resources = {
    ...container.resources,
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  };
}

function violations(
  { type, min = {}, max = {}, maxLimitRequestRatio = {} }: Limit,
  { limits = {}, requests = {} }: Needs,
): string[] {
  const isOfClaims = type === "PersistentVolumeClaim";
  return [
    ...Object.entries(min).flatMap(([name, least]) => {
      const request = parseQuantity(requests[name]);
      if (!request)
        return [`minimum ${name} usage per ${type} is ${quantityText(least)}.  No request is specified`];
      return isLess(request, least)
        ? [
            `minimum ${name} usage per ${type} is ${quantityText(least)}, but request is ${quantityText(requests[name])}`,
          ]
        : [];
    }),
    ...Object.entries(max).flatMap(([name, most]) => {
      const [word, given] = isOfClaims ? ["request", requests[name]] : ["limit", limits[name]];
      const amount = parseQuantity(given);
      if (!amount)
        return [`maximum ${name} usage per ${type} is ${quantityText(most)}.  No ${word} is specified`];
      return isMore(amount, most)
        ? [
            `maximum ${name} usage per ${type} is ${quantityText(most)}, but ${word} is ${quantityText(given)}`,
          ]
        : [];
    }),
    ...Object.entries(maxLimitRequestRatio).flatMap(([name, ratio]) => {
      const actual = quantityNumber(limits[name]) / quantityNumber(requests[name]);
      return actual > quantityNumber(ratio)
        ? [
            `${name} max limit to request ratio per ${type} is ${quantityText(ratio)}, but provided ratio is ${actual.toFixed(6)}`,
          ]
        : [];
    }),
  ];
}

const isLess = (amount: Quantity, least: unknown) => compare(amount, least) < 0;
const isMore = (amount: Quantity, most: unknown) => compare(amount, most) > 0;

function compare(amount: Quantity, bound: unknown): number {
  const parsed = parseQuantity(bound);
  return parsed ? compareQuantities(amount, parsed) : 0;
}

/** Of all containers together: what every one of them says. */
function sumOf(containers: readonly Container[]): Needs {
  const sum = (kind: "limits" | "requests") => {
    const names = new Set(containers.flatMap(({ resources }) => Object.keys(resources?.[kind] ?? {})));
    return Object.fromEntries(
      [...names]
        .filter((name) => containers.every(({ resources }) => resources?.[kind]?.[name] !== undefined))
        .map((name) => [
          name,
          String(
            containers.reduce((total, { resources }) => total + quantityNumber(resources?.[kind]?.[name]), 0),
          ),
        ]),
    );
  };
  return { limits: sum("limits"), requests: sum("requests") };
}
