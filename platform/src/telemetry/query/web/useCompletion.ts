import { formatCount, useCall, useTimeRange, type Draft, type Known } from "@naru/ui";
import { useState } from "react";
import { listFields, listFieldValues } from "../api.ts";
import { useText } from "./messages.ts";

const NONE: readonly Known[] = [];

/** Keys and values to complete a filter with, for the part of it that is being written. */
export function useCompletion(signal: "traces" | "logs") {
  const t = useText();
  const { range } = useTimeRange();
  const [draft, setDraft] = useState<Draft>();
  const key = draft?.part === "value" ? draft.key : "";
  const search = draft?.search ?? "";
  const fields = useCall(listFields, { ...range, signal, search }, { enabled: draft?.part === "key" });
  const values = useCall(
    listFieldValues,
    { ...range, signal, key, search },
    { enabled: draft?.part === "value", keep: false },
  );
  const known: readonly Known[] =
    draft === undefined
      ? NONE
      : draft.part === "key"
        ? (fields.data?.fields ?? []).map((field) => ({ text: field.key, hint: t(field.source) }))
        : (values.data?.values ?? []).map(({ value, count }) => ({ text: value, hint: formatCount(count) }));
  return { known, onAsk: setDraft };
}
