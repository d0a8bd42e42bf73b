import type { Findings } from "./findings.ts";
import { labelValue, qualifiedName } from "./formats.ts";
import { fields, text } from "./values.ts";

export function checkLabels(labels: unknown, path: string, found: Findings): void {
  for (const [key, value] of Object.entries(fields(labels))) {
    checkLabelKey(key, path, found);
    checkLabelValue(value, path, found);
  }
}

export function checkLabelKey(key: string, path: string, found: Findings): void {
  found.invalidFor(path, key, qualifiedName(key));
}

export function checkLabelValue(value: unknown, path: string, found: Findings): void {
  found.invalidFor(path, value, labelValue(text(value)));
}

const mostBytes = 256 * 1024;

export function checkAnnotations(annotations: unknown, path: string, found: Findings): void {
  let size = 0;
  for (const [key, value] of Object.entries(fields(annotations))) {
    // Annotation keys may be written in capitals: `Example.com/Name`.
    found.invalidFor(path, key, qualifiedName(key.toLowerCase()));
    size += Buffer.byteLength(key) + Buffer.byteLength(text(value));
  }
  if (size > mostBytes) found.tooLong(path, mostBytes);
}
