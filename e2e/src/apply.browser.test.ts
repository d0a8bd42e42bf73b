import { describe, expect } from "vitest";
import { clusterWords } from "./cluster-words.ts";
import { ask } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const names = async () => {
  const { rows } = await ask<{ rows: { name: string }[] }>(
    `/${clusterName}/objects?apiVersion=v1&kind=ConfigMap&namespace=harbour`,
  );
  return rows.map((row) => row.name);
};

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];
  const name = `buoy-${language}`;
  const yaml = `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: harbour }
data: { light: red }
---
apiVersion: harbour.example/v1
kind: Pier
metadata: { name: north, namespace: harbour }
spec: { lengthMetres: 40, bank: left }
`;

  test("YAML is previewed object by object, applied and undone", async ({ visit }) => {
    const page = await visit({ language, path: "/apply" });
    const editor = page.getByRole("textbox", { name: say.yamlToApply });
    await editor.fill(yaml);
    expect(await page.getByRole("button", { name: say.apply, exact: true }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: say.preview }).click();
    await page.getByText(say.create, { exact: true }).waitFor();
    await page.getByText(say.nothing, { exact: true }).waitFor();
    expect(await names()).not.toContain(name);
    await page.getByRole("button", { name: say.apply, exact: true }).click();
    await page.getByText(say.applied).waitFor();
    expect(await names()).toContain(name);
    await page.getByRole("button", { name: say.undo, exact: true }).click();
    await page.getByText(say.undoneAll).waitFor();
    expect(await names()).not.toContain(name);
  });

  test("what another manager owns is a conflict, until it is taken over", async ({ visit }) => {
    const page = await visit({ language, path: "/apply" });
    await page.getByRole("textbox", { name: say.yamlToApply }).fill(
      `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ledger-none
  namespace: harbour
  annotations: { deployment.kubernetes.io/revision: "9" }
`.replace("ledger-none", "ferry"),
    );
    await page.getByRole("button", { name: say.preview }).click();
    await page.getByText(say.conflict, { exact: true }).waitFor();
    expect(await page.getByRole("button", { name: say.apply, exact: true }).isDisabled()).toBe(true);
    await page.getByRole("checkbox", { name: say.takeOver }).check();
    await page.getByText(say.conflict, { exact: true }).waitFor({ state: "detached" });
  });

  test("what the server refuses is told in its words", async ({ visit }) => {
    const page = await visit({ language, path: "/apply" });
    await page
      .getByRole("textbox", { name: say.yamlToApply })
      .fill(
        "apiVersion: harbour.example/v1\nkind: Pier\nmetadata: { name: x, namespace: harbour }\nspec: { lengthMetres: long }\n",
      );
    await page.getByRole("button", { name: say.preview }).click();
    await page
      .getByText(/spec\.lengthMetres/)
      .last()
      .waitFor();
  });
});
