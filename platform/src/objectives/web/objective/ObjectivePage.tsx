import {
  Answer,
  Button,
  call,
  CodeEditor,
  download,
  Empty,
  LinkButton,
  type OutputOf,
  Page,
  Panel,
  ProblemView,
  Skeleton,
  useCall,
  usePathParam,
  useWork,
} from "@naru/ui";
import { useState } from "react";
import { getObjective, putObjective, removeObjective } from "../../api.ts";
import { draftOf } from "../edit/draft.ts";
import { ObjectiveEditor } from "../edit/ObjectiveEditor.tsx";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";
import { BurnRates } from "./BurnRates.tsx";
import { Course } from "./Course.tsx";
import { Facts } from "./Facts.tsx";
import { WhereToLook } from "./WhereToLook.tsx";

type Shown = OutputOf<typeof getObjective>;
type Removed = OutputOf<typeof removeObjective>;

/** One objective: what is left of its budget, how fast it burns, where to look, what was declared. */
export default function ObjectivePage() {
  const name = usePathParam("name");
  // Another objective begins anew.
  return <Named key={name} name={name} />;
}

function Named({ name }: { readonly name: string }) {
  const t = useText();
  const [isEditing, setEditing] = useState(false);
  const [deleted, setDeleted] = useState<Removed>();
  const answer = useCall(getObjective, { name }, { live: isEditing ? false : "slow", enabled: !deleted });
  const work = useWork();
  const parent = { to: "/objectives", title: t("objectives") };
  if (deleted !== undefined) return <Deleted removed={deleted} onBack={() => setDeleted(undefined)} />;
  const shown = answer.data;
  const remove = () =>
    work.run(async () => {
      setDeleted(await call(removeObjective, { name, cluster: shown?.cluster ?? "" }));
      return "gone";
    });
  return (
    <Page
      scroll
      title={shown?.objective.title ?? name}
      parent={parent}
      actions={
        shown !== undefined && (
          <>
            <Button onClick={() => download(`${name}.yaml`, shown.yaml)}>{t("export")}</Button>
            <Button look="danger" disabled={work.isBusy} onClick={remove}>
              {t("delete")}
            </Button>
            <Button look="primary" on={isEditing} onClick={() => setEditing(!isEditing)}>
              {t("edit")}
            </Button>
          </>
        )
      }
    >
      {work.error !== undefined && <ProblemView error={work.error} />}
      <Answer of={answer} skeleton={<Skeleton height={320} />}>
        {(found) =>
          isEditing ? (
            <Panel title={t("declaration")}>
              <ObjectiveEditor
                initial={draftOf(found.objective)}
                kept={found}
                onSaved={() => setEditing(false)}
                onCancel={() => setEditing(false)}
              />
            </Panel>
          ) : (
            <Told shown={found} />
          )
        }
      </Answer>
    </Page>
  );
}

function Told({ shown }: { readonly shown: Shown }) {
  const t = useText();
  const { objective, standing, at, course, threatenedSince, yaml, cluster, namespace, configMap } = shown;
  return (
    <>
      <Facts objective={objective} standing={standing} threatenedSince={threatenedSince} at={at} />
      <Course course={course} threatenedSince={threatenedSince} />
      <BurnRates standing={standing} />
      <WhereToLook objective={objective} at={at} threatenedSince={threatenedSince} />
      <Panel
        title={t("declaration")}
        note={t("keptIn", { place: `${cluster} / ${namespace} / ${configMap}` })}
      >
        <CodeEditor label={t("declarationYaml")} text={yaml} />
      </Panel>
    </>
  );
}

interface DeletedProps {
  readonly removed: Removed;
  readonly onBack: () => void;
}

/** After an objective is deleted: the way back. */
function Deleted({ removed: { name, yaml, cluster, namespace }, onBack }: DeletedProps) {
  const t = useText();
  const { isBusy, error, run } = useWork();
  const bringBack = () =>
    run(async () => {
      await call(putObjective, { yaml, cluster, namespace, isNew: true });
      onBack();
    });
  return (
    <Page title={name} parent={{ to: "/objectives", title: t("objectives") }}>
      {error !== undefined && <ProblemView error={error} />}
      <Empty
        title={t("deleted", { title: name })}
        actions={
          <>
            <Button disabled={isBusy} onClick={bringBack}>
              {t("bringBack")}
            </Button>
            <LinkButton to="/objectives">{t("toList")}</LinkButton>
          </>
        }
      >
        <p className={styles.note}>{t("deletedHelp")}</p>
      </Empty>
    </Page>
  );
}
