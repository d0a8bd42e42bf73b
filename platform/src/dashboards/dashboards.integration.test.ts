import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer, cluster, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import type { Operation, OperationInput } from "#kernel/operation.ts";
import { deleteDashboard, getDashboard, listDashboards, saveDashboard } from "./api.ts";
import { dashboards } from "./index.ts";

let fixture: Fixture;
const call = <O extends Operation>(operation: O, input: OperationInput<O>) =>
  answer(dashboards(fixture.kubernetes().objects), operation, input);
const jsonOf = (title: string, more: object = {}) =>
  JSON.stringify({ title, panels: [{ type: "news", secretOfMine: 1 }], ...more });

beforeAll(async () => {
  fixture = await openFixture();
}, 60_000);
afterAll(() => fixture.close());

describe("a dashboard of one's own", () => {
  test("is kept as Grafana's side container reads it, with all that is in it", async () => {
    const row = await call(saveDashboard, { cluster, json: jsonOf("Cart, p99", { uid: "cart" }) });
    expect(row).toMatchObject({ cluster, namespace: "default", uid: "cart", title: "Cart, p99", panels: 1 });
    const { namespace, name } = row;
    const stored = await fixture.client.get<never>(kinds.configMaps, { namespace, name });
    expect(stored).toMatchObject({ metadata: { labels: { grafana_dashboard: "1" } } });
    const { json } = await call(getDashboard, { uid: "cart" });
    expect(JSON.parse(json)).toMatchObject({ uid: "cart", panels: [{ type: "news", secretOfMine: 1 }] });
  });

  test("is changed where it is", async () => {
    const before = await call(getDashboard, { uid: "cart" });
    const after = await call(saveDashboard, { ...before, json: jsonOf("Cart", { uid: "cart" }) });
    expect(after).toMatchObject({ name: before.name, key: before.key, title: "Cart" });
    expect(after.version).not.toBe(before.version);
  });

  test("is not changed over somebody else's change", async () => {
    const seen = await call(getDashboard, { uid: "cart" });
    await call(saveDashboard, { ...seen, json: jsonOf("Mine", { uid: "cart" }) });
    const late = call(saveDashboard, { ...seen, json: jsonOf("Theirs", { uid: "cart" }) });
    await expect(late).rejects.toMatchObject({ code: "KUBERNETES_REFUSED", status: 409 });
    expect((await call(getDashboard, { uid: "cart" })).title).toBe("Mine");
  });

  test("has a uid of its own when it comes a second time", async () => {
    const again = await call(saveDashboard, { cluster, json: jsonOf("Copy", { uid: "cart" }) });
    expect(again.uid).toMatch(/^[0-9a-f]{16}$/);
    await call(deleteDashboard, again);
  });

  test("is gone when it is deleted, and back when it is saved again", async () => {
    const row = await call(getDashboard, { uid: "cart" });
    const { json } = await call(deleteDashboard, row);
    await expect(call(getDashboard, { uid: "cart", cluster })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await call(saveDashboard, { cluster, json });
    expect((await call(getDashboard, { uid: "cart" })).title).toBe("Mine");
  });

  test("is refused when it is none", async () => {
    const save = call(saveDashboard, { cluster, json: '{"title":"x"}' });
    await expect(save).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("dashboards that others brought", () => {
  const place = { namespace: "default", name: "from-a-chart" };
  beforeAll(async () => {
    await fixture.client.create(kinds.configMaps, "default", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...place, labels: { grafana_dashboard: "true" } },
      data: { "a.json": jsonOf("A", { uid: "a" }), "b.json": "no dashboard", "readme.md": "text" },
    });
  });

  test("are there, the broken ones too; a cluster that is away is told", async () => {
    const { dashboards, clusters } = await call(listDashboards, {});
    const theirs = dashboards.filter(({ name }) => name === place.name);
    expect(theirs.map(({ uid, isReadable }) => [uid, isReadable])).toEqual([
      ["a", true],
      ["default.from-a-chart.b.json", false],
    ]);
    expect(clusters).toMatchObject([
      { cluster, error: null, isPartial: false },
      { cluster: "moon", error: expect.any(String) },
    ]);
  });

  test("can be changed and deleted without their neighbours", async () => {
    const a = await call(getDashboard, { uid: "a" });
    const changed = await call(saveDashboard, { ...a, json: jsonOf("A2", { uid: "a" }) });
    await call(deleteDashboard, changed);
    const left = await fixture.client.get<never>(kinds.configMaps, place);
    expect(Object.keys((left as { data: object }).data)).toEqual(["b.json", "readme.md"]);
  });
});
