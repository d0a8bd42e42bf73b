import { statfsSync } from "node:fs";
import type { Feature } from "./feature.ts";
import { gauge, type MetricFamily } from "./metrics.ts";

/** Room on the disk of the folder in which everything is kept. */
export const diskMetrics = (folder: string): Feature => ({
  name: "disk",
  metrics: () => roomOf(folder),
});

function roomOf(folder: string): MetricFamily[] {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return [
    gauge(
      { name: "naru_data_folder_available_bytes", help: "Room that is left on the disk of the data folder." },
      bavail * bsize,
    ),
    gauge(
      { name: "naru_data_folder_capacity_bytes", help: "Size of the disk of the data folder." },
      blocks * bsize,
    ),
  ];
}
