import { Problem } from "../call/problem.ts";
import { Button } from "../control/Button.tsx";
import { IconAlertTriangle } from "../icon/icons.ts";
import { useUiText } from "../text/messages.ts";
import { Empty } from "./Empty.tsx";
import styles from "./States.module.css";
import { useProblemWords } from "./words.ts";

interface ProblemViewProps {
  readonly error: Error;
  readonly retry?: (() => void) | undefined;
  readonly brief?: boolean;
}

/** The one place where a failure is shown: what happened, and the way on. */
export function ProblemView({ error, retry, brief = false }: ProblemViewProps) {
  const t = useUiText();
  const { title, help, exact } = useProblemWords()(error);
  if (brief) return <p className={styles.brief}>{title}</p>;
  // The same question would get the same answer: what helps is another question.
  const again = retry !== undefined && (!(error instanceof Problem) || error.passing);
  return (
    <div role="alert">
      <Empty
        icon={<IconAlertTriangle size={28} stroke={1.5} aria-hidden />}
        title={title}
        actions={again && <Button onClick={retry}>{t("retry")}</Button>}
      >
        <p>{help}</p>
        {exact !== "" && <code>{exact}</code>}
      </Empty>
    </div>
  );
}

/** Beside an answer that could not be renewed. */
export function Stale({ retry }: { readonly retry: () => void }) {
  const t = useUiText();
  return (
    <div role="status" className={styles.stale}>
      <IconAlertTriangle size={14} aria-hidden />
      {t("stale")}
      <Button small look="quiet" onClick={retry}>
        {t("retry")}
      </Button>
    </div>
  );
}
