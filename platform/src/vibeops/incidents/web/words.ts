import { formatInteger, type Target, useLanguage } from "@naru/ui";
import { useCallback } from "react";
import type { Words } from "#vibeops/rca/api.ts";
import { useText } from "./messages.ts";

/** A sentence in the language of the page. */
export function useSay(): (words: Words) => string {
  const [language] = useLanguage();
  return useCallback((words: Words) => words[language], [language]);
}

const steps = [
  [0.9, "almostCertain"],
  [0.75, "veryLikely"],
  [0.5, "likely"],
  [0.3, "possible"],
  [0, "faint"],
] as const;

export const confidenceWord = (confidence: number) =>
  steps.find(([from]) => confidence >= from)?.[1] ?? "faint";

/** `very likely (86 %)` */
export function useConfidence(): (confidence: number) => string {
  const t = useText();
  return (confidence) => `${t(confidenceWord(confidence))} (${formatInteger(confidence * 100)} %)`;
}

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
