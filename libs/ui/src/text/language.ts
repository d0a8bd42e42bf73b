import { createInstance } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Language = "en" | "ko";

const KEY = "naru.language";

function preferred(): Language {
  const stored = localStorage.getItem(KEY);
  if (stored === "en" || stored === "ko") return stored;
  return navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";
}

/** Ready as soon as it is imported: catalogues register themselves when their page's code is loaded. */
export const texts = createInstance();
void texts.use(initReactI18next).init({
  lng: preferred(),
  fallbackLng: "en",
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});
document.documentElement.lang = texts.language;

export function useLanguage(): readonly [Language, (language: Language) => void] {
  const { i18n } = useTranslation();
  const choose = (language: Language) => {
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  };
  return [i18n.language === "ko" ? "ko" : "en", choose];
}
