import { SelectField } from "@naru/ui";
import { useText } from "../messages.ts";
import { useChosenCluster, useClusters } from "./useCluster.ts";

/** Which cluster every page is about; nothing where there is no choice. */
export default function ClusterPicker() {
  const t = useText();
  const [chosen, choose] = useChosenCluster();
  const clusters = useClusters().data?.clusters ?? [];
  if (clusters.length < 2) return null;
  return (
    <SelectField
      label={t("cluster")}
      value={chosen}
      options={[
        { value: "", label: t("allClusters") },
        ...clusters.map(({ name, state }) => ({ value: name, label: state === "away" ? `⚠ ${name}` : name })),
      ]}
      onChange={choose}
    />
  );
}
