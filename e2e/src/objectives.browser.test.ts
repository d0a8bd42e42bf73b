import { describe, expect } from "vitest";
import { rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    objectives: "Objectives",
    name: "Name",
    title: "Title (optional)",
    save: "Save",
    rates: "Burn rates",
    course: /^Error budget over the time window: /,
    edit: "Edit",
    yaml: "YAML",
    declaration: "Declaration as OpenSLO",
    refused: "The declaration is not valid.",
    target: "Target in percent",
    delete: "Delete",
    back: "Bring it back",
  },
  ko: {
    objectives: "서비스 수준 목표",
    name: "이름",
    title: "제목(선택)",
    save: "저장",
    rates: "소진 속도",
    course: /^기간 중 오류 예산 추이: /,
    edit: "편집",
    yaml: "YAML",
    declaration: "OpenSLO 선언",
    refused: "선언 내용이 올바르지 않습니다.",
    target: "목표(%)",
    delete: "삭제",
    back: "되돌리기",
  },
};

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("an objective is made from a service, measured, changed, deleted and brought back", async ({
    visit,
  }) => {
    const name = `storefront-${language}`;
    const page = await visit({ language, path: "/objectives/new?service=storefront" });
    await page.getByRole("textbox", { name: say.name, exact: true }).fill(name);
    await page.getByRole("textbox", { name: say.title }).fill(`Storefront ${language}`);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: `Storefront ${language}` }).waitFor();
    await page.getByRole("img", { name: say.course }).waitFor();
    await page.getByRole("region", { name: say.rates }).getByText(/×/).first().waitFor();

    await page.getByRole("button", { name: say.edit }).press("Enter");
    await page.getByRole("textbox", { name: say.target }).fill("99.95");
    await page.getByRole("radio", { name: say.yaml }).press("Enter");
    const editor = page.getByRole("textbox", { name: say.declaration });
    await expect.poll(() => editor.innerText()).toContain("target: 0.9995");
    await page.getByRole("button", { name: say.save }).press("Enter");
    await page.getByText("99.95 %").first().waitFor();

    await page.goto(page.url().replace(/\/objectives\/.*$/, "/objectives"));
    const table = page.getByRole("table", { name: say.objectives });
    await expect
      .poll(async () => (await rowsOf(table)).map(([title]) => title))
      .toContain(`Storefront ${language}`);
    await table.getByRole("link", { name: `Storefront ${language}` }).press("Enter");

    await page.getByRole("button", { name: say.delete }).press("Enter");
    await page.getByRole("button", { name: say.back }).press("Enter");
    await page.getByRole("region", { name: say.rates }).waitFor();
  });

  test("a name that is taken is refused, and what was typed is still there", async ({ visit }) => {
    const name = `twice-${language}`;
    for (const refusals of [[], [409]]) {
      const page = await visit({ language, path: "/objectives/new?service=storefront", refusals });
      const field = page.getByRole("textbox", { name: say.name, exact: true });
      await field.fill(name);
      await page.keyboard.press("Enter");
      if (refusals.length === 0) {
        await page.getByRole("heading", { level: 1, name }).waitFor();
      } else {
        await page.getByRole("alert").getByText(say.refused).waitFor();
        expect(await field.inputValue()).toBe(name);
      }
    }
  });
});
