import { PageLink, SearchField, SelectField, useGo } from "@naru/ui";
import { useState } from "react";
import type { KindRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { groupsOf } from "./kinds.ts";
import { useObjectText } from "./messages.ts";
import styles from "./Objects.module.css";

interface KindListProps {
  readonly kinds: readonly KindRow[];
  readonly chosen: KindRow | undefined;
  /** Stays while kinds change. */
  readonly namespace: string;
}

const targetOf = ({ kind, apiVersion }: KindRow, namespace: string) => ({
  to: "/objects",
  search: { kind, apiVersion, namespace },
});

/** Every kind that can be listed, by group; a list to choose from where there is no room for it. */
export function KindList({ kinds, chosen, namespace }: KindListProps) {
  const t = useObjectText();
  const [find, setFind] = useState("");
  const groups = groupsOf(kinds, find);
  return (
    <>
      <nav className={styles.kinds} aria-label={t("kinds")}>
        <SearchField label={t("findKind")} value={find} onChange={setFind} />
        <div className={styles.groups}>
          {groups.map(({ group, kinds: of }) => (
            <section key={group}>
              <h2>{group || t("core")}</h2>
              {of.map((kind) => (
                <PageLink
                  key={kind.kind}
                  {...targetOf(kind, namespace)}
                  className={kind === chosen ? `${styles.kind} ${styles.chosen}` : styles.kind}
                >
                  {kind.kind}
                </PageLink>
              ))}
            </section>
          ))}
        </div>
      </nav>
      <KindSelect kinds={kinds} chosen={chosen} namespace={namespace} />
    </>
  );
}

const valueOf = ({ kind, apiVersion }: KindRow) => `${kind} ${apiVersion}`;

function KindSelect({ kinds, chosen, namespace }: KindListProps) {
  const t = useText();
  const texts = useObjectText();
  const go = useGo();
  const all = groupsOf(kinds, "").flatMap(({ kinds: of }) => of);
  return (
    <div className={styles.select}>
      <SelectField
        label={t("kind")}
        value={chosen === undefined ? "" : valueOf(chosen)}
        options={[
          { value: "", label: texts("choose") },
          ...all.map((kind) => ({ value: valueOf(kind), label: kind.kind })),
        ]}
        onChange={(value) => {
          const kind = all.find((one) => valueOf(one) === value);
          if (kind !== undefined) go(targetOf(kind, namespace));
        }}
      />
    </div>
  );
}
