import { Button, Empty } from "@naru/ui";
import { useText } from "./messages.ts";

/** Instead of a list that a filter left empty: the way back. */
export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  const t = useText();
  return (
    <Empty title={t("noMatch")} actions={<Button onClick={onClear}>{t("clearFilter")}</Button>}>
      <p>{t("noMatchHelp")}</p>
    </Empty>
  );
}
