/** The zone in which times are shown. The browser knows only its own zone and UTC without a table of zones. */
export type Zone = "browser" | "utc";
export type Precision = "day" | "minute" | "second" | "milli" | "nano";

interface Fields {
  readonly date: string;
  readonly minute: string;
  readonly second: string;
}

const two = (value: number) => String(value).padStart(2, "0");

function fields(date: Date, zone: Zone): Fields {
  const [year, month, day, hour, minute, second] =
    zone === "utc"
      ? [
          date.getUTCFullYear(),
          date.getUTCMonth(),
          date.getUTCDate(),
          date.getUTCHours(),
          date.getUTCMinutes(),
          date.getUTCSeconds(),
        ]
      : [
          date.getFullYear(),
          date.getMonth(),
          date.getDate(),
          date.getHours(),
          date.getMinutes(),
          date.getSeconds(),
        ];
  return {
    date: `${year}-${two(month + 1)}-${two(day)}`,
    minute: `${two(hour)}:${two(minute)}`,
    second: two(second),
  };
}

/** A moment, to the digits that are asked for, always in the same width.
 *  @param time milliseconds since 1970, or a decimal string of nanoseconds
 *  @returns    `2026-11-21 09:00:00.123456789`; `clock` leaves the date out */
export function formatInstant(
  time: number | string,
  zone: Zone,
  precision: Precision = "second",
  part: "full" | "clock" = "full",
): string {
  const nano = typeof time === "string" ? BigInt(time) : BigInt(Math.round(time)) * 1_000_000n;
  const { date, minute, second } = fields(new Date(Number(nano / 1_000_000n)), zone);
  if (precision === "day") return date;
  const fraction = String(nano % 1_000_000_000n).padStart(9, "0");
  const clock = {
    minute,
    second: `${minute}:${second}`,
    milli: `${minute}:${second}.${fraction.slice(0, 3)}`,
    nano: `${minute}:${second}.${fraction}`,
  }[precision];
  return part === "clock" ? clock : `${date} ${clock}`;
}

/** A tick of a time axis: the date only where the axis is longer than a day or the tick is midnight. */
export function formatTick(time: number, spanMillis: number, zone: Zone): string {
  const { date, minute, second } = fields(new Date(time), zone);
  if (minute === "00:00" && second === "00") return date.slice(5);
  if (spanMillis > 2 * 86_400_000) return `${date.slice(5)} ${minute}`;
  return spanMillis < 10 * 60_000 ? `${minute}:${second}` : minute;
}

/** The name of the zone beside a time: `UTC` or `UTC+09:00`. */
export function zoneName(zone: Zone, at: Date = new Date()): string {
  const offset = zone === "utc" ? 0 : -at.getTimezoneOffset();
  if (offset === 0) return "UTC";
  const size = Math.abs(offset);
  return `UTC${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Whole milliseconds of a decimal string of nanoseconds. */
export function millisOfNano(nano: string): number {
  return Number(BigInt(nano) / 1_000_000n);
}
