import { call, ProblemView, Segments, useWork } from "@naru/ui";
import { policies, type Policy, setHealingPolicy } from "../../api.ts";
import { useText } from "./messages.ts";

interface PolicyChoiceProps {
  readonly of: {
    readonly cluster: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly policy: Policy;
}

/** How far Naru may go with it: set at once, and set back as easily. */
export function PolicyChoice({ of, policy }: PolicyChoiceProps) {
  const t = useText();
  const { error, run } = useWork();
  const set = (chosen: Policy) =>
    run(async () => {
      const kind = kinds.find((each) => each === of.kind);
      if (kind) await call(setHealingPolicy, { ...of, kind, policy: chosen });
    });
  return (
    <>
      <Segments
        label={t("policyOf", { name: of.name })}
        value={policy}
        options={policies.map((value) => ({ value, label: t(`policy_${value}`) }))}
        onChange={set}
      />
      {error !== undefined && <ProblemView error={error} />}
    </>
  );
}

const kinds = ["Deployment", "StatefulSet", "DaemonSet", "Node"] as const;
