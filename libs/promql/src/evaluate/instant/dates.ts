/** What a time is called in UTC, by the function's name. */
export const dateFunctions: Readonly<Record<string, (date: Date) => number>> = {
  day_of_month: (date) => date.getUTCDate(),
  day_of_week: (date) => date.getUTCDay(),
  day_of_year: (date) =>
    Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1,
  days_in_month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
};

/** @param seconds since 1970; what is no time gives NaN */
export const atSeconds = (compute: (date: Date) => number, seconds: number): number =>
  compute(new Date(Math.trunc(seconds) * 1000));
