import { expect, test } from "vitest";
import { openApiDocument } from "#kernel/openapi.ts";
import { dashboardOperations } from "#dashboards/api.ts";
import { dashboards } from "#dashboards/index.ts";
import { identityOperations } from "#identity/api.ts";
import { kubernetesOperations } from "#kubernetes/api.ts";
import { type KubernetesOptions, type ObjectAccess, openKubernetes } from "#kubernetes/index.ts";
import { objectiveOperations } from "#objectives/api.ts";
import { openObjectives } from "#objectives/index.ts";
import { prometheusOperations } from "#telemetry/prometheus/api.ts";
import { prometheus, type PrometheusOptions } from "#telemetry/prometheus/index.ts";
import { queryOperations } from "#telemetry/query/api.ts";
import { query, type QueryOptions } from "#telemetry/query/index.ts";
import { rcaOperations } from "#vibeops/rca/api.ts";
import { worldOperations } from "#world/api.ts";

const named = (operations: readonly { readonly name: string }[]) =>
  operations.map((each) => each.name).toSorted();

test("every query that is declared is answered", () => {
  const { operations = [] } = query({} as QueryOptions);
  expect(named(operations.map((handler) => handler.operation))).toEqual(named(queryOperations));
});

test("every operation of PromQL that is declared is answered", () => {
  const { operations = [] } = prometheus({} as PrometheusOptions);
  expect(named(operations.map((handler) => handler.operation))).toEqual(named(prometheusOperations));
});

test("every operation of dashboards that is declared is answered", () => {
  const { operations = [] } = dashboards({} as ObjectAccess);
  expect(named(operations.map((handler) => handler.operation))).toEqual(named(dashboardOperations));
});

test("every operation of objectives that is declared is answered", () => {
  const { feature } = openObjectives({} as Parameters<typeof openObjectives>[0]);
  const handled = (feature.operations ?? []).map((handler) => handler.operation);
  expect(named(handled)).toEqual(named(objectiveOperations));
});

test("every operation of clusters that is declared is answered", () => {
  const { feature } = openKubernetes({ clusters: [] } as unknown as KubernetesOptions);
  const handled = (feature.operations ?? []).map((handler) => handler.operation);
  expect(named(handled)).toEqual(named(kubernetesOperations));
});

test("every operation is in the OpenAPI document, under its own method and path", () => {
  const all = [
    ...identityOperations,
    ...queryOperations,
    ...prometheusOperations,
    ...kubernetesOperations,
    ...worldOperations,
    ...objectiveOperations,
    ...rcaOperations,
  ];
  const { paths } = openApiDocument(all, "1.0.0") as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const described = Object.values(paths).flatMap((methods) => Object.values(methods));
  expect(described.map((each) => each.operationId).toSorted()).toEqual(named(all));
});
