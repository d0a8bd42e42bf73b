import { useParams } from "@tanstack/react-router";

/** A parameter of the page's path, decoded; empty when the path has none. */
export function usePathParam(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params[name] ?? "";
}
