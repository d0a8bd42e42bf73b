import { eventually, span, trace } from "@naru/testkit";
import { describe, expect } from "vitest";
import { apply, ask } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { send } from "./send.ts";
import { rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    now: "What is sick now",
    advised: "Replace it",
    replace: "Replace pod",
    close: "Close",
    asked: "It was asked to leave.",
    history: "What was done",
    replaced: "Replaced",
    workloads: "Workloads",
    of: (name: string) => `Healing of ${name}`,
    act: "Act",
    off: "Off",
    nodes: "Nodes",
    failed: /\d+ of its \d+ requests failed/,
  },
  ko: {
    now: "지금 이상한 파드와 노드",
    advised: "교체 권고",
    replace: "파드 교체",
    close: "닫기",
    asked: "파드에 종료를 요청했습니다.",
    history: "조치 이력",
    replaced: "교체 완료",
    workloads: "워크로드",
    of: (name: string) => `${name}의 자동 복구`,
    act: "실행",
    off: "끔",
    nodes: "노드",
    failed: /요청 \d+건 중 \d+건 실패/,
  },
};

interface Pod {
  readonly name: string;
  readonly uid: string;
  readonly namespace: string;
  readonly health: string;
  readonly workload: { readonly name: string } | null;
}

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("a pod that fails where the others do not is shown with the evidence, and replaced by a click", async ({
    visit,
  }) => {
    const name = `wherry-${language}`;
    const sick = await wherriesOf(name);
    const stop = new AbortController();
    const using = use(name, sick, stop.signal);
    try {
      const page = await visit({ language, path: "/healing" });
      const card = page.getByRole("article", { name: sick });
      await card.getByText(say.failed).waitFor({ timeout: 60_000 });
      await card.getByText(say.advised).waitFor();
      await card.getByRole("button", { name: say.replace }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: say.replace }).click();
      await dialog.getByRole("status").getByText(say.asked).waitFor();
      await dialog.getByRole("button", { name: say.close }).last().click();
      const history = page.getByRole("table", { name: say.history });
      await expect
        .poll(async () => (await rowsOf(history)).some((row) => row.join(" ").includes(say.replaced)))
        .toBe(true);
      expect((await podsOf(name)).map((pod) => pod.name)).not.toContain(sick);
    } finally {
      stop.abort();
      await using;
    }
  });

  test("how far Naru may go is set with one click, and set back", async ({ visit }) => {
    const page = await visit({ language, path: "/healing" });
    const choice = page.getByRole("radiogroup", { name: say.of("storefront") });
    await choice.getByRole("radio", { name: say.off }).click();
    await expect.poll(() => annotation("storefront")).toBe("off");
    await choice.getByRole("radio", { name: say.off, checked: true }).waitFor();
    await choice.getByRole("radio", { name: say.act }).click();
    await expect.poll(() => annotation("storefront")).toBe("act");
    await choice.getByRole("radio").nth(1).click();
    await expect.poll(() => annotation("storefront")).toBe("advise");
    await page.getByRole("table", { name: say.nodes }).getByText("node-1").waitFor();
  });
});

async function annotation(name: string): Promise<string | undefined> {
  const query = new URLSearchParams({ apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name });
  const { yaml } = await ask<{ yaml: string }>(`/${clusterName}/object?${query}`);
  return /naru\.dev\/healing: (\w+)/.exec(yaml)?.[1];
}

const podsOf = async (name: string): Promise<Pod[]> =>
  (await ask<{ pods: Pod[] }>("/pods?namespace=harbour")).pods.filter((pod) => pod.workload?.name === name);

/** Three pods that are ready.
 *  @returns one of them */
async function wherriesOf(name: string): Promise<string> {
  await apply(wherries(name));
  return eventually(async () => {
    const ready = (await podsOf(name)).filter(({ health }) => health === "good");
    const [first] = ready;
    if (ready.length < 3 || !first) throw new Error(`${ready.length} pods are ready.`);
    return first.name;
  }, 30_000);
}

/** Requests to all of its pods, twice a second; every second one fails in the pod that is sick. */
async function use(name: string, sick: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const pod of await podsOf(name)) await send("traces", answeredBy(pod, pod.name === sick));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const answeredBy = ({ name, uid, namespace }: Pod, isSick: boolean): object =>
  trace(
    Array.from({ length: 6 }, (_, i) =>
      span({
        name: "GET /hold",
        kind: 2,
        durationNano: 5_000_000n,
        ...(isSick && i % 2 === 0 && { status: { code: 2 } }),
      }),
    ),
    {
      service: "wherry",
      resource: { "k8s.namespace.name": namespace, "k8s.pod.name": name, "k8s.pod.uid": uid },
    },
  );

const wherries = (name: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: harbour }
spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: { fluentbit.io/exclude: "true" } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{ name: wherry, image: busybox, command: [sh, -c, "exec sleep 100000"] }]
`;
