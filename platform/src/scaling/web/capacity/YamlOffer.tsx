import { Button, CopyButton, Panel, useGo } from "@naru/ui";
import { keepDraft } from "#kubernetes/web/index.ts";
import styles from "./Capacity.module.css";
import { useText } from "./messages.ts";

interface YamlOfferProps {
  readonly cluster: string;
  readonly title: string;
  readonly help: string;
  readonly yaml: string;
}

/** YAML to copy, or to be reviewed and applied. */
export function YamlOffer({ cluster, title, help, yaml }: YamlOfferProps) {
  const t = useText();
  const go = useGo();
  return (
    <Panel title={title} actions={<CopyButton text={yaml} />}>
      <div className={styles.offer}>
        <p>{help}</p>
        <pre className={styles.code}>{yaml}</pre>
        <div className={styles.actions}>
          <Button
            look="primary"
            onClick={() => go({ to: "/apply", search: { cluster, draft: keepDraft(yaml) } })}
          >
            {t("review")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
