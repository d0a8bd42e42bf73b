import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { diskMetrics } from "./disk-metrics.ts";

test("room is left on the disk of a folder, and not more than there is", () => {
  const families = diskMetrics(tmpdir()).metrics?.() ?? [];
  const [available = 0, capacity = 0] = families.map(({ samples }) => samples[0]?.value ?? 0);
  expect(families.map(({ name }) => name)).toEqual([
    "naru_data_folder_available_bytes",
    "naru_data_folder_capacity_bytes",
  ]);
  expect(available).toBeGreaterThan(0);
  expect(capacity).toBeGreaterThanOrEqual(available);
});
