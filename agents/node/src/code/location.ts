import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** A place in a program. Lines and columns are counted from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
}

/** Source: https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/ */
export const codeAttributes = ({ file, line, column, function: name }: Location) => ({
  "code.file.path": file,
  "code.line.number": line,
  "code.column.number": column,
  ...(name && { "code.function.name": name }),
});

const agentFolder = dirname(fileURLToPath(import.meta.url));

/** A file as a path, whatever way a stack names it. */
export function pathOf(url: string): string | undefined {
  if (url.startsWith("file:")) return fileURLToPath(url);
  return url.startsWith("/") || /^[A-Za-z]:[\\/]/.test(url) ? url : undefined;
}

/** Whether the program's own people wrote it: neither a package nor this agent. */
export const isOwnCode = (file: string) =>
  !/[\\/]node_modules[\\/]/.test(file) && dirname(file) !== agentFolder;
