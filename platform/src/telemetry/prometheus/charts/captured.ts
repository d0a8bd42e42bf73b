import { RE2JS } from "re2js";
import { NaruError } from "#kernel/errors.ts";

/** Values that the pattern of a Grafana variable fits: what its first group, or the one named `value`, has of them; the
 *  whole value where it has no groups. The pattern comes from outside: RE2 takes linear time.
 *  @param pattern `/…/` is found anywhere in a value, without slashes it is the whole of it; empty for all
 *  @throws NaruError INVALID_INPUT
 *  Source: https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#filter-variables-with-a-regular-expression */
export function captured(values: readonly string[], pattern: string): string[] {
  if (pattern === "") return [...values];
  const compiled = compile(pattern);
  const found = new Set<string>();
  for (const value of values) {
    const match = compiled.matcher(value);
    if (!match.find()) continue;
    const part = match.groupCount() === 0 ? value : match.group(isNamed.test(pattern) ? "value" : 1);
    if (part !== null && part !== "") found.add(part);
  }
  return [...found];
}

const isNamed = /\(\?P?<value>/;

function compile(pattern: string): RE2JS {
  const [, inside, flags = ""] = /^\/([\s\S]*)\/([gimsuy]*)$/.exec(pattern) ?? [];
  try {
    return RE2JS.compile(inside ?? `^(?:${pattern})$`, flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (cause) {
    throw new NaruError(
      "INVALID_INPUT",
      `pattern: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}
