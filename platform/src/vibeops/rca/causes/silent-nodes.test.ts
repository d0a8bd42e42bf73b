import { expect, test } from "vitest";
import type { PodRow } from "#kubernetes/api.ts";
import { fault, podOf, shop } from "../fixture.ts";
import type { LineRow } from "../scene/lines.ts";
import type { Life } from "../signals/lives.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { silentNodes } from "./silent-nodes.ts";

const seconds = (n: number) => fault + n * 1000;
const pod = (workload: string, node: string) =>
  podOf(workload, { state: "running" }, { health: "good", name: `${workload}-0`, node });
const here = [pod("catalog", "node-2"), pod("cart", "node-2"), pod("front", "node-1")];

/** Nobody asks for anything: what is known is what a test says. */
const scene = (pods: readonly PodRow[], lines: readonly LineRow[] = []) =>
  shop({ rate: () => 0.0001, pods, lines });

/** @param last  seconds after the fault at which each pod told something last */
const livesOf = (last: Readonly<Record<string, number>>): ReadonlyMap<string, readonly Life[]> =>
  new Map(
    Object.entries(last).map(([service, after]) => [
      service,
      [{ pod: `${service}-0`, first: seconds(-600), last: seconds(after) }],
    ]),
  );
const silent = { catalog: 1, cart: -1, front: 12 };

const unreachable = (service: string, after = 0, of: Partial<Hypothesis> = {}): Hypothesis => ({
  rule: "failures",
  kind: "dependency-down",
  service,
  subject: "",
  at: seconds(after),
  score: 30,
  inside: [],
  facts: [],
  against: [],
  victims: ["front"],
  touches: [],
  ...of,
});
const both = [unreachable("catalog"), unreachable("cart", 3)];

test("several services that only it serves can't be reached, and nothing on it tells anything: the node is gone", () => {
  const found = silentNodes(scene(here), livesOf(silent), both);
  expect(found).toMatchObject([
    {
      kind: "node-lost",
      service: "node-2",
      at: fault,
      score: 30,
      victims: ["catalog", "cart"],
      facts: [{ code: "node-silent", values: { node: "node-2", pods: 2, services: "catalog, cart" } }],
    },
  ]);
});

test.each<[string, PodRow[], Readonly<Record<string, number>>, Hypothesis[]]>([
  ["only one service can't be reached", here, silent, both.slice(0, 1)],
  ["they went a minute apart", here, silent, [unreachable("catalog"), unreachable("cart", 60)]],
  [
    "one of them can be reached elsewhere",
    [...here, { ...pod("cart", "node-1"), name: "front-0" }],
    silent,
    both,
  ],
  ["something on it still tells what it does", here, { ...silent, catalog: 14 }, both],
  ["nobody has told anything since", here, { ...silent, front: 2 }, both],
  ["there is no other node", here.map((each) => ({ ...each, node: "node-2" })), silent, both],
  ["it fails another way", here, silent, both.map((each) => ({ ...each, kind: "code-fault" as const }))],
  ["it hardly fails", here, silent, both.map((each) => ({ ...each, score: 5 }))],
])("it is not when %s", (_, pods, last, found) => {
  expect(silentNodes(scene(pods), livesOf(last), found)).toEqual([]);
});

test("nor when something on it still writes its log", () => {
  const line = { service: "cart", pod: "cart-0", severity: 9, trace: "", span: "", body: "idle", code: "" };
  expect(silentNodes(scene(here, [{ ...line, at: seconds(14) }]), livesOf(silent), both)).toEqual([]);
});
