import { describe, expect, test } from "vitest";
import { shop, window } from "../fixture.ts";
import type { Scene } from "../scene/scene.ts";
import type { Series } from "../scene/series.ts";
import { serviceGraph } from "./service-graph.ts";

const step = 60_000;
const steps = Array.from({ length: 20 }, (_, i) => window.from - 10 * step + i * step);
/** When it is bad: from the fourth minute of the window to the seventh. */
const isBad = (at: number) => at >= window.from + 3 * step && at < window.from + 7 * step;

interface Node {
  readonly rate: number;
  readonly latency: (isBad: boolean) => number;
  readonly errors?: (isBad: boolean) => number;
}

const wobble = (i: number) => 1 + 0.01 * ((i * 7) % 5);

function measured(
  nodes: Readonly<Record<string, Node>>,
  calls: readonly (readonly [string, string])[],
): Scene {
  const series = Object.entries(nodes).flatMap(([service, { rate, latency, errors = () => 0 }]): Series[] => {
    const base = { service, pod: "", node: "", attributes: {}, unit: "", times: steps };
    return [
      {
        ...base,
        metric: "calls",
        matter: "requests",
        values: steps.map((at) => rate * (1 - errors(isBad(at)))),
      },
      { ...base, metric: "calls", matter: "errors", values: steps.map((at) => rate * errors(isBad(at))) },
      {
        ...base,
        metric: "duration",
        matter: "latency",
        values: steps.map((at, i) => latency(isBad(at)) * wobble(i)),
      },
    ];
  });
  const relations = calls.map(([caller, callee]) => ({ caller, callee, calls: nodes[callee]?.rate ?? 1 }));
  return { ...shop({ rate: () => 0.001 }), series, relations };
}

const first = (scene: Scene) => serviceGraph(scene).toSorted((a, b) => b.score - a.score)[0];
const steady = (seconds: number) => () => seconds;

describe("with metrics only", () => {
  test("a callee that explains its caller's growth is the cause", () => {
    const scene = measured(
      {
        site: { rate: 20, latency: (bad) => (bad ? 0.3 : 0.1) },
        search: { rate: 20, latency: (bad) => (bad ? 0.22 : 0.02) },
        table: { rate: 20, latency: steady(0.01) },
      },
      [
        ["site", "search"],
        ["search", "table"],
      ],
    );
    expect(first(scene)).toMatchObject({ service: "search", kind: "slow-dependency", victims: ["site"] });
  });

  test("a caller whose callees are as quick as ever is the cause itself", () => {
    const scene = measured(
      {
        site: { rate: 20, latency: (bad) => (bad ? 0.3 : 0.1) },
        search: { rate: 20, latency: steady(0.02) },
      },
      [["site", "search"]],
    );
    expect(first(scene)?.service).toBe("site");
  });

  test("a slow callee that is hardly called does not explain its caller", () => {
    const scene = measured(
      {
        site: { rate: 100, latency: (bad) => (bad ? 0.3 : 0.1) },
        search: { rate: 100, latency: (bad) => (bad ? 0.22 : 0.02) },
        report: { rate: 0.1, latency: (bad) => (bad ? 60 : 1) },
      },
      [
        ["site", "search"],
        ["site", "report"],
      ],
    );
    expect(first(scene)?.service).toBe("search");
  });

  test("failures lead down as slowness does", () => {
    const scene = measured(
      {
        site: { rate: 20, latency: steady(0.1), errors: (bad) => (bad ? 0.2 : 0) },
        search: { rate: 20, latency: steady(0.02), errors: (bad) => (bad ? 0.2 : 0) },
      },
      [["site", "search"]],
    );
    expect(first(scene)).toMatchObject({ service: "search", subject: "errors" });
  });

  test("a proxy is only the way to what is behind it", () => {
    const scene = measured(
      {
        site: { rate: 20, latency: (bad) => (bad ? 0.3 : 0.1) },
        "search-proxy": { rate: 20, latency: (bad) => (bad ? 0.22 : 0.02) },
        search: { rate: 20, latency: steady(0.01) },
      },
      [
        ["site", "search-proxy"],
        ["search-proxy", "search"],
      ],
    );
    expect(first(scene)).toMatchObject({ service: "search", kind: "network" });
  });

  test("steady services are healthy", () => {
    const scene = measured(
      { site: { rate: 20, latency: steady(0.1) }, search: { rate: 20, latency: steady(0.02) } },
      [["site", "search"]],
    );
    expect(serviceGraph(scene)).toEqual([]);
  });
});
