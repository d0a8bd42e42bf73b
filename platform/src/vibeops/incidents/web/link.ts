import type { Target } from "@naru/ui";

/** Where a sentence's proof is: a path of the console. Anything else, such as an address elsewhere, leads nowhere. */
export function targetOfLink(link: string): Target | undefined {
  if (!/^\/(?![/\\])/.test(link)) return undefined;
  const url = new URL(link, "http://console");
  const keys = [...new Set(url.searchParams.keys())];
  return {
    to: url.pathname,
    search: Object.fromEntries(keys.map((key) => [key, url.searchParams.getAll(key)])),
  };
}
