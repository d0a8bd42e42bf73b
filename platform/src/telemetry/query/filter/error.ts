import { NaruError } from "#kernel/errors.ts";

/** A filter that cannot be read or that asks a field for what it cannot do. */
export class FilterError extends NaruError {
  /** Where in the text, counted in characters from 0; undefined when no one place is wrong. */
  readonly position: number | undefined;

  constructor(problem: string, options: { position?: number; help?: string } = {}) {
    const place = options.position === undefined ? "" : ` (at character ${options.position + 1})`;
    super("INVALID_FILTER", problem + place, options.help === undefined ? {} : { help: options.help });
    this.position = options.position;
  }
}
