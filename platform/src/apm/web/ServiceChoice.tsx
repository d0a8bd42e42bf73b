import { SelectField, useCall, useTimeRange } from "@naru/ui";
import { listServices } from "#telemetry/query/api.ts";
import { useText } from "./messages.ts";

interface ServiceChoiceProps {
  readonly value: string;
  readonly onChange: (service: string) => void;
}

/** One service, or all of them: those with requests in the page's time range. */
export function ServiceChoice({ value, onChange }: ServiceChoiceProps) {
  const t = useText();
  const { range } = useTimeRange();
  const services = useCall(listServices, { ...range }, { live: true });
  const known = services.data?.services.map(({ service }) => service) ?? [];
  const all = [...new Set([...known, ...(value === "" ? [] : [value])])].toSorted();
  return (
    <SelectField
      label={t("service")}
      value={value}
      options={[
        { value: "", label: t("allServices") },
        ...all.map((service) => ({ value: service, label: service })),
      ]}
      onChange={onChange}
    />
  );
}
