import { describe, expect } from "vitest";
import { ask } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { clusterWords } from "./cluster-words.ts";
import { rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const length = async () => {
  const path = `/${clusterName}/object?apiVersion=harbour.example/v1&kind=Pier&namespace=harbour&name=south`;
  return (await ask<{ object: { spec: { lengthMetres: number } } }>(path)).object.spec.lengthMetres;
};

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("custom resources are listed in the columns that the server prints", async ({ visit }) => {
    const page = await visit({ language, path: "/objects" });
    await page.getByRole("link", { name: "Pier", exact: true }).click();
    const table = page.getByRole("table", { name: "Pier" });
    await expect
      .poll(() => rowsOf(table))
      .toEqual([
        ["north", "harbour", "40", "left"],
        ["south", "harbour", "65", "right"],
      ]);
    expect(await table.getByRole("columnheader").allInnerTexts()).toContain("Length");
  });

  test("an object is edited as YAML: previewed, applied, undone", async ({ visit }) => {
    const page = await visit({
      language,
      path: `/objects/${clusterName}/Pier/south?namespace=harbour`,
    });
    await page.getByRole("button", { name: say.edit, exact: true }).click();
    const editor = page.getByRole("textbox", { name: say.editing });
    await editor.getByText("lengthMetres").waitFor();
    await editor.fill((await editor.innerText()).replace("65", "70"));
    await page.getByRole("button", { name: say.preview }).click();
    await page.locator(".cm-deletedChunk").getByText("lengthMetres: 65").waitFor();
    await page.getByRole("button", { name: say.apply, exact: true }).click();
    await page.getByText(say.applied).waitFor();
    expect(await length()).toBe(70);
    await page.getByRole("button", { name: say.undo, exact: true }).click();
    await page.getByText(say.undoneAll).waitFor();
    expect(await length()).toBe(65);
  });

  test("a secret is shown with the names of its keys only", async ({ visit }) => {
    const page = await visit({ language, path: `/objects/${clusterName}/Secret/lock?namespace=harbour` });
    await page.getByText(say.masked).waitFor();
    await page.getByText("combination: ••••").waitFor();
    expect(await page.getByRole("button", { name: say.edit, exact: true }).count()).toBe(0);
  });
});
