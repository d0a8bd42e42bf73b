import { SelectField } from "@naru/ui";
import { useText } from "../messages.ts";
import { useNamespaces } from "./useCluster.ts";

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly names: readonly string[];
  /** As people read them; the names themselves when left out. */
  readonly labelOf?: (name: string) => string;
  /** What it is called when none is chosen. */
  readonly none?: string;
  readonly onChange: (value: string) => void;
}

/** One name of several, or all of them. The chosen one can be seen even where it is not known. */
export function Choice({ label, value, names, labelOf, none, onChange }: ChoiceProps) {
  const t = useText();
  const known = value === "" || names.includes(value) ? names : [...names, value];
  return (
    <SelectField
      label={label}
      value={value}
      options={[
        { value: "", label: none ?? t("all") },
        ...known.map((name) => ({ value: name, label: labelOf?.(name) ?? name })),
      ]}
      onChange={onChange}
    />
  );
}

export function NamespaceChoice({ value, onChange }: Pick<ChoiceProps, "value" | "onChange">) {
  const t = useText();
  return <Choice label={t("namespace")} value={value} names={useNamespaces()} onChange={onChange} />;
}
