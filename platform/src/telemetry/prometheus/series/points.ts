import { blocksOf, idOf, RowReader } from "./rows.ts";

/** Points of one stored series, ordered by time, each time once: the last one that was stored counts. */
export interface NumberPoints {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly starts: Float64Array;
  /** Times at which nothing was recorded: the series had ended. */
  readonly staleTimes: Float64Array;
}

/** Widths of the columns: series_id, ms, start, value, no recorded value. */
const widths = [8, 8, 8, 8, 1] as const;

/** @param bytes blocks of `Native` as `numbers` of `store.ts` gives them
 *  @returns points by series id */
export function readNumbers(bytes: Uint8Array): Map<string, NumberPoints> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, NumberPoints>();
  let run = new Run(0, 0);
  const finish = () => {
    if (run.rows > 0) found.set(idOf(run.low, run.high), run.points());
  };
  for (const { rows, starts } of blocksOf(bytes, widths)) {
    const [id = 0, ms = 0, start = 0, value = 0, stale = 0] = starts;
    for (let row = 0; row < rows; row++) {
      const low = view.getUint32(id + 8 * row, true);
      const high = view.getUint32(id + 8 * row + 4, true);
      if (low !== run.low || high !== run.high) {
        finish();
        run = new Run(low, high);
      }
      const time = int64(view, ms + 8 * row);
      if (view.getUint8(stale + row) === 1) run.end(time);
      else run.add(time, int64(view, start + 8 * row), view.getFloat64(value + 8 * row, true));
    }
  }
  finish();
  return found;
}

const int64 = (view: DataView, at: number): number =>
  view.getInt32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);

/** The points of one series while they are read. */
class Run {
  readonly low: number;
  readonly high: number;
  rows = 0;
  #length = 0;
  #times = new Float64Array(256);
  #values = new Float64Array(256);
  #starts = new Float64Array(256);
  readonly #stale: number[] = [];

  constructor(low: number, high: number) {
    this.low = low;
    this.high = high;
  }

  add(time: number, start: number, value: number): void {
    this.#forget(time);
    if (this.#length === this.#times.length) this.#grow();
    const at = this.#length++;
    this.#times[at] = time;
    this.#starts[at] = start;
    this.#values[at] = value;
    this.rows++;
  }

  end(time: number): void {
    this.#forget(time);
    this.#stale.push(time);
    this.rows++;
  }

  points(): NumberPoints {
    const end = this.#length;
    return {
      times: this.#times.subarray(0, end),
      values: this.#values.subarray(0, end),
      starts: this.#starts.subarray(0, end),
      staleTimes: Float64Array.from(this.#stale),
    };
  }

  #forget(time: number): void {
    if (this.#length > 0 && this.#times[this.#length - 1] === time) this.#length--;
    if (this.#stale.at(-1) === time) this.#stale.pop();
  }

  #grow(): void {
    this.#times = larger(this.#times);
    this.#values = larger(this.#values);
    this.#starts = larger(this.#starts);
  }
}

function larger(column: Float64Array): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(column.length * 2);
  copy.set(column);
  return copy;
}

/** One histogram or summary as stored. */
export interface Distribution {
  readonly time: number;
  readonly start: number;
  readonly isStale: boolean;
  readonly count: number;
  readonly sum: number;
  readonly hasSum: boolean;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold: number;
  readonly positiveOffset: number;
  readonly positiveCounts: readonly number[];
  readonly negativeOffset: number;
  readonly negativeCounts: readonly number[];
  readonly quantiles: readonly number[];
  readonly quantileValues: readonly number[];
}

/** @param bytes rows as `distributions` of `store.ts` gives them
 *  @returns points by series id, ordered by time, each time once */
export function readDistributions(bytes: Uint8Array): { points: Map<string, Distribution[]>; rows: number } {
  const reader = new RowReader(bytes);
  const points = new Map<string, Distribution[]>();
  let rows = 0;
  while (!reader.isAtEnd) {
    const id = idOf(reader.uint32(), reader.uint32());
    const point = readDistribution(reader);
    const own = points.get(id) ?? [];
    points.set(id, own);
    if (own.at(-1)?.time === point.time) own.pop();
    own.push(point);
    rows++;
  }
  return { points, rows };
}

const float = (reader: RowReader): number => reader.float64();
const whole = (reader: RowReader): number => reader.uint64();

function readDistribution(reader: RowReader): Distribution {
  return {
    time: reader.int64(),
    start: reader.int64(),
    isStale: reader.byte() === 1,
    count: reader.uint64(),
    sum: reader.float64(),
    hasSum: (reader.byte() & 1) === 1,
    bounds: reader.array(float),
    counts: reader.array(whole),
    scale: reader.int32(),
    zeroCount: reader.uint64(),
    zeroThreshold: reader.float64(),
    positiveOffset: reader.int32(),
    positiveCounts: reader.array(whole),
    negativeOffset: reader.int32(),
    negativeCounts: reader.array(whole),
    quantiles: reader.array(float),
    quantileValues: reader.array(float),
  };
}
