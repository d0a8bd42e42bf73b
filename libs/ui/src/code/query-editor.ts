import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  type CompletionContext,
  completionKeymap,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  bracketMatching,
  HighlightStyle,
  LanguageSupport,
  LRLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser } from "@prometheus-io/lezer-promql";
import { type QueryContext, queryContext } from "./query-context.ts";

/* Loaded with the first query that is edited, not before. */

const colors = HighlightStyle.define([
  { tag: [tags.labelName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string], color: "var(--code-string)" },
  {
    tag: [tags.number, tags.function(tags.variableName), tags.keyword, tags.operatorKeyword, tags.modifier],
    color: "var(--code-literal)",
  },
  { tag: [tags.comment, tags.lineComment], color: "var(--text-3)", fontStyle: "italic" },
]);

export interface Proposal {
  readonly text: string;
  readonly hint?: string;
}

export type Propose = (context: QueryContext) => Promise<readonly Proposal[]>;

interface QueryEditorOptions {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly propose: Propose;
  readonly onRun: () => void;
}

/** An editor of PromQL with proposals. Tab takes a proposal that is open, and leaves the editor otherwise; Ctrl or ⌘ with
 *  Enter runs the query. */
export function createQueryEditor(parent: HTMLElement, options: QueryEditorOptions): EditorView {
  const { label, text, onChange, propose, onRun } = options;
  const state = EditorState.create({
    doc: text,
    extensions: [
      new LanguageSupport(LRLanguage.define({ parser })),
      syntaxHighlighting(colors),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      history(),
      autocompletion({ override: [completing(propose)], activateOnTyping: true, icons: false }),
      keymap.of([
        { key: "Tab", run: acceptCompletion },
        {
          key: "Mod-Enter",
          run: () => {
            onRun();
            return true;
          },
        },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });
  return new EditorView({ parent, state });
}

const completing =
  (propose: Propose) =>
  async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const context = queryContext(state.sliceDoc(0, pos));
    if (context === undefined || (!explicit && context.of === "name" && context.typed === "")) return null;
    const found = await propose(context).catch(() => []);
    return {
      from: pos - context.typed.length,
      options: found.map(({ text, hint }) => ({ label: text, ...(hint !== undefined && { detail: hint }) })),
      ...(context.of !== "value" && { validFor: /^[\w:]*$/ }),
    };
  };
