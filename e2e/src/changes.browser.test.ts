import { describe } from "vitest";
import { ask, makeBoat } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { clusterWords } from "./cluster-words.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("a change is told with who made it, and opens to what was before and after", async ({ visit }) => {
    const name = `tug-${language}`;
    await makeBoat(name);
    await ask(`/${clusterName}/workloads/Deployment/harbour/${name}/scale`, { replicas: 0 });
    const page = await visit({ language, path: "/changes?from=now-1h&type=scaled" });
    const row = page.getByRole("table", { name: say.changes }).getByRole("row", { name: new RegExp(name) });
    await row.first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("row", { name: "replicas 1 0" }).waitFor();
    const again = await visit({ language, path: page.url().replace(/^https?:\/\/[^/]+/, "") });
    await again.getByRole("dialog").getByRole("row", { name: "replicas 1 0" }).waitFor();
    await again.keyboard.press("Escape");
    await again.getByRole("dialog").waitFor({ state: "hidden" });
  });
});
