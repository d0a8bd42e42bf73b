import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    heap: "Heap used",
    nodes: "Nodes",
    pods: "Pods",
    import: "Import",
    paste: "Or paste the JSON that Grafana exports",
    keep: "Keep in local",
    unmapped: /of its JSON (is|are) kept but not shown/,
    edit: "Edit",
    add: "Add a panel",
    addQuery: "Add a query",
    editPanel: "Edit “New panel”",
    query: "Query 1",
    done: "Done",
    save: "Save",
    delete: "Delete",
    back: "Bring it back",
    run: "Run the queries",
    move: "Move “Scraped”: drag it, or use the arrow keys",
    size: "Size of “Scraped”: drag the corner, or use the arrow keys",
    undo: "Undo",
    variables: "Variables",
    addVariable: "Add a variable",
    variable: "Variable 1",
    name: "Name",
    asks: "Asks, as label_values(metric, label)",
    badName: "Letters, digits and _ only",
  },
  ko: {
    heap: "힙 사용량",
    nodes: "노드",
    pods: "파드",
    import: "가져오기",
    paste: "또는 Grafana에서 내보낸 JSON 붙여넣기",
    keep: "local에 저장",
    unmapped: /보존하지만 표시하지 않습니다/,
    edit: "편집",
    add: "패널 추가",
    addQuery: "쿼리 추가",
    editPanel: "“새 패널” 편집",
    query: "쿼리 1",
    done: "완료",
    save: "저장",
    delete: "삭제",
    back: "되돌리기",
    run: "쿼리 실행",
    move: "“Scraped” 이동: 끌거나 방향키 사용",
    size: "“Scraped” 크기: 모서리를 끌거나 방향키 사용",
    undo: "실행 취소",
    variables: "변수",
    addVariable: "변수 추가",
    variable: "변수 1",
    name: "이름",
    asks: "쿼리(예: label_values(메트릭, 레이블))",
    badName: "영문자, 숫자, _만 쓸 수 있습니다",
  },
};

const dashboard = (title: string) =>
  JSON.stringify({
    title,
    panels: [
      {
        type: "stat",
        title: "Scraped",
        gridPos: { x: 0, y: 0, w: 8, h: 5 },
        targets: [{ expr: "count(target_info)" }],
      },
      { type: "geomap", title: "Where", gridPos: { x: 8, y: 0, w: 8, h: 5 } },
    ],
  });

async function drag(page: Page, grip: Locator, right: number, down: number): Promise<void> {
  const { x, y, width, height } = (await grip.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + right, y + height / 2 + down, { steps: 5 });
  await page.mouse.up();
}

describe.each(languages)("in %s", (language) => {
  const say = words[language];
  const takeIn = async (page: Page, title: string) => {
    await page.getByRole("button", { name: say.import }).click();
    await page.getByRole("textbox", { name: say.paste }).fill(dashboard(title));
    await page.getByText(say.unmapped).waitFor();
    await page.getByRole("button", { name: say.keep }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  };

  test("a service's runtime is drawn without configuring, with its pods and nodes", async ({ visit }) => {
    const page = await visit({ language, path: "/services/storefront/runtime" });
    const heap = page.getByRole("region", { name: say.heap, exact: true });
    await heap.locator("canvas").waitFor();
    await expect
      .poll(() => heap.getByRole("img").getAttribute("aria-label"))
      .toMatch(/\d[\d.]*\s(MiB|KiB|GiB)/);
    await page.getByRole("table", { name: say.pods }).getByRole("link").first().waitFor();
    await page.getByRole("table", { name: say.nodes }).getByRole("link").first().waitFor();
  });

  test("a dashboard of Grafana is taken in, changed, deleted and brought back", async ({ visit }) => {
    const page = await visit({ language, path: "/dashboards" });
    await takeIn(page, `Imported ${language}`);
    const figure = page.getByRole("region", { name: "Scraped" }).locator("b");
    await expect.poll(async () => Number(await figure.innerText())).toBeGreaterThan(3);

    await page.getByRole("button", { name: say.edit, exact: true }).click();
    await page.getByRole("button", { name: say.add }).click();
    await page.getByRole("button", { name: say.editPanel }).click();
    await page.getByRole("button", { name: say.addQuery }).click();
    const query = page.getByRole("textbox", { name: say.query });
    await query.click();
    await page.keyboard.type("1 +* 2");
    await page.getByRole("button", { name: say.run }).click();
    expect(await page.getByRole("alert").locator("mark").innerText()).toBe("*");
    await query.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("vector(1)");
    await page.getByRole("button", { name: say.done }).click();
    await page.getByRole("button", { name: say.save }).click();
    await page.getByRole("button", { name: say.edit, exact: true }).waitFor();
    await page.reload();
    await page
      .getByRole("region", { name: /New panel|새 패널/ })
      .locator("canvas")
      .waitFor();

    await page.getByRole("button", { name: say.delete }).click();
    await page.getByRole("button", { name: say.back }).click();
    await page.getByRole("region", { name: "Scraped" }).waitFor();
  });

  test("panels are moved and sized by the mouse and by the keys, and every step is taken back", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/dashboards" });
    await takeIn(page, `Arranged ${language}`);
    await page.getByRole("button", { name: say.edit, exact: true }).click();
    const panel = page.getByRole("region", { name: "Scraped" });
    const place = async () => (await panel.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const first = await place();
    const column = first.width / 8;
    await drag(page, page.getByRole("button", { name: say.move }), 12 * column, 0);
    await expect.poll(async () => Math.round(((await place()).x - first.x) / column)).toBe(12);
    await drag(page, page.getByRole("button", { name: say.size }), -2 * column, 76);
    await expect.poll(async () => Math.round((await place()).width / column)).toBe(6);
    expect((await place()).height).toBe(first.height + 76);
    const grip = page.getByRole("button", { name: say.move });
    await grip.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => Math.round(((await place()).x - first.x) / column)).toBe(10);
    for (let i = 0; i < 4; i++) await page.getByRole("button", { name: say.undo }).click();
    expect(await place()).toEqual(first);
  });

  test("a variable is made, and its values are those of metrics", async ({ visit }) => {
    const page = await visit({ language, path: "/dashboards" });
    await takeIn(page, `Varied ${language}`);
    await page.getByRole("button", { name: say.edit, exact: true }).click();
    await page.getByRole("button", { name: say.variables }).click();
    await page.getByRole("button", { name: say.addVariable }).click();
    const fields = page.getByRole("group", { name: say.variable });
    await fields.getByRole("textbox", { name: say.name, exact: true }).fill("the job");
    await page.getByText(say.badName).waitFor();
    await fields.getByRole("textbox", { name: say.name, exact: true }).fill("job");
    await fields.getByRole("textbox", { name: say.asks }).fill("label_values(target_info, job)");
    await page.getByRole("button", { name: say.done }).click();
    await page.getByRole("button", { name: "job" }).click();
    await page.getByRole("checkbox", { name: "storefront" }).waitFor();
    await page.keyboard.press("Escape");
  });
});
