import { Button, call, CopyButton, Problem, useProblemWords } from "@naru/ui";
import { useEffect, useRef, useState } from "react";
import { signIn } from "../api.ts";
import { useText } from "./messages.ts";
import styles from "./SignInPage.module.css";

const COMMAND = "./naru status";

/** People paste the whole start link as often as the token in it. */
function tokenIn(text: string): string {
  return /[#&]token=([^&\s]+)/.exec(text)?.[1] ?? text.trim();
}

export function SignInPage({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const t = useText();
  const wordsOf = useProblemWords();
  const [text, setText] = useState("");
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    document.title = t("title");
  }, [t]);

  const submit = async () => {
    setBusy(true);
    try {
      await call(signIn, { token: tokenIn(text) });
      onSignedIn();
    } catch (error) {
      const refused = error instanceof Problem && error.status === 401;
      setFailure(refused || !(error instanceof Error) ? t("wrong") : wordsOf(error).title);
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h1>{t("title")}</h1>
        <label>
          {t("token")}
          <input
            ref={input}
            type="password"
            name="token"
            autoComplete="off"
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {failure !== "" && (
          <p role="alert" className={styles.wrong}>
            {failure}
          </p>
        )}
        <Button look="primary" type="submit" disabled={busy || text.trim() === ""}>
          {t("submit")}
        </Button>
        <div className={styles.help}>
          <h2>{t("where")}</h2>
          <p>{t("whereHelp")}</p>
          <div className={styles.command}>
            <code>{COMMAND}</code>
            <CopyButton text={COMMAND} />
          </div>
          <p>{t("kept")}</p>
        </div>
      </form>
    </main>
  );
}
