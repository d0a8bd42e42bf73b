import {
  Answer,
  Button,
  CopyButton,
  Dialog,
  download,
  icons,
  type Language,
  Segments,
  Skeleton,
  useCall,
  useLanguage,
  FormFoot,
} from "@naru/ui";
import { useState } from "react";
import { exportIncident } from "../../api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";

interface PostMortemDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

const languages = [
  { value: "ko", label: "한국어" },
  { value: "en", label: "English" },
] as const;

/** A report to take along. */
export function PostMortemDialog({ id, onClose }: PostMortemDialogProps) {
  const t = useText();
  const [own] = useLanguage();
  const [language, setLanguage] = useState<Language>(own);
  const answer = useCall(exportIncident, { id, language });
  return (
    <Dialog title={t("postMortem")} wide onClose={onClose}>
      <Answer of={answer} skeleton={<Skeleton height={320} />}>
        {({ name, markdown }) => (
          <div className={styles.form}>
            <FormFoot>
              <Segments label={t("postMortem")} value={language} options={languages} onChange={setLanguage} />
              <CopyButton text={markdown} label={t("copyMarkdown")} />
              <Button onClick={() => download(name, markdown)}>
                <icons.IconDownload size={15} aria-hidden />
                {t("download")}
              </Button>
            </FormFoot>
            <textarea className={styles.report} readOnly aria-label={name} rows={24} value={markdown} />
          </div>
        )}
      </Answer>
    </Dialog>
  );
}
