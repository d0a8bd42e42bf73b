import { Dialog, Keys, useLanguage } from "@naru/ui";
import { navigation } from "../features.ts";
import { useText } from "../messages.ts";
import styles from "./HelpDialog.module.css";

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const [language] = useLanguage();
  const groups: readonly [string, readonly (readonly [string, readonly string[]])[]][] = [
    [
      t("keysGeneral"),
      [
        [t("keyPalette"), ["mod+k"]],
        ...navigation.map(({ key, title }) => [t("goTo", { page: title[language] }), [`g ${key}`]] as const),
        [t("keyFilter"), ["/"]],
        [t("keyLive"), ["l"]],
        [t("keyRefresh"), ["r"]],
        [t("keyHelp"), ["?"]],
      ],
    ],
    [
      t("keysLists"),
      [
        [t("keyRows"), ["j", "k"]],
        [t("keyOpen"), ["Enter"]],
        [t("keyClose"), ["Esc"]],
      ],
    ],
    [
      t("keysTrace"),
      [
        [t("keySpans"), ["↑", "↓", "←", "→"]],
        [t("keyFind"), ["n", "Shift+n"]],
      ],
    ],
  ];
  return (
    <Dialog onClose={onClose} title={t("help")}>
      <div className={styles.groups}>
        {groups.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([what, keys]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>
                    {keys.map((one) => (
                      <Keys key={one} keys={one} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
