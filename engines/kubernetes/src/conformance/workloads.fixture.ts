import { expect } from "vitest";
import type { Api } from "./api.fixture.ts";
import { forever, place as pods } from "./running.fixture.ts";

// What the API answers is read field by field: a wrong one fails the test.
// eslint-disable-next-line typescript/no-explicit-any
export type Any = any;

export const core = "/api/v1/namespaces/default";
export const apps = "/apis/apps/v1/namespaces/default";
export const selector = (app: string) => ({ matchLabels: { app } });

/** Of pods that run until they are told to end. */
export const templateOf = (app: string, more: object = {}, container: object = {}) => ({
  metadata: { labels: { app } },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: "main", image: "busybox", command: ["sh", "-c", forever], ...container }],
    ...more,
  },
});

export const isReady = (pod: Any): boolean =>
  pod.status.conditions?.some((one: Any) => one.type === "Ready" && one.status === "True") ?? false;

/** What tests of workloads ask of a cluster. */
export function workloadsIn(api: () => Api) {
  const podsOf = async (app: string): Promise<Any[]> =>
    (await api().get(`${pods}?labelSelector=app%3D${app}`)).body.items.toSorted((a: Any, b: Any) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
  return {
    podsOf,
    namesOf: async (app: string) => (await podsOf(app)).map((pod): string => pod.metadata.name),
    readyOf: async (app: string) => (await podsOf(app)).filter(isReady).length,
    made: async (path: string, body: object): Promise<Any> => {
      const answer = await api().create(path, body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body;
    },
  };
}
