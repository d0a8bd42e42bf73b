/** One service on one day, minute by minute, around the time of day of the window. Minutes without a request are not there. */
export interface Season {
  /** How many days before the window; 0: the window itself. */
  readonly day: number;
  readonly service: string;
  /** Beginnings of minutes, ascending, in milliseconds since 1970, later by `day` days: the same time of day has the same number. */
  readonly times: readonly number[];
  readonly requests: readonly number[];
  readonly failures: readonly number[];
  /** Milliseconds of all requests together. */
  readonly durations: readonly number[];
}
