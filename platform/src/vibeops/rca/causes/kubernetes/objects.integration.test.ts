import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyObjects, listChanges } from "#kubernetes/api.ts";
import { cluster, deploymentYaml, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import { openDiagnosis } from "../../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(async () => {
  await fixture.halt();
  await fixture.close();
});

const eventually = { timeout: 20_000, interval: 100 };
const service =
  "apiVersion: v1\nkind: Service\nmetadata: { name: cart }\nspec: { selector: { app: cart }, ports: [{ port: 80 }] }";

/** As it will be in a minute, when what is only just there has settled. */
const diagnosed = () => {
  const now = Date.now() + 60_000;
  const diagnose = openDiagnosis({
    clickhouse: fixture.clickhouse,
    picture: fixture.kubernetes().picture,
    clock: { now: () => now },
  });
  return diagnose({ from: now - 600_000, to: now }, AbortSignal.timeout(10_000));
};

test("a selector that somebody broke is the cause, with who did it and what to set, until it is mended", async () => {
  await fixture.call(applyObjects, {
    cluster,
    yaml: [deploymentYaml("cart", "cart:1", 0), service].join("\n---\n"),
  });
  const ref = { namespace: "default", name: "cart" };
  const select = (app: string) =>
    fixture.client.patch(
      kinds.services,
      ref,
      "merge",
      { spec: { selector: { app } } },
      {
        fieldManager: "kubectl-edit",
      },
    );
  const changes = async () =>
    (await fixture.call(listChanges, { name: "cart", kind: "Service" })).changes.map(
      ({ summary }) => summary,
    );
  await expect.poll(() => fixture.kubernetes().picture.workloads().length, eventually).toBe(1);

  await select("crat");
  await expect.poll(changes, eventually).toContain("selector.app cart → crat");
  const found = await diagnosed();
  expect(found.stages.filter(({ error }) => error !== null)).toEqual([]);
  const cause = found.causes.find(({ kind }) => kind === "selector");
  expect(cause).toMatchObject({
    service: "cart",
    inside: [{ name: "selector.app", before: "cart", after: "crat" }],
    now: [{ words: { en: "Set selector.app of Service default/cart to cart." } }],
  });
  expect(cause?.evidence.map(({ words }) => words.en).slice(0, 2)).toEqual([
    "Service default/cart selects no pod: its selector says app=crat; Deployment default/cart has app=cart.",
    "Service default/cart was changed at that moment: selector.app cart → crat (kubectl-edit).",
  ]);

  await select("cart");
  await expect.poll(changes, eventually).toContain("selector.app crat → cart");
  expect((await diagnosed()).causes.map(({ kind }) => kind)).not.toContain("selector");
});
