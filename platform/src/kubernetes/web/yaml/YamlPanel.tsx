import {
  Answer,
  Button,
  CodeEditor,
  CopyButton,
  download,
  IconButton,
  icons,
  Panel,
  Skeleton,
  useCall,
} from "@naru/ui";
import { useState } from "react";
import { getObject } from "../../api.ts";
import { ApplyFlow } from "../apply/ApplyFlow.tsx";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import type { Place } from "../targets.ts";
import { useYamlText } from "./messages.ts";

interface YamlPanelProps {
  readonly place: Place;
  readonly apiVersion: string;
}

/** One object as YAML, and the way to change it. */
export function YamlPanel({ place, apiVersion }: YamlPanelProps) {
  const [editing, setEditing] = useState(false);
  return editing ? (
    <Editing place={place} apiVersion={apiVersion} onClose={() => setEditing(false)} />
  ) : (
    <Reading place={place} apiVersion={apiVersion} onEdit={() => setEditing(true)} />
  );
}

const targetOf = ({ cluster, kind, namespace, name }: Place, apiVersion: string) => ({
  cluster,
  apiVersion,
  kind,
  namespace,
  name,
});

function Reading({ place, apiVersion, onEdit }: YamlPanelProps & { readonly onEdit: () => void }) {
  const t = useText();
  const texts = useYamlText();
  const answer = useCall(getObject, targetOf(place, apiVersion));
  const yaml = answer.data?.yaml ?? "";
  const isSecret = place.kind === "Secret";
  return (
    <Panel
      title={t("yaml")}
      note={isSecret && <span>{texts("masked")}</span>}
      fill
      actions={
        <>
          <CopyButton text={yaml} />
          <IconButton
            label={texts("download")}
            small
            onClick={() => download(`${place.kind}-${place.name}.yaml`, yaml)}
          >
            <icons.IconDownload size={14} />
          </IconButton>
          {!isSecret && (
            <Button small onClick={onEdit}>
              <icons.IconPencil size={14} aria-hidden />
              {t("edit")}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.yaml}>
        <Answer of={answer} skeleton={<Skeleton height={320} />}>
          {({ yaml }) => <CodeEditor label={t("yaml")} text={yaml} />}
        </Answer>
      </div>
    </Panel>
  );
}

function Editing({ place, apiVersion, onClose }: YamlPanelProps & { readonly onClose: () => void }) {
  const t = useText();
  const texts = useYamlText();
  // What is being written must not be replaced by what the cluster says meanwhile.
  const answer = useCall(getObject, { ...targetOf(place, apiVersion), bare: true }, { fixed: true });
  const [typed, setTyped] = useState<string>();
  return (
    <Panel
      title={texts("editing")}
      fill
      actions={
        <Button small onClick={onClose}>
          {t("close")}
        </Button>
      }
    >
      <Answer of={answer} skeleton={<Skeleton height={320} />}>
        {({ yaml }) => (
          <div className={styles.editing}>
            <div className={styles.yaml}>
              <CodeEditor label={texts("editing")} text={yaml} onChange={setTyped} />
            </div>
            <ApplyFlow cluster={place.cluster} namespace={place.namespace} yaml={typed ?? yaml} />
          </div>
        )}
      </Answer>
    </Panel>
  );
}
