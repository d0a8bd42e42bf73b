import type { Page } from "playwright-core";
import { beforeAll, describe, expect } from "vitest";
import { ask, makeBoat } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { clusterWords } from "./cluster-words.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const pathOf = (name: string, namespace = "harbour") =>
  `/workloads/${clusterName}/Deployment/${namespace}/${name}`;

/** The button over the page, which opens the dialog, and the one in it. */
const open = (page: Page, name: string) => page.getByRole("button", { name: `${name}…` }).click();
const confirm = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true }).click();

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];
  const boat = `boat-${language}`;

  beforeAll(async () => {
    await makeBoat(boat, "1");
    await makeBoat(boat, "2");
  });

  const replicas = async () => {
    const { object } = await ask<{ object: { spec: { replicas: number; paused?: boolean } } }>(
      `/${clusterName}/object?apiVersion=apps/v1&kind=Deployment&namespace=harbour&name=${boat}`,
    );
    return object.spec;
  };

  test("its pods, events and what selects it stand on one page", async ({ visit }) => {
    const page = await visit({ language, path: pathOf("ferry") });
    await page.getByRole("table", { name: say.pods }).getByRole("row").nth(2).waitFor();
    const related = page.getByRole("region", { name: say.related });
    await related.getByText("PodDisruptionBudget").waitFor();
    await related.getByText("minAvailable 2").waitFor();
    await page.getByRole("region", { name: say.events }).getByText("ScalingReplicaSet").waitFor();
  });

  test("trouble is told in plain words, and leads to the log of the last run", async ({ visit }) => {
    const page = await visit({ language, path: pathOf("leaking", "shipyard") });
    await page.getByText("CrashLoopBackOff").first().waitFor();
    await page.getByRole("link", { name: say.previousLog }).click();
    await page.getByRole("log").getByText("water in the hull").first().waitFor();
    await page.getByText(say.ofLastRun).waitFor();
  });

  test("scaling shows what will change, is done, and undone", async ({ visit }) => {
    const page = await visit({ language, path: pathOf(boat) });
    await open(page, say.scale);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("spinbutton").fill("2");
    await dialog.locator(".cm-deletedChunk").getByText("replicas: 1").waitFor();
    await dialog.locator(".cm-changedLine, .cm-insertedLine").getByText("replicas: 2").waitFor();
    expect((await replicas()).replicas).toBe(1);
    await confirm(page, say.scale);
    await dialog.getByRole("status").waitFor();
    expect((await replicas()).replicas).toBe(2);
    await confirm(page, say.undo);
    await dialog.getByText(say.undone).waitFor();
    expect((await replicas()).replicas).toBe(1);
  });

  test("a rollout is paused and goes on", async ({ visit }) => {
    const page = await visit({ language, path: pathOf(boat) });
    await open(page, say.pause);
    await confirm(page, say.pause);
    await page.getByRole("dialog").getByRole("status").waitFor();
    expect((await replicas()).paused).toBe(true);
    await page.keyboard.press("Escape");
    await open(page, say.resume);
    await confirm(page, say.resume);
    await page.getByRole("dialog").getByRole("status").waitFor();
    expect((await replicas()).paused).not.toBe(true);
  });

  test("an earlier revision is gone back to", async ({ visit }) => {
    const page = await visit({ language, path: `${pathOf(boat)}?view=revisions` });
    const newest = () => page.getByRole("cell").first().innerText();
    await page.getByRole("cell").first().waitFor();
    const before = await newest();
    await page
      .getByRole("button", { name: `${say.rollBack}…` })
      .first()
      .click();
    await page.getByRole("dialog").locator(".cm-deletedChunk").getByText("2").first().waitFor();
    await confirm(page, say.rollBack);
    await page.getByRole("dialog").getByRole("status").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(newest).not.toBe(before);
  });

  test("deleting asks for the name, and keeps the YAML as the way back", async ({ visit }) => {
    const name = `raft-${language}`;
    await makeBoat(name);
    const page = await visit({ language, path: pathOf(name), refusals: [404] });
    await open(page, say.delete);
    const dialog = page.getByRole("dialog");
    const button = dialog.getByRole("button", { name: say.delete, exact: true });
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").first().fill(name);
    await button.click();
    await dialog.getByRole("status").waitFor();
    await dialog.getByRole("button", { name: /…$/ }).click();
    await page.getByRole("textbox", { name: say.yamlToApply }).getByText(name).first().waitFor();
  });

  test("without telemetry it says how its pods are known", async ({ visit }) => {
    const page = await visit({ language, path: `${pathOf("ferry")}?view=telemetry` });
    await page.getByRole("heading", { name: say.noTelemetry }).waitFor();
  });
});
