import { Empty } from "@naru/ui";
import { useText } from "../messages.ts";

export function Nothing({ help }: { readonly help?: string }) {
  const t = useText();
  return (
    <Empty title={t("nothing")}>
      <p>{help ?? t("nothingHelp")}</p>
    </Empty>
  );
}
