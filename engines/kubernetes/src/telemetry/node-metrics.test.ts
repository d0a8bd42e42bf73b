import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeMetrics } from "./node-metrics.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-pressure-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function told(text: string, nodes = ["node-1"]): Promise<readonly object[]> {
  const file = join(folder, "cpu");
  await writeFile(file, text);
  return nodeMetrics(() => nodes, file)(1000);
}

const pressure = `some avg10=28.16 avg60=29.20 avg300=43.75 total=32199080769
full avg10=0.00 avg60=0.00 avg300=0.00 total=7
`;

test("each node of the machine is told for how long somebody waited for a processor", async () => {
  const found = await told(pressure, ["node-1", "node-2"]);
  expect(found).toHaveLength(2);
  expect(found[1]).toMatchObject({
    resource: { attributes: [{ key: "k8s.node.name", value: { stringValue: "node-2" } }] },
    scopeMetrics: [
      {
        metrics: [
          { unit: "s", sum: { dataPoints: [{ timeUnixNano: "1000000000", asDouble: 32_199.080769 }] } },
        ],
      },
    ],
  });
});

test("a kernel that does not tell is left out", async () => {
  expect(await told("")).toEqual([]);
  expect(await nodeMetrics(() => ["node-1"], join(folder, "none"))(1000)).toEqual([]);
});
