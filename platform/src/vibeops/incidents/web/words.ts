import { formatInteger, useLanguage } from "@naru/ui";
import { useCallback } from "react";
import type { Words } from "#vibeops/rca/api.ts";
import { confidenceWord } from "./confidence.ts";
import { useText } from "./messages.ts";

/** A sentence in the language of the page. */
export function useSay(): (words: Words) => string {
  const [language] = useLanguage();
  return useCallback((words: Words) => words[language], [language]);
}

/** `very likely (86 %)` */
export function useConfidence(): (confidence: number) => string {
  const t = useText();
  return (confidence) => `${t(confidenceWord(confidence))} (${formatInteger(confidence * 100)} %)`;
}
