import { type CsvRow, csvTable, DataError } from "./csv.ts";
import { type NezhaColumn, nezhaColumns } from "./nezha-columns.ts";
import type { RecordedMetric, Source } from "./recording.ts";

interface Sample {
  readonly pod: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly row: CsvRow;
}

/** metrics.csv of a case: one row for each pod and minute, one column for each series. */
export class NezhaMetrics {
  readonly #samples: ReadonlyMap<string, readonly Sample[]>;
  readonly #columns: readonly (readonly [index: number, column: NezhaColumn])[];
  readonly #file: string;

  /** @throws DataError with file and line */
  constructor(text: string, file: string) {
    const { rows, at, header } = csvTable(text, file, ["TimeStamp", "PodName"]);
    const samples = rows.map((row) => ({
      row,
      pod: row.cells[at.PodName] ?? "",
      time: secondsOf(row.cells[at.TimeStamp] ?? "", file, row),
    }));
    this.#samples = Map.groupBy(samples, ({ pod }) => pod);
    this.#columns = header.flatMap((name, index) => {
      const column = nezhaColumns[name];
      return column ? [[index, column] as const] : [];
    });
    this.#file = file;
  }

  pods(): string[] {
    return [...this.#samples.keys()];
  }

  ofPod(pod: string): RecordedMetric[] {
    return this.#metrics(this.#samples.get(pod) ?? [], ({ metric }) => !isOfNode(metric));
  }

  /** What is told of nodes stands in the rows of each of their pods: one row for each minute is taken.
   *  @param nodes  by pod; a pod whose node is not known tells nothing of one */
  ofNodes(nodes: ReadonlyMap<string, string>): Source[] {
    const byNode = Map.groupBy(
      [...this.#samples.values()].flat().filter(({ pod }) => nodes.has(pod)),
      ({ pod }) => nodes.get(pod) ?? "",
    );
    return [...byNode].map(([node, samples]) => ({
      resource: { "k8s.node.name": node },
      spans: [],
      logs: [],
      metrics: this.#metrics(onePerMinute(samples), ({ metric }) => isOfNode(metric)),
    }));
  }

  #metrics(samples: readonly Sample[], wanted: (column: NezhaColumn) => boolean): RecordedMetric[] {
    return this.#columns
      .filter(([, column]) => wanted(column))
      .map(([index, column]) => ({
        name: column.metric,
        unit: column.unit,
        kind: "gauge" as const,
        points: samples.flatMap((sample) => this.#point(sample, index, column)),
      }))
      .filter(({ points }) => points.length > 0);
  }

  #point({ row, time }: Sample, index: number, { scale = 1, attributes }: NezhaColumn) {
    const cell = row.cells[index] ?? "";
    // The exporter wrote NaN where nothing had happened in the minute.
    if (cell === "" || cell === "NaN") return [];
    const value = Number(cell);
    if (!Number.isFinite(value)) {
      throw new DataError(this.#file, row.line, `${JSON.stringify(cell)} is no number`);
    }
    return [
      { time: BigInt(time) * 1_000_000_000n, asDouble: value * scale, ...(attributes && { attributes }) },
    ];
  }
}

const isOfNode = (metric: string) => metric.startsWith("k8s.node.");

function onePerMinute(samples: readonly Sample[]): Sample[] {
  const minutes = Map.groupBy(samples, ({ time }) => Math.floor(time / 60));
  return [...minutes.values()].flatMap(([first]) => first ?? []);
}

function secondsOf(text: string, file: string, { line }: CsvRow): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new DataError(file, line, `${JSON.stringify(text)} is no time in seconds since 1970`);
}
