import { resolveColor } from "@naru/ui";
import type { Palette } from "./draw.ts";

const colour = (name: string) => resolveColor(`var(--${name})`);

/** The colours of the scheme that is on. Growth and shrinking are orange and blue, which are told apart whatever colours an
 *  eye sees; the sign says it too. */
export const paletteNow = (): Palette => ({
  text: colour("text"),
  pale: colour("text-3"),
  accent: colour("accent"),
  more: colour("series-5"),
  less: colour("series-0"),
  origins: {
    own: colour("series-0"),
    dependency: colour("series-3"),
    runtime: colour("series-7"),
    native: colour("series-1"),
    other: colour("line-strong"),
    root: colour("line-strong"),
  },
});
