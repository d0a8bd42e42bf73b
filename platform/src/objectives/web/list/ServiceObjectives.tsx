import { type About, PageLink, pathTo, useCall } from "@naru/ui";
import { listObjectives } from "../../api.ts";
import { formatLeft } from "../figures.ts";
import { StateMark } from "../marks.tsx";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";

/** Objectives of a service, on its page; nothing while there are none. */
export default function ServiceObjectives({ about }: { readonly about: About }) {
  const t = useText();
  const { data } = useCall(listObjectives, { service: about["service"] ?? "" }, { live: "slow" });
  return data?.objectives.map(({ objective: { name, title }, standing: { state, budget } }) => (
    <p key={name} className={styles.notice}>
      <StateMark state={state} />
      <PageLink to={pathTo("/objectives", name)}>{title}</PageLink>
      <span>
        {t("budgetLeft")}: {formatLeft(budget.leftShare)}
      </span>
    </p>
  ));
}
