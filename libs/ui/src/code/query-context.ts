/** What is being written at the end of a piece of PromQL. `typed` is the part of it that is there already. */
export type QueryContext =
  | { readonly of: "name"; readonly typed: string }
  | { readonly of: "label"; readonly typed: string; readonly metric: string }
  | { readonly of: "value"; readonly typed: string; readonly metric: string; readonly label: string };

/** @param before the query up to the cursor
 *  @returns undefined where nothing can be proposed: in a number, a duration, a text */
export function queryContext(before: string): QueryContext | undefined {
  const inside = /([\w:]*)\s*\{([^{}]*)$/.exec(before);
  if (inside !== null) return inBraces(inside[1] ?? "", inside[2] ?? "");
  const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)$/i.exec(before)?.[1];
  if (grouping !== undefined) return { of: "label", typed: /\w*$/.exec(grouping)?.[0] ?? "", metric: "" };
  if (/\[[^\]]*$/.test(before)) return undefined;
  const typed = /[a-zA-Z_:][\w:]*$/.exec(before)?.[0] ?? "";
  return typed === "" && /[\w"']$/.test(before) ? undefined : { of: "name", typed };
}

function inBraces(metric: string, text: string): QueryContext | undefined {
  const value = /([\w.]+)\s*(?:=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)$/.exec(outsideOfTexts(text));
  if (value !== null) return { of: "value", typed: value[2] ?? "", metric, label: value[1] ?? "" };
  const name = /(?:^|,)\s*(\w*)$/.exec(text)?.[1];
  return name === undefined ? undefined : { of: "label", typed: name, metric };
}

/** From the last text on, when it is not closed; otherwise nothing. */
function outsideOfTexts(text: string): string {
  const quotes = text.replaceAll(/\\./g, "--").split('"').length - 1;
  return quotes % 2 === 1 ? text : "";
}
