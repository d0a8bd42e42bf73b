import { idOf, RowReader } from "./rows.ts";

/** Points of one stored series, ordered by time, each time once: the last one that was stored counts. */
export interface NumberPoints {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly starts: Float64Array;
  /** Times at which nothing was recorded: the series had ended. */
  readonly staleTimes: Float64Array;
}

const numberBytes = 33;

/** @param bytes rows as `numbers` of `store.ts` gives them
 *  @returns points by series id */
export function readNumbers(bytes: Uint8Array): Map<string, NumberPoints> {
  const found = new Map<string, NumberPoints>();
  const rows = Math.floor(bytes.length / numberBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let first = 0; first < rows;) {
    const low = view.getUint32(first * numberBytes, true);
    const high = view.getUint32(first * numberBytes + 4, true);
    let end = first + 1;
    while (
      end < rows &&
      view.getUint32(end * numberBytes, true) === low &&
      view.getUint32(end * numberBytes + 4, true) === high
    ) {
      end++;
    }
    found.set(idOf(low, high), readRun(view, first, end));
    first = end;
  }
  return found;
}

function readRun(view: DataView, first: number, end: number): NumberPoints {
  const count = end - first;
  const times = new Float64Array(count);
  const values = new Float64Array(count);
  const starts = new Float64Array(count);
  const stale: number[] = [];
  let length = 0;
  for (let row = first; row < end; row++) {
    const at = row * numberBytes;
    const time = view.getInt32(at + 12, true) * 0x1_0000_0000 + view.getUint32(at + 8, true);
    if (length > 0 && times[length - 1] === time) length--;
    if (stale.at(-1) === time) stale.pop();
    if (view.getUint8(at + 32) === 1) {
      stale.push(time);
      continue;
    }
    times[length] = time;
    starts[length] = view.getInt32(at + 20, true) * 0x1_0000_0000 + view.getUint32(at + 16, true);
    values[length++] = view.getFloat64(at + 24, true);
  }
  return {
    times: times.subarray(0, length),
    values: values.subarray(0, length),
    starts: starts.subarray(0, length),
    staleTimes: Float64Array.from(stale),
  };
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
