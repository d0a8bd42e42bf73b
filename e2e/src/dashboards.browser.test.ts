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

describe.each(languages)("in %s", (language) => {
  const say = words[language];

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
    const title = `Imported ${language}`;
    const page = await visit({ language, path: "/dashboards" });
    await page.getByRole("button", { name: say.import }).click();
    await page.getByRole("textbox", { name: say.paste }).fill(dashboard(title));
    await page.getByText(say.unmapped).waitFor();
    await page.getByRole("button", { name: say.keep }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
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
});
