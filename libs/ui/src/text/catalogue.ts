import { useTranslation } from "react-i18next";
import { texts } from "./language.ts";

export type Catalogue = Readonly<Record<string, string>>;

/** Names in double braces of a message. */
type Hole<Message> = Message extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Hole<Rest> : never;
/** Keys as callers write them: `spans` for the pair `spans_one`, `spans_other`. */
type Key<C> = { [K in keyof C]: K extends `${infer Base}_${"one" | "other"}` ? Base : K }[keyof C] & string;
type MessageOf<C, K extends string> = K extends keyof C
  ? C[K]
  : `${K}_other` extends keyof C
    ? C[`${K}_other`]
    : never;
type Values<M> = [Hole<M>] extends [never] ? [] : [values: Readonly<Record<Hole<M>, string | number>>];

/** A text in the current language. Keys, and the names in braces, are checked. */
export type Text<C extends Catalogue> = <K extends Key<C>>(
  key: K,
  ...values: Values<MessageOf<C, K>>
) => string;

/** One feature's texts. The Korean catalogue must have every key of the English one and no other. */
export function catalogue<const En extends Catalogue>(
  namespace: string,
  en: En,
  ko: { readonly [K in keyof En]: string },
): () => Text<En> {
  texts.addResourceBundle("en", namespace, en);
  texts.addResourceBundle("ko", namespace, ko);
  return function useText() {
    const { t } = useTranslation(namespace);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- i18next knows keys by a global type only
    return t as unknown as Text<En>;
  };
}
