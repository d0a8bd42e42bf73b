import type { InputOf } from "@naru/ui";
import type { createSilence } from "../api.ts";

type Condition = InputOf<typeof createSilence>["matchers"][number];

const form = /^([^=!~\s]+)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|(.*))$/;

/** Conditions on labels, one a line: `service_name="cart"`, `instance=~db-.*`.
 *  @returns undefined when there is none, or a line is none */
export function conditionsIn(text: string): Condition[] | undefined {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const found = lines.flatMap((line): Condition[] => {
    const [, name, operator, quoted, plain = ""] = form.exec(line) ?? [];
    if (name === undefined || operator === undefined) return [];
    const value =
      quoted?.replaceAll(/\\./g, (escaped) => (escaped === "\\n" ? "\n" : escaped.slice(1))) ?? plain;
    return [{ name, operator: operator as Condition["operator"], value }];
  });
  return found.length === lines.length && found.length > 0 ? found : undefined;
}

/** The conditions that an alert with these labels fits, and no other. */
export const conditionsOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`)
    .join("\n");
