import { describe, expect } from "vitest";
import { apply } from "./cluster-calls.ts";
import { clusterWords } from "./cluster-words.ts";
import { rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    alerts: "Alerts",
    silence: "Silence",
    title: "Silence alerts",
    comment: "Why (optional)",
    until: /^Silenced until /,
    silenced: "Silenced",
    silences: "Silences",
    end: "End",
    over: "Over",
    changes: "What became of alerts",
    firing: "Firing",
    resolved: "Resolved",
    problems: "What can't be read",
    earlier: "What it said before stays in force.",
    name: "Name of the alert",
    condition: /^Condition in PromQL/,
    holds: "Right now it would fire one alert.",
    review: "Look at the YAML and apply it",
  },
  ko: {
    alerts: "알림",
    silence: "무음",
    title: "알림 무음 처리",
    comment: "사유(선택)",
    until: /까지 무음 처리했습니다$/,
    silenced: "무음",
    silences: "무음",
    end: "해제",
    over: "종료됨",
    changes: "알림 경과",
    firing: "발생",
    resolved: "해소",
    problems: "읽을 수 없는 항목",
    earlier: "이전 내용이 계속 적용됩니다.",
    name: "알림 이름",
    condition: /^PromQL 조건/,
    holds: "지금 적용하면 알림이 1건 발생합니다.",
    review: "YAML 확인 후 적용",
  },
};

/** A rule of its own for a test, in the embedded cluster. */
const rule = (resource: string, alert: string, expression: string) =>
  apply(`apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: ${resource}, namespace: harbour }
spec:
  groups:
    - name: ${resource}
      interval: 1s
      rules:
        - alert: ${alert}
          expr: ${expression}
          labels: { severity: warning, quay: ${resource} }
          annotations: { summary: The ferry to ${resource} waits }
`);

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("an alert fires, is silenced by the keyboard alone, and is resolved", async ({ visit }) => {
    const quay = `fog-${language}`;
    const name = `Fog${language}`;
    await rule(quay, name, "vector(1) > 0");
    const page = await visit({ language, path: `/alerts?find=${quay}` });
    const table = page.getByRole("table", { name: say.alerts });
    await expect.poll(async () => (await rowsOf(table)).map((row) => row[1])).toEqual([say.firing]);
    for (const key of ["j", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("heading", { level: 1, name }).waitFor();

    await page.getByRole("button", { name: say.silence, exact: true }).press("Enter");
    const dialog = page.getByRole("dialog", { name: say.title });
    await dialog.getByRole("textbox", { name: say.comment }).press("w");
    await page.keyboard.press("Enter");
    await dialog.getByText(say.until).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.locator("main").getByText(say.silenced, { exact: true }).last().waitFor();

    await page.goto(page.url().replace(/\/alerts\/.*$/, "/alerts?view=silences"));
    const own = page.getByRole("table", { name: say.silences }).getByRole("row").filter({ hasText: quay });
    await own.getByRole("button", { name: say.end }).press("Enter");
    await own.getByText(say.over, { exact: true }).waitFor();

    await rule(quay, `Cleared${language}`, "vector(1) > 1");
    await page.goto(page.url().replace("view=silences", `view=history&find=${quay}&live=1`));
    const history = page.getByRole("table", { name: say.changes });
    await expect
      .poll(async () => (await rowsOf(history)).map((row) => row[1]))
      .toEqual([say.resolved, say.firing]);
  });

  test("a rule is made in a few words, and its YAML is looked at before it is applied", async ({ visit }) => {
    const page = await visit({ language, path: "/alerts/new" });
    await page.getByRole("textbox", { name: say.name }).fill("TooQuiet");
    await page.getByRole("textbox", { name: say.condition }).fill("vector(1) > 0");
    await page.keyboard.press("Tab");
    await page.getByText(say.holds).waitFor();
    await page.getByRole("button", { name: say.review }).press("Enter");
    const editor = page.getByRole("textbox", { name: clusterWords[language].yamlToApply });
    await expect.poll(() => editor.innerText()).toContain("alert: TooQuiet");
  });

  test("a rule that can't be read any more says so, and what it said before goes on", async ({ visit }) => {
    const quay = `ice-${language}`;
    await rule(quay, `Ice${language}`, "vector(1) > 0");
    const page = await visit({ language, path: `/alerts?find=${quay}` });
    await page.getByText(`Ice${language}`, { exact: true }).waitFor();
    await rule(quay, `Ice${language}`, '"vector(1) >"');
    await page.goto(page.url().replace(/\?.*$/, "?view=rules"));
    const problem = page.getByRole("region", { name: say.problems }).getByText(`harbour/${quay}`);
    await problem.waitFor();
    await page.getByText(say.earlier).first().waitFor();
    await page.goto(page.url().replace(/\?.*$/, `?find=${quay}`));
    await page.getByText(`Ice${language}`, { exact: true }).waitFor();
    await rule(quay, `Ice${language}`, "vector(1) > 1");
  });
});
